import { describe, expect, test } from 'vitest';
import { isSqlName, sqlList, sqlName, sqlText } from '../../../src/sources/athena/sql-text.ts';
import { type UsageQuery, usageQuery } from '../../../src/sources/athena/usage-query.ts';

const QUERY: UsageQuery = {
  database: 'logs',
  table: 'cloudtrail',
  accountId: '123456789012',
  regions: ['us-east-1', 'eu-west-1'],
  window: { from: Date.UTC(2026, 7, 24, 3), to: Date.UTC(2026, 10, 22, 3) },
};

test.each(['logs', '_l', 'Cloud_Trail_2026'])('%s is a name', (name) => {
  expect(sqlName(name)).toBe(`"${name}"`);
});

test.each([
  '',
  '1logs',
  'logs.cloudtrail',
  'a-b',
  'a b',
  'a"b',
  'x"; DROP TABLE y; --',
  'a\u0000',
  'näme',
  'a'.repeat(256),
])('%j is refused as a name', (name) => {
  expect(isSqlName(name)).toBe(false);
  expect(() => sqlName(name)).toThrow('expected letters, digits and underscores');
});

test.each([
  ["it's", "'it''s'"],
  ["' OR 1=1 --", "''' OR 1=1 --'"],
  ["''", "''''''"],
  ['a\\', "'a\\'"],
  ['"', "'\"'"],
])('the text %j cannot end its quotes', (text, quoted) => {
  expect(sqlText(text)).toBe(quoted);
});

test.each(['a\nb', 'a\u0000', '\u007f', '\t'])('%j is refused as a text', (text) => {
  expect(() => sqlText(text)).toThrow('control characters');
});

test('an empty list is refused', () => {
  expect(() => sqlList([])).toThrow('one value at least');
});

describe('usageQuery()', () => {
  test('reads the days of delivery and the Regions asked for, and no other partition', () => {
    const sql = usageQuery(QUERY);
    expect(sql).toContain(`FROM "logs"."cloudtrail"`);
    expect(sql).toContain(`"region" IN ('us-east-1', 'eu-west-1')`);
    expect(sql).toContain(`"timestamp" BETWEEN '2026/08/24' AND '2026/11/23'`);
    expect(sql).toContain(`eventtime >= '2026-08-24T03:00:00Z'`);
    expect(sql).toContain(`eventtime < '2026-11-22T03:00:00Z'`);
  });

  test('asks for events of impossible times, too, and keeps them apart from others', () => {
    const sql = usageQuery(QUERY);
    const possible =
      /COALESCE\(regexp_like\(eventtime, '[^']+'\) AND '2013-01-01' <= eventtime AND '2026-11-23T03:00:00Z' >= eventtime, false\)/;
    expect(sql).toMatch(new RegExp(`WHEN NOT ${possible.source} THEN 'time'`));
    expect(sql).toMatch(new RegExp(`eventtime < '2026-11-22T03:00:00Z'\\) OR NOT ${possible.source}\\)`));
  });

  test.each<readonly [string, Partial<UsageQuery>]>([
    ['database', { database: 'logs"; DROP TABLE x; --' }],
    ['table', { table: 'a.b' }],
    ['Region list', { regions: [] }],
    ['Region', { regions: ['us-east-1\n'] }],
  ])('refuses a %s that does not belong into a query', (_, parts) => {
    expect(() => usageQuery({ ...QUERY, ...parts })).toThrow('into a query');
  });

  test('quotes a Region that tries to be more', () => {
    expect(usageQuery({ ...QUERY, regions: ["x') OR ('1'='1"] })).toContain(`"region" IN ('x'') OR (''1''=''1')`);
  });

  test('refuses to be longer than Athena takes', () => {
    const regions = Array.from({ length: 20_000 }, (_, index) => `region-${index}-${index}`);
    expect(() => usageQuery({ ...QUERY, regions })).toThrow('of at most 262144');
  });
});
