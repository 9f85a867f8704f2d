import type { KnownBlock } from '@slack/types';
import { clip, counted, grouped, listed } from '../../base/format.ts';
import type { Finding } from '../../findings/finding.ts';
import { COUNTED_SEVERITIES, countBySeverity, isCounted } from '../../findings/severity.ts';
import { acceptExample } from '../accept-example.ts';
import type { AuditResult } from '../audit-result.ts';
import { reportLink, securityHubLink } from '../console-link.ts';
import { exceptionNotes } from '../exception-notes.ts';
import { headlineOf, newSince } from '../headline.ts';
import { nothingAudited, OPEN_NOT_KNOWN } from '../nothing-audited.ts';
import { type FindingChanges, findingChanges, notTold, type ResolvedFinding } from '../notification/finding-changes.ts';
import { messageCaveats } from '../notification/message-caveats.ts';
import { messageNotices } from '../notification/message-notices.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';
import { openTrend } from '../open-trend.ts';
import { type RoleSummary, roleSummaries, worstInShort } from '../role-summary.ts';
import { TAMPERING, tamperingNotes } from '../tampering.ts';
import { boundedList } from '../text/bounded-list.ts';
import { context, header, link, SEVERITY_MARKS, section } from './slack-blocks.ts';
import { slackCode, slackEscape, slackLine } from './slack-escape.ts';

/** A message as Slack takes it; `text` is the fallback for notifications. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Characters of one line, so that a hostile name cannot push the rest out of the message. */
const LINE = 300;
const MOST_ROLES = 5;
/** Of a link: two of them fit into a section. */
const LONGEST_URL = 1_400;

/** Characters of a notice, with what would mend it. */
const NOTICE = 400;

/**
 * The message of a run: what was tampered with, what must be known before, what is new, then counts, the roles to look at first, what could not be
 * seen, and where to go.
 * Within Slack's limits (50 blocks, sections of 3,000 characters) and below the 9,000 characters in all above which
 * Slack may refuse the blocks: the most that each part may take adds up to less.
 */
export function slackMessage(result: AuditResult, changes: FindingChanges = findingChanges(result)): SlackMessage {
  const headline = headlineOf(result, changes);
  const notices = boundedList(
    messageNotices(result, changes).map((notice) => `⚠️ ${slackEscape(clip(notice, NOTICE))}`),
    900,
    3,
  );
  const tampering = bulleted(tamperingNotes(result), 600);
  const caveats = bulleted(messageCaveats(result, changes), notices === '' ? 1200 : tampering === '' ? 700 : 300);
  const exceptions = bulleted(exceptionNotes(result), 700);
  const blocks: readonly KnownBlock[] = [
    ...(tampering === '' ? [] : [section(`🚨 *${TAMPERING}*\n${tampering}`)]),
    ...(notices === '' ? [] : [section(notices)]),
    ...(changes.none
      ? [section(`*${slackEscape(headline)}.* ${totalsOf(result)}`)]
      : [
          header(headline),
          ...changeBlocks(changes, newSince(result, changes)),
          section(`${totalsOf(result)}\n${scopeOf(result)}`),
          ...worstRoles(roleSummaries({ ...result, findings: notTold(result, changes) })),
        ]),
    ...(exceptions === '' ? [] : [section(`*Exceptions*\n${exceptions}`)]),
    ...(caveats === '' ? [] : [context(caveats)]),
    ...acceptBlock(result, changes),
    ...links(result),
  ];
  const [notice] = messageNotices(result, changes);
  const first = notice === undefined ? '' : `⚠️ ${clip(notice, NOTICE)} `;
  return { text: slackEscape(clip(`${first}${headline}. ${totalsOf(result)}`, 1000)), blocks };
}

/** How a new finding is accepted, where a tag of its role may. */
function acceptBlock({ startedAt }: AuditResult, changes: FindingChanges): readonly KnownBlock[] {
  const example = acceptExample(changes, startedAt);
  if (example === undefined) return [];
  const { title, command } = example;
  return [context(`To accept “${slackLine(title, 120)}” for 30 days, with your own reason:\n${slackCode(command)}`)];
}

/** What is new, each kind in a section of its own; together at most 4,100 characters. */
export function changeBlocks(changes: FindingChanges, newTitle: string): readonly KnownBlock[] {
  const groups: readonly (readonly [string, readonly string[], number])[] = [
    [
      `*${newTitle}*`,
      changes.opened.map((finding) => findingLine(finding, changes.back.has(finding.id) ? ' _(back again)_' : '')),
      2000,
    ],
    ['*Worse than before*', changes.worsened.map((finding) => findingLine(finding)), 700],
    ['*Resolved*', changes.resolved.map(resolvedLine), 700],
    ['*Accepted*', changes.accepted.map(acceptedLine), 600],
  ];
  return groups.flatMap(([title, lines, max]) =>
    lines.length === 0 ? [] : [section(`${title}\n${boundedList(lines, max, 10)}`)],
  );
}

