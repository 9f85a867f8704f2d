import { clip, counted, grouped, listed } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import type { Finding } from '../../findings/finding.ts';
import { COUNTED_SEVERITIES, countBySeverity } from '../../findings/severity.ts';
import { acceptExample } from '../accept-example.ts';
import type { AuditResult } from '../audit-result.ts';
import { reportLink, securityHubLink } from '../console-link.ts';
import { exceptionNotes } from '../exception-notes.ts';
import { headlineOf, newSince } from '../headline.ts';
import { nothingAudited, OPEN_NOT_KNOWN } from '../nothing-audited.ts';
import { type FindingChanges, findingChanges, notTold } from '../notification/finding-changes.ts';
import { messageCaveats } from '../notification/message-caveats.ts';
import { messageNotices } from '../notification/message-notices.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';
import { openTrend } from '../open-trend.ts';
import { roleSummaries, worstInShort } from '../role-summary.ts';
import { TAMPERING, tamperingNotes } from '../tampering.ts';
import { boundedList } from './bounded-list.ts';

/** Characters of one line; e-mail readers wrap it. */
const LINE = 500;
/** Characters of one paragraph: all paragraphs, at four bytes a character, stay below SNS's 256 KiB. */
const PARAGRAPH = 8_000;
const MOST_LINES = 50;
const MOST_ROLES = 10;
const MOST_NOTICES = 5;

/** The message of a run as plain text, for an e-mail: in Slack's order, with room for more of each part. */
export function textMessage(result: AuditResult, changes: FindingChanges = findingChanges(result)): string {
  return [
    boundedList(
      messageNotices(result, changes).map((notice) => clip(stripControlCharacters(notice), LINE)),
      PARAGRAPH,
      MOST_NOTICES,
    ),
    headlineOf(result, changes),
    paragraph(TAMPERING, tamperingNotes(result).map(line)),
    paragraph(
      newSince(result, changes),
      changes.opened.map((finding) => findingLines(finding, changes.back.has(finding.id) ? ' (back again)' : '')),
    ),
    paragraph(
      'Worse than before',
      changes.worsened.map((finding) => findingLines(finding)),
    ),
    paragraph(
      'Resolved',
      changes.resolved.map(({ title }) => line(title)),
    ),
    paragraph(
      'Accepted',
      changes.accepted.map(({ title, acceptance }) => line(`${title}${acceptance ? `: ${acceptance.reason}` : ''}`)),
    ),
    totalsOf(result),
    changes.none ? '' : paragraph('Look at these first', rolesOf({ ...result, findings: notTold(result, changes) })),
    paragraph('Exceptions', exceptionNotes(result).map(line)),
    paragraph('What this audit could not see', messageCaveats(result, changes).map(line)),
    acceptText(result, changes),
    linksOf(result),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A heading with its lines; empty where there are none. */
function paragraph(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${boundedList(lines, PARAGRAPH, MOST_LINES)}`;
}

function line(text: string): string {
  return `- ${clip(stripControlCharacters(text), LINE)}`;
}

function findingLines(finding: Finding, after = ''): string {
  const families = finding.families.length > 0 ? ` — ${listed(finding.families, 3)}` : '';
  const owner = finding.owner === undefined ? '' : ` [${finding.owner}]`;
  const first = line(`${finding.severity} ${finding.title}${clip(families, 120)}${clip(owner, 80)}`);
  return `${first}${after}\n    ${clip(stripControlCharacters(finding.remediation.text), LINE)}`;
}

function acceptText({ startedAt }: AuditResult, changes: FindingChanges): string {
  const example = acceptExample(changes, startedAt);
  if (example === undefined) return '';
  const title = clip(stripControlCharacters(example.title), 256);
  return `To accept "${title}" for 30 days, with your own reason:\n${stripControlCharacters(example.command)}`;
}

function totalsOf(result: AuditResult): string {
  const { open, change } = openTrend(result);
  const counts = countBySeverity(openFindings(result));
  const parts = COUNTED_SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${grouped(counts[severity])} ${severity.toLowerCase()}`,
  );
  const trend = change === '' ? '' : ` (${change})`;
  const accepted = suppressedFindings(result).length;
  return [
    open === 0
      ? `${nothingAudited(result) ? OPEN_NOT_KNOWN : 'No open findings'}${trend}.`
      : `Open ${grouped(open)}${trend}: ${parts.join(', ')}.`,
    ...(counts.INFORMATIONAL > 0 ? [`Informational: ${grouped(counts.INFORMATIONAL)}.`] : []),
    ...(accepted > 0 ? [`Accepted: ${grouped(accepted)}.`] : []),
    `${counted(result.assessments.length, 'role')} in ${clip(stripControlCharacters(listed(result.regions, 6)) || 'no Region', LINE)}.`,
  ].join('\n');
}

function rolesOf(result: AuditResult): readonly string[] {
  return roleSummaries(result)
    .filter(({ worst }) => worst !== undefined && worst !== 'INFORMATIONAL')
    .slice(0, MOST_ROLES)
    .map((summary) => {
      const { name, families, worst } = summary;
      const served = families.length > 0 ? ` (${listed(families, 3)})` : '';
      return line(`${worst} ${clip(name, 64)}${clip(served, 120)}: ${worstInShort(summary)}`);
    });
}

function linksOf({ reportLocation, partition, homeRegion }: AuditResult): string {
  const hub = securityHubLink(partition, homeRegion);
  const page = reportLocation === undefined ? undefined : reportLink(partition, homeRegion, reportLocation);
  return [
    ...(reportLocation === undefined ? [] : [`Report: ${clip(stripControlCharacters(reportLocation), 3_000)}`]),
    ...(page === undefined || page === reportLocation ? [] : [`In the console: ${clip(page, 3_000)}`]),
    ...(hub === undefined ? [] : [`Security Hub: ${hub}`]),
  ].join('\n');
}
