import { expect, test } from 'vitest';
import { parseTrailLocation } from '../src/trail-location.ts';

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

test.each(['', ' ', 's3://', 's3://B', 'https://logs', 'S3://logs'])('%j is neither', (text) => {
  expect(parseTrailLocation(text)).toEqual({ ok: false, problem: 'expected s3://bucket/prefix, or a directory' });
});
