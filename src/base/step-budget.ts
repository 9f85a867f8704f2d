/** Thrown where work on one input would take more steps than are given to it. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded' as const;
}

/** How much work may be done on one input. Steps, not time, so that the same input always ends alike, whatever the machine. */
export interface StepBudget {
  /**
   * Takes so many steps, before or while they are done.
   *
   * @throws {BudgetExceeded} when there are not so many left
   */
  spend(steps: number): void;
}

/** How many steps are taken between two looks at the time: some hundredths of a second. */
const STEPS_BETWEEN_LOOKS = 500_000;

/**
 * A budget of `limit` steps; `excess` is the message of the error, as the end of a sentence. `outOfTime` is asked now and then: once it
 * gives a reason, `spend` throws an ordinary error with it, whatever is left.
 */
export function stepBudget(limit: number, excess: string, outOfTime?: () => string | undefined): StepBudget {
  let left = limit;
  let nextLook = limit - STEPS_BETWEEN_LOOKS;
  return {
    spend(steps) {
      left -= steps;
      if (left < 0) throw new BudgetExceeded(excess);
      if (left > nextLook) return;
      nextLook = left - STEPS_BETWEEN_LOOKS;
      const late = outOfTime?.();
      if (late !== undefined) throw new Error(late);
    },
  };
}

/** For input that the user brought along, and may wait for. */
export const NO_LIMIT: StepBudget = { spend: () => undefined };
