import { expect, test } from 'vitest';
import { readTrailTable } from '../../../src/sources/athena/trail-table.ts';

const ACCOUNT = '123456789012';
// biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's own placeholders
const PLACE = 's3://logs/team/AWSLogs/123456789012/CloudTrail/${region}/${timestamp}';
const PARAMETERS = {
  'projection.enabled': 'true',
  'projection.region.type': 'injected',
  'projection.timestamp.type': 'date',
  'projection.timestamp.format': 'yyyy/MM/dd',
  'projection.timestamp.interval': '1',
  'projection.timestamp.interval.unit': 'DAYS',
  'projection.timestamp.range': '2025/01/31,NOW',
  'storage.location.template': PLACE,
};

test('a table with projected partitions shows what is at its place', () => {
  expect(readTrailTable(PARAMETERS, ACCOUNT)).toEqual({
    ok: true,
    value: { location: { bucket: 'logs', prefix: 'team' }, regions: 'any', from: Date.UTC(2025, 0, 31) },
  });
});

test.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's own placeholders
  ['s3://logs/AWSLogs/123456789012/CloudTrail/${region}/${timestamp}/', ''],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's own placeholders
  ['s3://logs/a/b/AWSLogs/o-exampleorg/123456789012/CloudTrail/${region}/${timestamp}', 'a/b'],
])('%s is below the prefix %j', (place, prefix) => {
  const found = readTrailTable({ ...PARAMETERS, 'storage.location.template': place }, ACCOUNT);
  expect(found).toMatchObject({ value: { location: { bucket: 'logs', prefix } } });
});

test('a table of some Regions names them', () => {
  const some = { ...PARAMETERS, 'projection.region.type': 'enum', 'projection.region.values': 'us-east-1, eu-west-1' };
  expect(readTrailTable(some, ACCOUNT)).toMatchObject({ value: { regions: ['us-east-1', 'eu-west-1'] } });
});

test.each<readonly [string, Readonly<Record<string, string | undefined>>, string]>([
  ['without projection', { 'projection.enabled': 'false' }, 'no partition projection'],
  [
    'of another account',
    { 'storage.location.template': PLACE.replace(ACCOUNT, '999999999999') },
    'of account 999999999999',
  ],
  [
    'of one Region',
    { 'storage.location.template': 's3://logs/AWSLogs/123456789012/CloudTrail/us-east-1' },
    'storage.location.template',
  ],
  ['without a place', { 'storage.location.template': undefined }, 'storage.location.template'],
  ['with Regions of another type', { 'projection.region.type': 'integer' }, 'projection.region.type'],
  ['with steps of a week', { 'projection.timestamp.interval': '7' }, 'by days'],
  ['with steps of hours', { 'projection.timestamp.interval.unit': 'HOURS' }, 'by days'],
  ['that ends in the past', { 'projection.timestamp.range': '2025/01/31,2026/01/01' }, 'by days'],
  ['with days in another form', { 'projection.timestamp.format': 'yyyy-MM-dd' }, 'by days'],
  ['with days that are no dates', { 'projection.timestamp.type': 'injected' }, 'by days'],
])('a table %s leaves out nobody knows what', (_, parameters, why) => {
  const found = readTrailTable({ ...PARAMETERS, ...parameters }, ACCOUNT);
  expect(found).toMatchObject({ ok: false });
  expect(found.ok ? '' : found.problem).toContain(why);
});
