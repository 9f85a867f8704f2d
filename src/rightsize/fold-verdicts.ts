import { getOrInsert } from '../base/get-or-insert.ts';
import type { Intern } from '../base/intern.ts';
import type { Action } from '../iam/action.ts';
import type { ActionVerdict, RoleAssessment, Verdict } from './verdict.ts';

/** All of a verdict but its action. */
type VerdictKind = Omit<ActionVerdict, 'action'>;

/** Actions of one role with the same verdict, for the same reason. */
export interface VerdictGroup extends VerdictKind {
  readonly actions: readonly Action[];
}

/** Verdicts as the few kinds that there are of them: a role may be granted twenty thousand actions, and an account may have thousands of such roles. */
export interface FoldedVerdicts {
  readonly actions: readonly Action[];
  readonly kinds: readonly VerdictKind[];
  /** For each action the place of its kind. */
  readonly kindOf: Uint32Array;
}

/** How many members a verdict has at least: its action, and those that many verdicts share. */
const SHARED_MEMBERS = 6;

/** @param intern returns one list for all equal ones: many roles are granted the same actions */
export function foldVerdicts(verdicts: readonly ActionVerdict[], intern: Intern<readonly Action[]>): FoldedVerdicts {
  const idOf = numbering();
  const kinds: VerdictKind[] = [];
  const known = new Map<string, number>();
  const kindOf = new Uint32Array(verdicts.length);
  for (const [index, each] of verdicts.entries()) {
    const { verdict, because, grantedBy, required, resources } = each;
    const add = (): number => kinds.push(kindOfVerdict(each)) - 1;
    // Those with times of their own are alike to no other.
    const alike =
      Object.keys(each).length > SHARED_MEMBERS ? undefined : [verdict, because, grantedBy, required, resources];
    kindOf[index] = alike === undefined ? add() : getOrInsert(known, alike.map(idOf).join(' '), add);
  }
  return { actions: intern(verdicts.map(({ action }) => action)), kinds, kindOf };
}

function kindOfVerdict({ action: _, ...kind }: ActionVerdict): VerdictKind {
  return kind;
}

/**
 * The verdicts, in the order in which they were folded. Of what was unfolded the last is held: roles are looked at one after the other,
 * each many times. (A `WeakRef` would hold all of them until the current job ends, which a whole stage may be.)
 */
export function unfoldVerdicts(folded: FoldedVerdicts): readonly ActionVerdict[] {
  if (last?.of !== folded) last = { of: folded, list: unfolded(folded, () => true) };
  return last.list;
}

function unfolded(
  { actions, kinds, kindOf }: FoldedVerdicts,
  isWanted: (kind: VerdictKind) => boolean,
): readonly ActionVerdict[] {
  const wanted = kinds.map((kind) => (isWanted(kind) ? kind : undefined));
  const list: ActionVerdict[] = [];
  for (const [index, action] of actions.entries()) {
    const kind = wanted[kindOf[index] ?? -1];
    if (kind !== undefined) list.push({ action, ...kind });
  }
  return list;
}

/** What was unfolded last. */
let last: { readonly of: FoldedVerdicts; readonly list: readonly ActionVerdict[] } | undefined;

/** The folded verdicts of assessments; one that is made of another by changing its actions has none. */
const foldedOf = new WeakMap<object, FoldedVerdicts>();

/** An assessment whose actions are unfolded when they are asked for. */
export function withFolded(rest: Omit<RoleAssessment, 'actions'>, folded: FoldedVerdicts): RoleAssessment {
  const assessment = Object.defineProperty({ ...rest }, 'actions', {
    get: () => unfoldVerdicts(folded),
    enumerable: true,
  }) as RoleAssessment;
  foldedOf.set(assessment, folded);
  return assessment;
}

/** A role's verdicts in groups, without unfolding them; who asks each action for more than that asks for `actions`. */
export function verdictGroups(assessment: Pick<RoleAssessment, 'actions'>): readonly VerdictGroup[] {
  const folded = foldedOf.get(assessment);
  if (folded === undefined) return assessment.actions.map(({ action, ...kind }) => ({ ...kind, actions: [action] }));
  const actionsOf = folded.kinds.map((): Action[] => []);
  for (const [index, action] of folded.actions.entries()) actionsOf[folded.kindOf[index] ?? -1]?.push(action);
  return folded.kinds.map((kind, place) => ({ ...kind, actions: actionsOf[place] ?? [] }));
}

/** The actions of one verdict, in their order, without unfolding the others. */
export function actionsWith(assessment: Pick<RoleAssessment, 'actions'>, wanted: Verdict): readonly ActionVerdict[] {
  const folded = foldedOf.get(assessment);
  return folded === undefined
    ? assessment.actions.filter(({ verdict }) => verdict === wanted)
    : unfolded(folded, ({ verdict }) => verdict === wanted);
}

/** The actions that a role is granted, in the order of its verdicts, without unfolding them. */
export function grantedActions(assessment: Pick<RoleAssessment, 'actions'>): readonly Action[] {
  return foldedOf.get(assessment)?.actions ?? assessment.actions.map(({ action }) => action);
}

/** Numbers values: identical ones alike. */
function numbering(): (value: unknown) => number {
  const numbers = new Map<unknown, number>();
  return (value) => getOrInsert(numbers, value, () => numbers.size);
}
