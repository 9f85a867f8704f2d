import { expect, test } from 'vitest';
import { parseTrailLocation, parseTrailLocations } from '../../src/config/trail-location.ts';

test.each([
  ['s3://logs', 'logs', ''],
  ['s3://logs/', 'logs', ''],
  ['s3://logs/team/prod/', 'logs', 'team/prod'],
  ['s3://logs/AWSLogs', 'logs', ''],
  ['s3://logs/team/AWSLogs/', 'logs', 'team'],
  ['s3://logs/team/AWSLogs/123456789012/CloudTrail/us-east-1/2026/', 'logs', 'team'],
  ['s3://logs/MyAWSLogs/x', 'logs', 'MyAWSLogs/x'],
])('%s is the bucket %s and the prefix "%s"', (text, bucket, prefix) => {
  const uri = `s3://${bucket}/${prefix}`;
  expect(parseTrailLocation(text)).toEqual({ ok: true, value: { kind: 's3', uri, bucket, prefix } });
});

test('a path is a directory', () => {
  expect(parseTrailLocation('./logs')).toEqual({ ok: true, value: { kind: 'directory', path: './logs' } });
});

test.each(['', ' ', 'https://logs', 'S3://logs', 's3:/logs', 'file:/logs'])('%j is neither', (text) => {
  expect(parseTrailLocation(text)).toEqual({ ok: false, problem: 'expected s3://bucket/prefix, or a directory' });
});

test.each(['s3://', 's3://B', 's3://b/p'])('%j names no bucket that can be', (text) => {
  expect(parseTrailLocation(text)).toEqual({
    ok: false,
    problem:
      'expected s3://bucket/prefix, or a directory; the name of a bucket has 3 to 63 lower-case letters, digits, dots and hyphens',
  });
});

test.each([
  ['s3://aaa/x', ['s3://aaa/x']],
  ['s3://aaa/x,s3://bbb s3://ccc/', ['s3://aaa/x', 's3://bbb/', 's3://ccc/']],
  [' s3://aaa , s3://aaa/AWSLogs/ ', ['s3://aaa/']],
  ['./logs s3://aaa', ['./logs', 's3://aaa/']],
  ['./my logs, and more\n', ['./my logs, and more']],
  ['./my logs\ns3://aaa\n', ['./my logs', 's3://aaa/']],
])('%j are the places %j', (text, expected) => {
  const places = parseTrailLocations(text);
  if (!places.ok) throw new Error(places.problem);
  expect(places.value.map((place) => (place.kind === 's3' ? place.uri : place.path))).toEqual(expected);
});

test.each(['', ' , ', 's3://aaa,https://b', '\n'])('%j are no places', (text) => {
  expect(parseTrailLocations(text)).toEqual({ ok: false, problem: 'expected s3://bucket/prefix, or a directory' });
});
