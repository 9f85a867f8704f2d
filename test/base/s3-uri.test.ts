import { expect, test } from 'vitest';
import { parseS3Uri } from '../../src/base/s3-uri.ts';

test.each([
  ['s3://audit-reports/reports/2026/a.html', 'audit-reports', 'reports/2026/a.html'],
  ['s3://audit.reports', 'audit.reports', ''],
  ['s3://audit-reports/', 'audit-reports', ''],
  ['s3://audit-reports//twice', 'audit-reports', '/twice'],
])('%s is an object or prefix of a bucket', (text, bucket, key) => {
  expect(parseS3Uri(text)).toEqual({ bucket, key });
});

test.each([
  'audit-reports/a.html',
  'https://audit-reports.s3.amazonaws.com/a.html',
  'S3://audit-reports/a',
  's3:///a',
  's3://ab/a',
  's3://Audit-Reports/a',
  's3://audit_reports/a',
  's3://-reports/a',
  `s3://${'a'.repeat(64)}/a`,
])('%s is none', (text) => {
  expect(parseS3Uri(text)).toBeUndefined();
});
