import { expect, test } from 'vitest';
import { BudgetExceeded, NO_LIMIT, stepBudget } from '../../src/base/step-budget.ts';

test('a budget is spent to its last step, and refuses the one after', () => {
  const budget = stepBudget(3, 'too much');
  budget.spend(2);
  budget.spend(1);
  expect(() => budget.spend(1)).toThrow(new BudgetExceeded('too much'));
});

test('a budget that refused once refuses again', () => {
  const budget = stepBudget(3, 'too much');
  expect(() => budget.spend(4)).toThrow(BudgetExceeded);
  expect(() => budget.spend(1)).toThrow(BudgetExceeded);
});

test('without a limit nothing is refused', () => {
  expect(() => NO_LIMIT.spend(Number.MAX_SAFE_INTEGER)).not.toThrow();
});
