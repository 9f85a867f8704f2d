import { expect, test } from 'vitest';
import { newestReport, reportKey } from '../../src/stored-report/report-key.ts';

const key = (day: number, hour: number, accountId: string): string =>
  `reports/${reportKey({ startedAt: Date.UTC(2026, 10, day, hour), accountId })}.json.gz`;

const [A, B] = ['111111111111', '222222222222'];

test('the newest report is the latest by day and time, whatever its account', () => {
  const keys = [
    key(22, 3, A),
    key(21, 9, B),
    key(22, 2, B),
    `${key(23, 1, A)}.bak`,
    key(23, 1, A).replace('.json.gz', '.html'),
  ];
  expect(newestReport(keys)).toBe(key(22, 3, A));
  expect(newestReport(keys.toReversed())).toBe(key(22, 3, A));
  expect(newestReport(keys, B)).toBe(key(22, 2, B));
});

test('there is none among other objects, or of another account', () => {
  expect(newestReport(['ledger/111111111111/ledger.json.gz', 'reports/audit.json.gz'])).toBeUndefined();
  expect(newestReport([key(22, 3, A)], B)).toBeUndefined();
});
