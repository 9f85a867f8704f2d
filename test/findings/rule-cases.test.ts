import { describe, expect, test } from 'vitest';
import type { RuleId } from '../../src/findings/rules.ts';
import { RULES } from '../../src/findings/rules.ts';
import { probe } from './probe.ts';
import { type Case, RULE_CASES } from './rule-cases.ts';

const outcomeOf = (rule: RuleId, { role, all, context }: Case): string =>
  probe(rule, role, { ...context, ...(all && { all }) }).kind;

test('every rule of the list has cases', () => {
  expect(Object.keys(RULE_CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe.each(Object.entries(RULE_CASES) as [RuleId, (typeof RULE_CASES)[RuleId]][])('%s', (rule, cases) => {
  test('fires', () => {
    expect(outcomeOf(rule, cases.fires)).toBe('finding');
  });
  test('is silent where there is nothing', () => {
    expect(outcomeOf(rule, cases.silent)).toMatch(/^(fine|notApplicable)$/);
  });
  const { lacking, stopped } = cases;
  test.runIf(typeof lacking !== 'string')('is unavailable where evidence is lacking', () => {
    expect(typeof lacking === 'string' ? lacking : outcomeOf(rule, lacking)).toBe('unavailable');
  });
  test.each(typeof stopped === 'string' ? [] : Object.entries(stopped))('is stopped by %s', (_, stopping) => {
    expect(outcomeOf(rule, stopping)).not.toBe('finding');
  });
});
