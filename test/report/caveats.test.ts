import { expect, test } from 'vitest';
import { caveatsOf } from '../../src/report/caveats.ts';
import { auditOf } from './audit-fixture.ts';

test('a ledger that is nearly too full to be read is told of, before it is', () => {
  const about = (fullness: number) =>
    caveatsOf({ ...auditOf(), ledger: { place: 's3://bucket/ledger/', signed: true, bytes: 1, fullness } }).filter(
      (text) => text.includes('document of the ledger'),
    );
  expect(about(0.8)).toEqual([]);
  expect(about(0.92)).toEqual([expect.stringContaining('holds 92 % of what the memory allows')]);
});
