import type { Button, KnownBlock } from '@slack/types';
import { type Finding, SEVERITIES, type Severity } from '../findings/finding.ts';
import { countBySeverity } from '../findings/severity.ts';
import { clip, counted, listed } from '../findings/text.ts';
import type { AuditResult } from './audit-result.ts';
import { boundedList } from './bounded-list.ts';
import { caveatsOf } from './caveats.ts';
import { securityHubLink } from './console-link.ts';
import { type RoleStanding, roleStandings } from './role-standing.ts';
import { slackCode, slackEscape } from './slack-escape.ts';

/** A message as Slack takes it; `text` is the fallback for notifications. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

const MARK: Readonly<Record<Severity, string>> = {
  CRITICAL: '🔴',
  HIGH: '🟠',
  MEDIUM: '🟡',
  LOW: '🔵',
  INFORMATIONAL: '⚪',
};

/** Longest text of one line; a hostile name cannot push the rest out of the message. */
const LINE = 300;
const MOST_ROLES = 5;

/**
 * The nightly message: what is new since the last run, then counts, the roles to look at first, what could not be seen, and
 * where to go. Within Slack's limits (50 blocks, sections of 3,000 characters) and below the 9,000 characters in all
 * above which Slack may refuse the blocks.
 */
export function slackMessage(result: AuditResult): SlackMessage {
  const news = newsOf(result);
  const headline = headlineOf(result, news);
  const caveats = boundedList(
    caveatsOf(result).map((caveat) => `• ${slackEscape(clip(caveat, LINE))}`),
    1500,
    8,
  );
  const blocks: readonly KnownBlock[] = [
    ...(news.none
      ? [section(`*${slackEscape(headline)}* ${plainCounts(result)}`)]
      : [
          header(headline),
          ...newsBlocks(result, news),
          section(totalsLine(result)),
          ...worstRoles(roleStandings(result)),
        ]),
    ...(caveats === '' ? [] : [context(caveats)]),
    ...buttons(result),
  ];
  return { text: slackEscape(clip(`${headline} ${plainCounts(result)}`, 1000)), blocks };
}

interface News {
  readonly opened: readonly Finding[];
  readonly worsened: readonly Finding[];
  readonly resolved: readonly Finding[];
  readonly none: boolean;
}

function newsOf({ findings, lifecycle }: AuditResult): News {
  const pick = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    return findings.filter((finding) => wanted.has(finding.id) && worthTelling(finding));
  };
  const opened = pick([...lifecycle.opened, ...lifecycle.reopened]);
  const worsened = pick(lifecycle.worsened);
  const resolved = lifecycle.resolvedFindings.filter(worthTelling);
  return { opened, worsened, resolved, none: opened.length + worsened.length + resolved.length === 0 };
}

/** What is only informational is counted, and read in the report. */
function worthTelling(finding: Finding): boolean {
  return finding.severity !== 'INFORMATIONAL';
}

function headlineOf(result: AuditResult, news: News): string {
  const where = `ECS roles of ${result.accountId}`;
  if (!result.lifecycle.knownComplete && news.none) return `${where}: audited.`;
  if (news.none) return `${where}: nothing new.`;
  const parts = [
    news.opened.length > 0 ? `${news.opened.length} new` : '',
    news.worsened.length > 0 ? `${news.worsened.length} worse` : '',
    news.resolved.length > 0 ? `${news.resolved.length} resolved` : '',
  ].filter((part) => part !== '');
  return `${where}: ${parts.join(', ')}`;
}

function newsBlocks(result: AuditResult, news: News): readonly KnownBlock[] {
  const reopened = new Set(result.lifecycle.reopened);
  const groups: readonly (readonly [string, readonly string[], number])[] = [
    [
      '*New since the last run*',
      news.opened.map((finding) => findingLine(finding, reopened.has(finding.id) ? ' _(back again)_' : '')),
      2400,
    ],
    ['*Worse than before*', news.worsened.map((finding) => findingLine(finding)), 900],
    ['*Resolved*', news.resolved.map((finding) => `✅ ${slackEscape(clip(finding.title, LINE))}`), 900],
  ];
  return groups.flatMap(([title, lines, max]) =>
    lines.length === 0 ? [] : [section(`${title}\n${boundedList(lines, max, 10)}`)],
  );
}

function findingLine(finding: Finding, after = ''): string {
  const families = finding.families.length > 0 ? ` — ${slackEscape(clip(listed(finding.families, 3), 120))}` : '';
  return `${MARK[finding.severity]} ${slackEscape(clip(finding.title, LINE))}${families}${after}`;
}

function totalsLine(result: AuditResult): string {
  const regions = slackEscape(clip(listed(result.regions, 6) || 'no Region', LINE));
  return `${plainCounts(result)}\n${counted(result.assessments.length, 'role')} in ${regions}`;
}

function plainCounts({ findings }: AuditResult): string {
  const counts = countBySeverity(findings);
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${MARK[severity]} ${counts[severity]} ${severity.toLowerCase()}`,
  );
  return parts.length === 0 ? 'No open findings.' : `Open: ${parts.join(' · ')}`;
}

function worstRoles(standings: readonly RoleStanding[]): readonly KnownBlock[] {
  const lines = standings
    .filter(({ worst }) => worst !== undefined && worst !== 'INFORMATIONAL')
    .map(({ name, families, findings, worst }) => {
      const mark = worst === undefined ? '' : MARK[worst];
      const served = families.length > 0 ? ` (${slackEscape(clip(listed(families, 3), 120))})` : '';
      const more = findings.length > 1 ? ` _(and ${counted(findings.length - 1, 'more finding')})_` : '';
      return `${mark} ${slackCode(clip(name, 64))}${served}\n      ${slackEscape(clip(findings[0]?.reason ?? findings[0]?.title ?? '', LINE))}${more}`;
    });
  if (lines.length === 0) return [];
  return [{ type: 'divider' }, section(`*Look at these first*\n${boundedList(lines, 2200, MOST_ROLES)}`)];
}

function buttons(result: AuditResult): readonly KnownBlock[] {
  const hub = securityHubLink(result.partition, result.homeRegion);
  const report = result.reportLocation;
  const elements: Button[] = [
    ...(hub === undefined ? [] : [button('Security Hub', hub)]),
    ...(report !== undefined && /^https:\/\//.test(report) && report.length <= 3000 ? [button('Report', report)] : []),
  ];
  return [
    ...(report !== undefined && elements.length < 2 && !/^https:\/\//.test(report)
      ? [context(`Report: ${slackCode(clip(report, LINE))}`)]
      : []),
    ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
  ];
}

function button(text: string, url: string): Button {
  return { type: 'button', text: { type: 'plain_text', text }, url };
}

function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, 150) } };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 3000) } };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}
