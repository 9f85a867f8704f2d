import { expect, test } from 'vitest';
import {
  foldersTowardsTrails,
  isTrailFile,
  parseRegionFolder,
  parseTrailFileName,
} from '../../../src/sources/trail/trail-key.ts';
import { keyOf } from './trail-files.ts';

test('a file name tells account, Region and time of delivery', () => {
  expect(parseTrailFileName(keyOf('2026-09-20T10:05', 'eu-west-1'))).toEqual({
    accountId: '123456789012',
    region: 'eu-west-1',
    deliveredAt: Date.parse('2026-09-20T10:05:00Z'),
  });
  expect(parseTrailFileName('flaws_cloudtrail00.json.gz')).toBeUndefined();
});

test.each([
  ['AWSLogs/123456789012/CloudTrail/us-east-1/2026/09/20/a.json.gz', true],
  ['logs/export.json', true],
  ['AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/09/20/a.json.gz', false],
  ['AWSLogs/123456789012/CloudTrail-Insight/us-east-1/2026/09/20/a.json.gz', false],
  ['123456789012_CloudTrail-Digest_us-east-1_trail_us-east-1_20260920T100500Z.json.gz', false],
  ['AWSLogs/123456789012/CloudTrail-NetworkActivity/us-east-1/2026/09/20/a.json.gz', false],
  ['AWSLogs/123456789012/CloudTrail-Aggregated/us-east-1/2026/09/20/a.json.gz', true],
  ['123456789012_CloudTrail-Aggregated_us-east-1_20260920T1005Z_Mu0KsOhtH1ar15ZZ.json.gz', true],
  ['AWSLogs/123456789012/CloudTrail/us-east-1/2026/09/20/readme.txt', false],
])('%s may hold events: %s', (key, expected) => {
  expect(isTrailFile(key)).toBe(expected);
});

test.each([
  ['AWSLogs/123456789012/CloudTrail/eu-west-1/', { accountId: '123456789012', region: 'eu-west-1' }],
  [
    'any/prefix/AWSLogs/o-abc1234567/123456789012/CloudTrail/us-gov-west-1/',
    { accountId: '123456789012', region: 'us-gov-west-1' },
  ],
  ['CloudTrail/us-east-1/', { accountId: undefined, region: 'us-east-1' }],
  ['AWSLogs/123456789012/CloudTrail-Aggregated/eu-west-1/', { accountId: '123456789012', region: 'eu-west-1' }],
])('%s is the folder of a Region', (prefix, expected) => {
  expect(parseRegionFolder(prefix)).toEqual({ prefix, ...expected });
});

test.each(['AWSLogs/123456789012/CloudTrail/', 'AWSLogs/123456789012/Config/us-east-1/', 'CloudTrail/us-east-1/2026/'])(
  '%s is not the folder of a Region',
  (prefix) => {
    expect(parseRegionFolder(prefix)).toBeUndefined();
  },
);

test.each([
  ['AWSLogs/', ['123456789012/', 'o-abc1234567/', 'elb/'], ['123456789012/', 'o-abc1234567/']],
  ['x/AWSLogs/o-abc1234567/', ['123456789012/', 'other/'], ['123456789012/']],
  ['AWSLogs/123456789012/', ['CloudTrail/', 'CloudTrail-Digest/', 'Config/'], ['CloudTrail/', 'CloudTrail-Digest/']],
  [
    'AWSLogs/123456789012/',
    ['CloudTrail-Aggregated/', 'CloudTrail-Insight/', 'CloudTrail/'],
    ['CloudTrail/', 'CloudTrail-Aggregated/'],
  ],
  ['AWSLogs/123456789012/CloudTrail/', ['us-east-1/', 'notes/'], ['us-east-1/']],
  ['AWSLogs/123456789012/CloudTrail-Aggregated/', ['us-east-1/', 'notes/'], ['us-east-1/']],
  ['', ['AWSLogs/', 'reports/'], ['AWSLogs/']],
  ['', ['trail-a/', 'trail-b/'], ['trail-a/', 'trail-b/']],
])('below %j of %j the way to trails is %j', (parent, names, expected) => {
  expect(foldersTowardsTrails(parent, names)).toEqual(expected);
});
