import { expect, test } from 'vitest';
import { internLists } from '../../src/base/intern.ts';
import { stepBudget } from '../../src/base/step-budget.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../../src/iam/effective-grants.ts';
import {
  actionsWith,
  foldVerdicts,
  grantedActions,
  unfoldVerdicts,
  verdictGroups,
} from '../../src/rightsize/fold-verdicts.ts';
import { identityOf, judgeRole } from '../../src/rightsize/judge-role.ts';
import { rightSizedPolicy } from '../../src/rightsize/recommend/right-sized-policy.ts';
import { seen } from '../ledger/seen.ts';
import { allow, assess, judge } from './world.ts';

const catalog = await loadCatalog();
const WHY = 'the effect of its policies: too many statements';

/** A role that used two of its actions, judged with so many steps. */
function judgedWith(steps: number) {
  const policies = [allow('rds:*', 's3:ListAllMyBuckets')];
  const observations = [seen('rds:DescribeDBInstances'), seen('s3:ListAllMyBuckets')];
  const { assessment, evidence } = judge({ policies, observations });
  const { lookup, inUse } = assessment;
  if (lookup.kind !== 'found') throw new Error('expected the role to be found');
  const grants = effectiveGrants(lookup.role, catalog, { budget: stepBudget(steps, WHY) });
  return { whole: assessment, evidence, part: judgeRole({ inUse, lookup, required: [], grants }, evidence) };
}

test('of a role beyond its budget nothing is unused, what was used is, and the role says why', () => {
  const { whole, part } = judgedWith(200);
  expect(whole.actions.some(({ verdict }) => verdict === 'unused')).toBe(true);
  expect(part.actions.map(({ action }) => action)).toEqual(whole.actions.map(({ action }) => action));
  expect(new Set(part.actions.map(({ verdict }) => verdict))).toEqual(
    new Set(['used', 'undetermined', 'unobservable']),
  );
  expect(part.actions.filter(({ verdict }) => verdict === 'used').map(({ action }) => action)).toEqual([
    'rds:DescribeDBInstances',
    's3:ListAllMyBuckets',
  ]);
  expect(part.beyondBudget).toBe(WHY);
  const undetermined = part.actions.find(({ verdict }) => verdict === 'undetermined');
  expect(undetermined?.because).toBe(`Not all of the role could be read: ${WHY}.`);
});

test('where even its actions cannot be listed, it has no verdicts, and still says why', () => {
  const { part } = judgedWith(1);
  expect(part.actions).toEqual([]);
  expect(part.beyondBudget).toBe(WHY);
});

test('no policy is proposed for it', () => {
  const { part, evidence } = judgedWith(200);
  const usage = evidence.usage.usageOf(identityOf(part.lookup));
  const { now, thresholds } = evidence;
  expect(rightSizedPolicy({ assessment: part, usage, catalog, now, minAge: thresholds.minAge })).toEqual({
    kind: 'none',
    because: `Not all of the role could be read: ${WHY}.`,
  });
});

test('folded verdicts unfold to what they were', () => {
  const { actions } = assess({ policies: [allow('rds:*', 's3:*')], observations: [seen('s3:ListAllMyBuckets')] });
  const folded = foldVerdicts(actions, internLists());
  expect(unfoldVerdicts(folded)).toEqual(actions);
  expect(unfoldVerdicts(folded)).toEqual(actions);
});

test('groups hold every verdict once, of an assessment and of one that is made of it with fewer actions', () => {
  const whole = assess({ policies: [allow('rds:*', 's3:*')], observations: [seen('s3:ListAllMyBuckets')] });
  const fewer = { ...whole, actions: whole.actions.slice(5) };
  for (const assessment of [whole, fewer]) {
    const groups = verdictGroups(assessment);
    const unfolded = groups.flatMap(({ actions, ...kind }) => actions.map((action) => ({ action, ...kind })));
    expect(unfolded.sort((a, b) => (a.action < b.action ? -1 : 1))).toEqual(assessment.actions);
    expect(grantedActions(assessment)).toEqual(assessment.actions.map(({ action }) => action));
    const used = [...actionsWith(assessment, 'used')];
    expect(used).toEqual(assessment.actions.filter(({ verdict }) => verdict === 'used'));
  }
  expect(verdictGroups(whole).length).toBeLessThan(whole.actions.length / 5);
});
