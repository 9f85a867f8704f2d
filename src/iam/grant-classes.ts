import { NO_LIMIT, type StepBudget } from '../base/step-budget.ts';
import { type ActionSet, count, forEachPlace } from './action-set.ts';

/** Actions sorted into classes: those of one class are in the very same of the sets that they were sorted by. */
export interface ActionClasses {
  /** The class of each place of the catalogue, from 0; -1 for an action that was not to be sorted. */
  readonly classOf: Int32Array;
  /** A place of each class. */
  readonly examples: readonly number[];
}

/**
 * Sorts actions by the sets that they are in. What is decided by the sets alone need be decided once per class: a role of ten
 * statements has few classes, though it may be granted twenty thousand actions.
 *
 * @throws {BudgetExceeded} when sorting takes more steps than there are
 */
export function classifyActions(
  actions: ActionSet,
  sets: readonly ActionSet[],
  budget: StepBudget = NO_LIMIT,
): ActionClasses {
  const classOf = new Int32Array(actions.universe).fill(-1);
  forEachPlace(actions, (place) => {
    classOf[place] = 0;
  });
  const sizes = [count(actions)];
  for (const set of distinctSets(sets)) split(classOf, sizes, set, budget);
  const examples = sizes.map(() => -1);
  forEachPlace(actions, (place) => {
    const found = classOf[place] ?? -1;
    if (examples[found] === -1) examples[found] = place;
  });
  return { classOf, examples: sizes[0] === 0 ? [] : examples };
}

/** Moves the members of the set out of each class that has others as well. */
function split(classOf: Int32Array, sizes: number[], set: ActionSet, budget: StepBudget): void {
  budget.spend(2 * count(set) + 2 * sizes.length);
  const inside = new Int32Array(sizes.length);
  forEachPlace(set, (place) => {
    const found = classOf[place] ?? -1;
    if (found !== -1) inside[found] = (inside[found] ?? 0) + 1;
  });
  // By class: where its members go, 0 for those that stay.
  const moved = new Int32Array(sizes.length);
  for (const [found, members] of inside.entries()) {
    const all = sizes[found] ?? 0;
    if (members === 0 || members === all) continue;
    moved[found] = sizes.length;
    sizes[found] = all - members;
    sizes.push(members);
  }
  forEachPlace(set, (place) => {
    const to = moved[classOf[place] ?? -1] ?? 0;
    if (to !== 0) classOf[place] = to;
  });
}

/** Policies say the same things over and over. */
function distinctSets(sets: readonly ActionSet[]): readonly ActionSet[] {
  const byPlaceAndWords = new Map(sets.map((set) => [`${set.start} ${set.words.join(' ')}`, set]));
  return [...byPlaceAndWords.values()];
}
