import { clip } from '../../../base/format.ts';
import { getOrInsert } from '../../../base/get-or-insert.ts';
import { memoize } from '../../../base/memoize.ts';
import { stripControlCharacters } from '../../../base/strip-control-characters.ts';
import { describeStatement } from '../../../iam/named-policy.ts';
import type { StatementRef } from '../../../iam/policy.ts';
import type { VerdictGroup } from '../../../rightsize/fold-verdicts.ts';
import { VERDICTS } from '../../../rightsize/verdict.ts';
import { type StringTable, toSteps } from '../packed-json.ts';
import { ACTION, type PackedGroup } from '../page-data.ts';
import { MAX_TEXT } from './role-detail.ts';

/**
 * A role's actions in groups of one verdict, reason and grant, in the order of `VERDICTS` and then the largest first. A reason has a
 * placeholder for its own action, so that equal reasons for several actions are one.
 */
export function actionGroups(verdicts: readonly VerdictGroup[], table: StringTable): readonly PackedGroup[] {
  const granted = memoize((refs: readonly StatementRef[]) =>
    refs.map((ref) => ` ${table.place(clip(stripControlCharacters(describeStatement(ref)), MAX_TEXT))}`).join(''),
  );
  const groups = new Map<string, number[]>();
  for (const { verdict, because, grantedBy, actions } of verdicts) {
    const whole = stripControlCharacters(because);
    const reasonFor = memoize((text: string) => `${VERDICTS.indexOf(verdict)} ${table.place(clip(text, MAX_TEXT))}`);
    for (const action of actions.map(stripControlCharacters)) {
      const key = `${reasonFor(whole.replaceAll(action, ACTION))}${granted(grantedBy)}`;
      getOrInsert(groups, key, () => []).push(table.place(action));
    }
  }
  return [...groups]
    .map(([key, places]): PackedGroup => {
      const [verdict = 0, because = 0, ...grantedBy] = key.split(' ').map(Number);
      return [verdict, because, grantedBy, toSteps(places.sort((a, b) => a - b))];
    })
    .sort((a, b) => a[0] - b[0] || b[3].length - a[3].length || a[1] - b[1]);
}
