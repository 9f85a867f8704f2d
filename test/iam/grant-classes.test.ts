import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BudgetExceeded, stepBudget } from '../../src/base/step-budget.ts';
import { has, placesOf, setOf } from '../../src/iam/action-set.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../../src/iam/effective-grants.ts';
import { classifyActions } from '../../src/iam/grant-classes.ts';
import { inline, role } from '../support/iam.ts';

const UNIVERSE = 100;
const sets = fc.uniqueArray(fc.nat(UNIVERSE - 1)).map((places) => setOf(UNIVERSE, places));

test('two actions are of one class where, and only where, the same sets hold them', () => {
  fc.assert(
    fc.property(sets, fc.array(sets, { maxLength: 8 }), (actions, others) => {
      const { classOf, examples } = classifyActions(actions, others);
      const signature = (place: number) => others.map((set) => Number(has(set, place))).join('');
      const places = [...placesOf(actions)];
      for (const a of places) {
        for (const b of places) expect(classOf[a] === classOf[b]).toBe(signature(a) === signature(b));
        expect(classOf[examples[classOf[a] ?? -1] ?? -1]).toBe(classOf[a]);
      }
      expect([...classOf].filter((found) => found === -1)).toHaveLength(UNIVERSE - places.length);
      expect(examples).toHaveLength(new Set(places.map(signature)).size);
    }),
  );
});

test('the grants of a role are those that each action has by itself', async () => {
  const catalog = await loadCatalog();
  const actions = fc.subarray(['s3:*', 's3:Get*', 'sqs:*', '*', 's3:GetObject', 'nosuch:Thing'], { minLength: 1 });
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: actions,
    Resource: fc.constantFrom('*', 'arn:aws:s3:::a/*'),
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
      const grants = effectiveGrants(role([inline(...statements)]), catalog);
      let checked = 0;
      for (const grant of grants.grants()) {
        // Every action would take long; those of one class are alike.
        if (checked++ % 500 === 0 || grant.action.startsWith('s3:')) expect(grant).toEqual(grants.of(grant.action));
      }
    }),
    { numRuns: 20 },
  );
});

test('an outline names what is granted, and says of nothing by which statement', async () => {
  const catalog = await loadCatalog();
  const policies = [
    inline(
      { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: '*' },
      { Effect: 'Deny', Action: 'sqs:ReceiveMessage', Resource: '*' },
    ),
  ];
  const { inOutline } = effectiveGrants(role(policies), catalog);
  expect(inOutline()).toEqual([
    {
      action: 'sqs:SendMessage',
      access: 'limited',
      inCatalog: true,
      grantedBy: [],
      blockedBy: [],
      limitedBy: [],
    },
  ]);
});

test('what takes more steps than there are is refused, and so is its outline where even that does', async () => {
  const catalog = await loadCatalog();
  const statements = Array.from({ length: 20 }, (_, n) => ({
    Effect: 'Allow',
    NotAction: `*:*${String.fromCharCode(97 + n)}k*`,
    Resource: '*',
  }));
  const withSteps = (steps: number) =>
    effectiveGrants(role([inline(...statements)]), catalog, { budget: stepBudget(steps, 'too much') });
  expect(() => [...withSteps(110 * catalog.size).grants()]).toThrow(BudgetExceeded);
  expect(withSteps(110 * catalog.size).inOutline().length).toBeGreaterThan(catalog.size / 2);
  expect(withSteps(10 * catalog.size).inOutline()).toEqual([]);
  expect([...withSteps(300 * catalog.size).grants()].length).toBeGreaterThan(catalog.size / 2);
});
