import { getOrInsert } from '../base/get-or-insert.ts';
import type { Intern } from '../base/intern.ts';
import type { Action } from '../iam/action.ts';
import type { ActionVerdict } from './verdict.ts';

/** All of a verdict but its action. */
type VerdictKind = Omit<ActionVerdict, 'action'>;

/**
 * Keeps verdicts as the few kinds that there are of them, and returns a function that unfolds them. A role may be granted twenty thousand
 * actions, and an account may have thousands of such roles. Of what was unfolded the last is held: roles are looked at one after the other,
 * each many times. (A `WeakRef` would hold all of them until the current job ends, which a whole stage may be.)
 *
 * @param intern returns one list for all equal ones: many roles are granted the same actions
 */
export function foldVerdicts(
  verdicts: readonly ActionVerdict[],
  intern: Intern<readonly Action[]>,
): () => readonly ActionVerdict[] {
  const idOf = numbering();
  const kinds: VerdictKind[] = [];
  const known = new Map<string, number>();
  const kindOf = Uint32Array.from(verdicts, ({ action: _, ...kind }) => {
    const { verdict, because, grantedBy, required, resources, ...ownTimes } = kind;
    const add = (): number => kinds.push(kind) - 1;
    if (Object.keys(ownTimes).length > 0) return add();
    const key = [verdict, because, grantedBy, required, resources].map(idOf).join(' ');
    return getOrInsert(known, key, add);
  });
  const actions = intern(verdicts.map(({ action }) => action));
  const unfold = (): readonly ActionVerdict[] => {
    if (last?.by === unfold) return last.list;
    const list = actions.flatMap((action, index): ActionVerdict | readonly never[] => {
      const kind = kinds[kindOf[index] ?? -1];
      return kind === undefined ? [] : { action, ...kind };
    });
    last = { by: unfold, list };
    return list;
  };
  return unfold;
}

/** What was unfolded last, and by which function. */
let last: { readonly by: () => readonly ActionVerdict[]; readonly list: readonly ActionVerdict[] } | undefined;

/** Numbers values: identical ones alike. */
function numbering(): (value: unknown) => number {
  const numbers = new Map<unknown, number>();
  return (value) => getOrInsert(numbers, value, () => numbers.size);
}
