import { clip, grouped, listed } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { toIso } from '../../base/time.ts';
import { type Finding, SEVERITIES, type Severity } from '../../findings/finding.ts';
import type { AuditResult } from '../audit-result.ts';
import { reportLink, securityHubLink } from '../console-link.ts';
import { exceptionNotes } from '../exception-notes.ts';
import { headlineOf, newSince } from '../headline.ts';
import { nothingAudited, OPEN_NOT_KNOWN } from '../nothing-audited.ts';
import { countedFindings } from '../open-findings.ts';
import { openTrend } from '../open-trend.ts';
import { SEVERITY_MARKS } from '../slack/slack-blocks.ts';
import { slackEscape, slackLine } from '../slack/slack-escape.ts';
import { TAMPERING, tamperingNotes } from '../tampering.ts';
import { boundedList } from '../text/bounded-list.ts';
import { type FindingChanges, findingChanges } from './finding-changes.ts';
import { messageCaveats } from './message-caveats.ts';
import { messageNotices } from './message-notices.ts';

/**
 * A custom notification of Amazon Q Developer in chat applications ("Custom notifications", its administrator guide).
 * It drops every other message without an error.
 */
export interface AmazonQMessage {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords?: readonly string[];
  };
  readonly metadata: {
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources?: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** Characters of the description: below what one chat message shows. */
const DESCRIPTION = 2_800;
const LINE = 300;
const NOTICE = 400;

/** The message of a run as a custom notification; without a thread, so that every run is seen in the channel. */
export function amazonQMessage(result: AuditResult, changes: FindingChanges = findingChanges(result)): AmazonQMessage {
  const open = countedFindings(result);
  const { change } = openTrend(result);
  const headline = headlineOf(result, changes);
  // What it is about is the news, where there is any.
  const news = [...changes.opened, ...changes.worsened];
  const topics = news.length > 0 ? news : open;
  const lines = [
    ...tamperingNotes(result).map((note) => `🚨 ${TAMPERING}: ${slackLine(note, LINE)}`),
    ...changes.opened.map((finding) => `${said(finding)} — ${uncapitalized(newSince(result, changes))}`),
    ...changes.worsened.map((finding) => `${said(finding)} — worse than before`),
    ...changes.resolved.map(({ title }) => `✅ ${slackLine(title, LINE)} — resolved`),
    ...changes.accepted.map(({ title }) => `🔕 ${slackLine(title, LINE)} — accepted`),
  ];
  const notes = [...exceptionNotes(result), ...messageCaveats(result, changes)].map(
    (note) => `• ${slackLine(note, LINE)}`,
  );
  const notices = messageNotices(result, changes).map((notice) => `⚠️ ${slackEscape(clip(notice, NOTICE))}`);
  const [ofLines, ofNotes] = notices.length === 0 ? [1_500, 1_000] : [1_200, 600];
  const count = open.length === 0 && nothingAudited(result) ? OPEN_NOT_KNOWN : `Open ${grouped(open.length)}`;
  const totals = `${count}${change === '' ? '' : ` (${change})`}`;
  return {
    version: '1.0',
    source: 'custom',
    id: `ecs-role-auditor/${result.accountId}/${toIso(result.startedAt)}`,
    content: {
      textType: 'client-markdown',
      title: clip(headline, 250),
      description: clip(
        [boundedList(notices, 900, 3), boundedList(lines, ofLines, 10), totals, boundedList(notes, ofNotes, 6)]
          .filter((part) => part !== '')
          .join('\n\n'),
        DESCRIPTION,
      ),
      nextSteps: nextSteps(result, topics),
      keywords: keywordsOf(topics),
    },
    metadata: {
      summary: clip(`${headline}. ${totals}`, 250),
      eventType: 'ecs-role-auditor-audit',
      relatedResources: [
        ...new Set([...changes.opened, ...changes.worsened].map(({ roleArn }) => stripControlCharacters(roleArn))),
      ].slice(0, 5),
      additionalContext: {
        account: result.accountId,
        regions: clip(stripControlCharacters(listed(result.regions, 6)) || 'none', 200),
      },
    },
  };
}

/** `New since 20 Nov` within a sentence. */
function uncapitalized(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function said(finding: Finding): string {
  return `${SEVERITY_MARKS[finding.severity]} ${slackLine(finding.title, LINE)}`;
}

function nextSteps(result: AuditResult, open: readonly Finding[]): readonly string[] {
  const { partition, homeRegion, reportLocation: stored } = result;
  const report = stored === undefined ? undefined : (reportLink(partition, homeRegion, stored) ?? stored);
  const hub = securityHubLink(partition, homeRegion);
  const first = open[0];
  return [
    ...(first === undefined ? [] : [slackLine(first.remediation.text, LINE)]),
    ...(report === undefined ? [] : [`Read the report: ${slackEscape(clip(report, 2_000))}`]),
    ...(hub === undefined ? [] : [`Open Security Hub: ${hub}`]),
  ];
}

function keywordsOf(open: readonly Finding[]): readonly string[] {
  const present = new Set<Severity>(open.map(({ severity }) => severity));
  return ['ecs-role-auditor', ...SEVERITIES.filter((severity) => present.has(severity)).slice(0, 2)];
}
