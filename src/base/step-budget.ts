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

/** A budget of `limit` steps; `excess` is the message of the error, as the end of a sentence. */
export function stepBudget(limit: number, excess: string): StepBudget {
  let left = limit;
  return {
    spend(steps) {
      left -= steps;
      if (left < 0) throw new BudgetExceeded(excess);
    },
  };
}

/** For input that the user brought along, and may wait for. */
export const NO_LIMIT: StepBudget = { spend: () => undefined };
