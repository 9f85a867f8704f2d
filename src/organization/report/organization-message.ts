import { clip } from '../../base/format.ts';
import type { NotifierMessage } from '../../report/notification/notifier-message.ts';
import { header, SEVERITY_MARKS, section } from '../../report/slack/slack-blocks.ts';
import { slackEscape, slackLine } from '../../report/slack/slack-escape.ts';
import { boundedList } from '../../report/text/bounded-list.ts';
import type { OrganizationSummary } from '../organization-summary.ts';
import { accountNote, accountTitle, shown } from './account-words.ts';
import { ownerDetails } from './owner-details.ts';
import { changeSentences, standingLine, totalsLine } from './summary-words.ts';

/** Characters of one line, so that a hostile name cannot push the rest out of the message. */
const LINE = 300;

/** How the message is told. */
export interface MessageOptions {
  /** Whether somebody may have had it. */
  readonly perhapsAgain?: boolean;
  /** The owners' own Slack channels. */
  readonly channels?: Readonly<Record<string, { readonly slackChannel: string }>>;
}

/**
 * The message of a run over an organization, one for all accounts: what changed, the roles to look at first, accounts that were not
 * audited, where the summary is. Each part is bounded, so that it is within Slack's limits with any number of accounts.
 */
export function organizationMessage(
  summary: OrganizationSummary,
  report: string | undefined,
  { perhapsAgain = false, channels = {} }: MessageOptions = {},
): NotifierMessage {
  const headline = standingLine(summary);
  const totals = `${totalsLine(summary)}${perhapsAgain ? '. You may have had this message: an attempt to send it broke off' : ''}`;
  const worst = summary.worst.map(
    (role) =>
      `${SEVERITY_MARKS[role.severity]} ${accountTitle({ id: role.accountId as `${number}`, name: role.accountName ?? '' })}: ${shown(role.title)}`,
  );
  const lost = summary.accounts
    .filter(({ standing }) => standing === 'notAudited')
    .map((outcome) => `⚠️ ${accountTitle(outcome.account)}: ${accountNote(outcome)}`);
  const partly = summary.accounts
    .filter(({ standing }) => standing === 'partly')
    .map((outcome) => `${accountTitle(outcome.account)}: ${accountNote(outcome)}`);
  const unread = summary.incomplete.map(({ what, why }) => shown(`${what}: ${why}`, LINE));
  const parts: readonly (readonly [string, readonly string[], number])[] = [
    ['What changed', changeSentences(summary), 1200],
    ['Not audited', lost, 2000],
    ['Roles to look at first', worst, 2000],
    ['Audited in part', partly, 1200],
    ['Of the organization could not be read', unread, 600],
  ];
  const told = parts.filter(([, lines]) => lines.length > 0);
  const where = report === undefined ? [] : [`Summary: ${report}`];
  return {
    headline,
    text: slackEscape(clip(`${headline}. ${totals}`, 1000)),
    blocks: [
      header(headline),
      section(slackEscape(totals)),
      ...told.map(([title, lines, most]) =>
        section(
          `*${title}*\n${boundedList(
            lines.map((line) => slackLine(line, LINE)),
            most,
          )}`,
        ),
      ),
      ...where.map((line) => section(slackEscape(clip(line, LINE)))),
    ],
    body: [
      `${headline}\n${totals}`,
      ...told.map(
        ([title, lines, most]) =>
          `${title}\n${boundedList(
            lines.map((line) => clip(line, LINE)),
            most,
          )}`,
      ),
      ...where,
    ].join('\n\n'),
    amazonQ: {
      version: '1.0',
      source: 'custom',
      id: `ecs-role-auditor/organization/${summary.run}`,
      content: {
        textType: 'client-markdown',
        title: slackEscape(clip(headline, 140)),
        description: clip(
          [
            slackEscape(totals),
            ...told.map(
              ([title, lines]) =>
                `*${title}*\n${boundedList(
                  lines.map((line) => slackLine(line, LINE)),
                  600,
                )}`,
            ),
          ].join('\n\n'),
          2_800,
        ),
        nextSteps: where.map((line) => slackEscape(clip(line, LINE))),
        keywords: ['ecs-role-auditor', 'organization'],
      },
      metadata: { summary: clip(headline, 140), eventType: 'ecs-role-auditor-organization', additionalContext: {} },
    },
    details: ownerDetails(summary, channels),
  };
}
