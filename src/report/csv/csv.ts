import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { toIso } from '../../base/time.ts';
import type { Finding } from '../../findings/finding.ts';
import { arnOf, jobsOf } from '../../findings/role-facts.ts';
import type { ActionVerdict } from '../../rightsize/verdict.ts';
import { acceptanceText } from '../acceptance-text.ts';
import type { AuditResult } from '../audit-result.ts';
import { roleSummaries } from '../role-summary.ts';

const COLUMNS = [
  'account',
  'role',
  'role id',
  'used as',
  'families',
  'severity',
  'findings',
  'count',
  'actions',
  'verdict',
  'last used',
  'because',
  'owner',
  'suppressed',
];

/** Longest list of actions in one cell, in characters: spreadsheets cut a cell at 32,767. */
const LONGEST_LIST = 32_000;

/** How actions are put into rows. */
export interface CsvOptions {
  /** A row for each action, in place of one for all that have a verdict for the same reason: a large account has more than a spreadsheet's million. */
  readonly rowPerAction?: boolean;
}

/**
 * Rows per role and group of actions with one verdict, reason and last use (one without an action for roles that have none), RFC 4180,
 * CRLF; role by role. A list that is too long for a cell goes on in the next row.
 */
export function* auditCsv(result: AuditResult, { rowPerAction = false }: CsvOptions = {}): Generator<string> {
  yield csvRow(COLUMNS);
  for (const { assessment, families, findings, suppressed, owner = '', worst } of roleSummaries(result)) {
    const { lookup } = assessment;
    const role = [
      result.accountId,
      arnOf(assessment),
      lookup.kind === 'found' ? lookup.role.roleId : lookup.kind,
      [...jobsOf(assessment)].sort().reverse().join(' '),
      families.join(' '),
      worst ?? '',
      findings.map((finding) => finding.rule).join(' '),
    ];
    const rest = [owner, suppressed.map(suppressedText).join('; ')];
    const { actions } = assessment;
    const groups = rowPerAction ? actions.map((one) => [one]) : groupsOf(actions);
    const rows = groups.flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { verdict, lastUsed, because } = first;
      const used = lastUsed === undefined ? '' : toIso(lastUsed);
      return listsOf(group.map(({ action }) => action)).map((list) =>
        csvRow([...role, String(list.length), list.join(' '), verdict, used, because, ...rest]),
      );
    });
    yield rows.length === 0 ? csvRow([...role, '0', '', '', '', '', ...rest]) : rows.join('');
  }
}

/** Groups in the order of their first actions. */
function groupsOf(actions: readonly ActionVerdict[]): readonly (readonly ActionVerdict[])[] {
  return [
    ...Map.groupBy(actions, ({ verdict, because, lastUsed }) => `${verdict}\n${lastUsed ?? ''}\n${because}`).values(),
  ];
}

/** A list cut into as many as fit into cells. */
function listsOf(actions: readonly string[]): readonly (readonly string[])[] {
  const lists: string[][] = [];
  let room = 0;
  for (const action of actions) {
    if (action.length + 1 > room) {
      lists.push([]);
      room = LONGEST_LIST;
    }
    lists.at(-1)?.push(action);
    room -= action.length + 1;
  }
  return lists;
}

function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function suppressedText({ rule, acceptance }: Finding): string {
  return acceptance === undefined ? rule : `${rule} ${acceptanceText(acceptance)}`;
}

/** A cell that no spreadsheet takes for a formula; some take the wide forms of its first characters for the same. */
export function csvCell(text: string): string {
  const plain = stripControlCharacters(text);
  const safe = /^\s*[=+\-@|%＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return /[",']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
