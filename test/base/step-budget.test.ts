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

test('the time is looked at now and then; once it is up the budget ends with an error of its own', () => {
  let late: string | undefined;
  let looks = 0;
  const budget = stepBudget(10_000_000, 'too many steps', () => {
    looks += 1;
    return late;
  });
  for (let i = 0; i < 2_000; i++) budget.spend(1_000);
  expect(looks).toBeGreaterThan(1);
  expect(looks).toBeLessThan(10);
  late = 'the time was up';
  expect(() => budget.spend(1_000_000)).toThrow(/^the time was up$/);
  expect(() => budget.spend(1_000_000)).not.toThrow(BudgetExceeded);
});
