import { expect, test } from 'vitest';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { countedFindings } from '../../src/report/open-findings.ts';
import { openTrend } from '../../src/report/open-trend.ts';
import { DAY, NOW } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';

const OPEN = countedFindings(auditOf()).length;

/** The audit of tonight after nights with so many more or fewer open findings, `[days ago, difference]`. */
function after(...nights: readonly (readonly [number, number])[]): AuditResult {
  const history = nights.map(([days, difference]) => ({
    at: NOW - days * DAY,
    findings: { CRITICAL: 0, HIGH: OPEN + difference, MEDIUM: 0, LOW: 0, INFORMATIONAL: days },
    verdicts: { used: 0, required: 0, unused: 0, unobservable: 0, undetermined: 0, blocked: 0 },
    suppressed: 0,
    roles: 7,
    complete: true,
  }));
  return auditOf(undefined, undefined, { history });
}

test.each<[string, readonly (readonly [number, number])[], string, string]>([
  ['no night before', [], '', ''],
  ['fewer than last night', [[1, 3]], '−3 since last night', '█▁'],
  ['more than last night', [[1, -2]], '+2 since last night', '▁█'],
  ['as many', [[1, 0]], 'unchanged since last night', '▁▁'],
  [
    'a week of nights',
    [8, 7, 6, 2, 1].map((days) => [days, days] as const),
    '−1 since last night, −7 in 7 nights',
    '█▇▆▃▂▁',
  ],
  [
    'a night a little later than a week ago',
    [
      [6.8, 5],
      [1, 0],
    ],
    'unchanged since last night, −5 in 7 nights',
    '█▁▁',
  ],
  [
    'a pause',
    [
      [12, 1],
      [3, 2],
    ],
    '−2 since 19 Nov, −1 in 12 nights',
    '▅█▁',
  ],
  ['one night long ago', [[30, 1]], '−1 since 23 Oct', '█▁'],
])('%s', (_name, nights, change, sparkline) => {
  expect(openTrend(after(...nights))).toEqual({ open: OPEN, change, sparkline });
});

test('at most 14 nights are drawn', () => {
  const nights = Array.from({ length: 40 }, (_, place) => [40 - place, place] as const);
  expect([...openTrend(after(...nights)).sparkline]).toHaveLength(14);
});

test('accepted findings are not open', () => {
  const result = after();
  const findings = result.findings.map((finding, place) =>
    place === 0 ? { ...finding, status: 'suppressed' as const } : finding,
  );
  expect(openTrend({ ...result, findings }).open).toBe(OPEN - 1);
});
