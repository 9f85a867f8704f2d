import { clip } from '../../../base/format.ts';
import { memoize } from '../../../base/memoize.ts';
import { stripControlCharacters } from '../../../base/strip-control-characters.ts';
import { describeStatement } from '../../../iam/named-policy.ts';
import type { StatementRef } from '../../../iam/policy.ts';
import { type ActionVerdict, VERDICTS } from '../../../rightsize/verdict.ts';
import { type StringTable, toSteps } from '../packed-json.ts';
import { ACTION, type PackedGroup } from '../page-data.ts';
import { MAX_TEXT } from './role-detail.ts';

/** A role's actions in groups of one verdict, reason and grant, in the order of `VERDICTS` and then the largest first. */
export function actionGroups(actions: readonly ActionVerdict[], table: StringTable): readonly PackedGroup[] {
  const granted = memoize((refs: readonly StatementRef[]) =>
    refs.map((ref) => ` ${table.place(clip(stripControlCharacters(describeStatement(ref)), MAX_TEXT))}`).join(''),
  );
  const groups = Map.groupBy(actions, (verdict) => {
    return `${VERDICTS.indexOf(verdict.verdict)} ${table.place(reasonOf(verdict))}${granted(verdict.grantedBy)}`;
  });
  return [...groups]
    .map(([key, members]): PackedGroup => {
      const [verdict = 0, because = 0, ...grantedBy] = key.split(' ').map(Number);
      const places = members.map(({ action }) => table.place(stripControlCharacters(action))).sort((a, b) => a - b);
      return [verdict, because, grantedBy, toSteps(places)];
    })
    .sort((a, b) => a[0] - b[0] || b[3].length - a[3].length || a[1] - b[1]);
}

/** The reason with a placeholder for its own action, so that equal reasons for several actions are one. */
function reasonOf({ because, action }: ActionVerdict): string {
  return clip(stripControlCharacters(because).replaceAll(stripControlCharacters(action), ACTION), MAX_TEXT);
}