/** One finding: its severity's mark, what it says, and the families that run with the role. */
export function findingLine(finding: Finding, after = ''): string {
  const families = finding.families.length > 0 ? ` — ${slackEscape(clip(listed(finding.families, 3), 120))}` : '';
  return `${SEVERITY_MARKS[finding.severity]} ${slackEscape(clip(finding.title, LINE))}${families}${after}`;
}

function resolvedLine({ title }: ResolvedFinding): string {
  return `✅ ${slackEscape(clip(title, LINE))}`;
}

function acceptedLine({ title, acceptance }: Finding): string {
  const reason = acceptance === undefined ? '' : ` — ${slackEscape(clip(acceptance.reason, 120))}`;
  return `🔕 ${slackEscape(clip(title, LINE))}${reason}`;
}

/** `Open 12 (−3 since last night) ▇▅▂: 🔴 1 critical · …`. */
function totalsOf(result: AuditResult): string {
  const { open, change, sparkline } = openTrend(result);
  const counts = countBySeverity(openFindings(result));
  const parts = COUNTED_SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${SEVERITY_MARKS[severity]} ${grouped(counts[severity])} ${severity.toLowerCase()}`,
  );
  const accepted = suppressedFindings(result).length;
  const trend = `${change === '' ? '' : ` (${change})`}${sparkline === '' ? '' : ` ${sparkline}`}`;
  return [
    open === 0
      ? `${nothingAudited(result) ? OPEN_NOT_KNOWN : 'No open findings'}${trend}`
      : `Open ${grouped(open)}${trend}: ${parts.join(' · ')}`,
    ...(counts.INFORMATIONAL > 0
      ? [`plus ${SEVERITY_MARKS.INFORMATIONAL} ${grouped(counts.INFORMATIONAL)} informational`]
      : []),
    ...(accepted > 0 ? [`${grouped(accepted)} accepted`] : []),
  ].join(' · ');
}

function scopeOf({ assessments, regions }: AuditResult): string {
  return `${counted(assessments.length, 'role')} in ${slackEscape(clip(listed(regions, 6) || 'no Region', 120))}`;
}

function worstRoles(summaries: readonly RoleSummary[]): readonly KnownBlock[] {
  const lines = summaries
    .filter(({ worst }) => worst !== undefined && worst !== 'INFORMATIONAL')
    .map((summary) => {
      const { name, families, findings, worst } = summary;
      const mark = worst === undefined ? '' : SEVERITY_MARKS[worst];
      const served = families.length > 0 ? ` (${slackEscape(clip(listed(families, 3), 120))})` : '';
      const others = findings.filter(isCounted).length - 1;
      const more = others > 0 ? ` _(and ${counted(others, 'more finding')})_` : '';
      return `${mark} ${slackCode(clip(name, 64))}${served}\n      ${slackEscape(clip(worstInShort(summary), LINE))}${more}`;
    });
  if (lines.length === 0) return [];
  return [{ type: 'divider' }, section(`*Look at these first*\n${boundedList(lines, 1700, MOST_ROLES)}`)];
}

function bulleted(sentences: readonly string[], max: number): string {
  return boundedList(
    sentences.map((sentence) => `• ${slackEscape(clip(sentence, LINE))}`),
    max,
    8,
  );
}

function links({ partition, homeRegion, reportLocation }: AuditResult): readonly KnownBlock[] {
  const hub = securityHubLink(partition, homeRegion);
  const report = reportLocation === undefined ? undefined : reportLink(partition, homeRegion, reportLocation);
  // Links, as a button of an app that has a webhook alone is answered by nobody, and Slack marks it with a warning.
  const texts = [
    ...(hub === undefined ? [] : [link('Security Hub', hub)]),
    ...(report === undefined || report.length > LONGEST_URL ? [] : [link('Report', report)]),
  ];
  return [
    // A location that no browser opens, or only after signing in to the console.
    ...(reportLocation === undefined || reportLocation.startsWith('https://')
      ? []
      : [context(`Report: ${slackCode(clip(reportLocation, LINE))}`)]),
    ...(texts.length === 0 ? [] : [section(texts.join('  ·  '))]),
  ];
}
