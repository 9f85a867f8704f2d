import { describe, expect, it } from 'vitest';
import type { StatementAges } from '../../src/ledger/grant-history.ts';
import { daysAgo } from '../ledger/seen.ts';
import { rolePolicy } from '../support/iam.ts';
import { allow, assess, verdictOf } from './world.ts';

const DESCRIBE = 'rds:DescribeDBInstances';

/** Statement places of the policies that are known to be new → since how many days. */
function history(
  statements: Readonly<Record<string, number>>,
  limits?: number,
): { statementAges: () => StatementAges } {
  return {
    statementAges: () => ({
      appearedAt({ source }, index) {
        const days = statements[`${source.name} ${index}`];
        return days === undefined ? undefined : daysAgo(days);
      },
      limitsChangedAt: limits === undefined ? undefined : daysAgo(limits),
    }),
  };
}

const other = rolePolicy({ kind: 'inline', name: 'other' }, [
  { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
  { Sid: 'Describe', Effect: 'Allow', Action: 'rds:Describe*', Resource: '*' },
]);

describe('a grant that earlier runs did not see', () => {
  it.each([
    ['there is no doubt where all of it was seen before', [other], history({}), /^unused/],
    [
      'is doubted',
      [other],
      history({ 'other 1': 5 }),
      /^undetermined: The audit of 2026-11-17 was the first to see what statement "Describe" of inline policy other says; 30 days are needed\./,
    ],
    ['is old after the minimum age', [other], history({ 'other 1': 31 }), /^unused/],
    ['is not doubted for another statement of its policy', [other], history({ 'other 0': 5 }), /^unused/],
    [
      'is not doubted where an older statement grants it too',
      [allow(DESCRIBE), other],
      history({ 'other 1': 5 }),
      /^unused/,
    ],
    [
      'is doubted where what limits it changed',
      [other],
      history({}, 2),
      /^undetermined: The audit of 2026-11-20 was the first to see the denies and the boundary/,
    ],
    ['is not doubted where that was long ago', [other], history({}, 40), /^unused/],
  ] as const)('%s', (_, policies, evidence, verdict) => {
    expect(verdictOf(assess({ policies, evidence }), DESCRIBE)).toMatch(verdict);
  });
});
