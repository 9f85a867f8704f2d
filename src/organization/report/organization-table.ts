import { frameless } from '../../report/text/frameless-table.ts';
import { PLAIN, type Styler } from '../../report/text/styler.ts';
import type { AccountOutcome } from '../account-outcome.ts';
import type { OrganizationSummary } from '../organization-summary.ts';
import { accountNote, accountTitle, STANDING_WORDS, shown } from './account-words.ts';
import { changeSentences, standingLine, totalsLine } from './summary-words.ts';

/** Width and colours of the terminal. */
export interface OrganizationTableOptions {
  readonly width: number;
  readonly styler?: Styler;
}

const NARROWEST = 90;
const WIDEST = 180;
const NUMBER_WIDTH = 10;

/** The summary for a terminal: accounts, worst roles, what changed, and which accounts were not audited and why. */
export function organizationTable(summary: OrganizationSummary, options: OrganizationTableOptions): string {
  const styler = options.styler ?? PLAIN;
  const width = Math.max(NARROWEST, Math.min(options.width, WIDEST));
  const audited = summary.accounts.filter(({ totals }) => totals !== undefined);
  const others = summary.accounts.filter(({ totals }) => totals === undefined);
  const notes = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [[styler.heading(heading), ...lines.map((line) => `- ${line}`)].join('\n')];
  const parts = [
    `${styler.heading(standingLine(summary))}\n${totalsLine(summary)}`,
    ...(audited.length > 0 ? [accountsTable(audited, width, styler)] : []),
    ...(summary.worst.length > 0 ? [`${styler.heading('Worst roles')}\n${rolesTable(summary, width, styler)}`] : []),
    ...notes('What changed', changeSentences(summary)),
    ...notes(
      'Not audited',
      others.map((outcome) => `${accountTitle(outcome.account)}: ${accountNote(outcome)}`),
    ),
    ...notes(
      'Audited in part',
      audited.flatMap((outcome) =>
        outcome.standing === 'partly' ? [`${accountTitle(outcome.account)}: ${accountNote(outcome)}`] : [],
      ),
    ),
    ...notes(
      'Of the organization could not be read',
      summary.incomplete.map(({ what, why }) => shown(`${what}: ${why}`, 400)),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function accountsTable(outcomes: readonly AccountOutcome[], width: number, styler: Styler): string {
  const numbers = ['Roles', 'Critical', 'High', 'Open', 'New', 'Resolved'];
  const fixed = 14 + 16 + numbers.length * NUMBER_WIDTH + 8;
  const nameWidth = Math.max(14, Math.floor((width - fixed) / 2));
  const table = frameless(
    ['Account', 'Name', 'Unit', 'Standing', ...numbers],
    [14, nameWidth, Math.max(14, width - fixed - nameWidth), 16, ...numbers.map(() => NUMBER_WIDTH)],
    styler,
    4,
  );
  for (const { account, standing, totals } of outcomes) {
    if (totals === undefined) continue;
    const { CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL } = totals.findings;
    const counts = [totals.roles, CRITICAL, HIGH, CRITICAL + HIGH + MEDIUM + LOW + INFORMATIONAL];
    table.push([
      account.id,
      shown(account.name ?? ''),
      shown(account.ou ?? ''),
      STANDING_WORDS[standing],
      ...[...counts, totals.opened + totals.reopened, totals.resolved].map(String),
    ]);
  }
  return table.toString();
}

function rolesTable({ worst }: OrganizationSummary, width: number, styler: Styler): string {
  const titleWidth = Math.max(30, width - 15 - 24 - 32 - 6);
  const table = frameless(['Severity', 'Account', 'Role', 'Finding'], [15, 24, 32, titleWidth], styler);
  for (const role of worst.slice(0, 10)) {
    table.push([
      styler.severity(role.severity, role.severity),
      accountTitle({ id: role.accountId as `${number}`, name: role.accountName ?? '' }),
      shown(role.name),
      shown(role.title),
    ]);
  }
  return table.toString();
}
