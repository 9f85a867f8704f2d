import { expect, test } from 'vitest';
import { joinPages, toReportPage } from '../../src/aws/iam/last-accessed-report.ts';

const METADATA = {
  $metadata: {},
  JobType: 'ACTION_LEVEL',
  JobCreationDate: undefined,
  JobCompletionDate: undefined,
} as const;

test('a job that failed says why', () => {
  expect(() =>
    toReportPage({
      ...METADATA,
      JobStatus: 'FAILED',
      ServicesLastAccessed: undefined,
      Error: { Message: 'too many policies', Code: 'X' },
    }),
  ).toThrow('the job failed: too many policies');
});

test('a report without its list of services is not an empty one', () => {
  expect(() => toReportPage({ ...METADATA, JobStatus: 'COMPLETED', ServicesLastAccessed: undefined })).toThrow(
    '"ServicesLastAccessed" is missing',
  );
});

test('a truncated report without a marker is malformed', () => {
  expect(() =>
    toReportPage({ ...METADATA, JobStatus: 'COMPLETED', ServicesLastAccessed: [], IsTruncated: true }),
  ).toThrow('"Marker" is missing');
});

test('a report of services alone is not the one that was asked for', () => {
  expect(() =>
    toReportPage({ ...METADATA, JobType: 'SERVICE_LEVEL', JobStatus: 'COMPLETED', ServicesLastAccessed: [] }),
  ).toThrow('"JobType"');
});

test('a tracked action without a time was not attempted', () => {
  const service = { ServiceName: 'Amazon S3', ServiceNamespace: 'S3' };
  const page = {
    done: true,
    next: undefined,
    services: [{ ...service, TrackedActionsLastAccessed: [{ ActionName: 'CreateBucket' }] }],
  };
  expect(joinPages([page])).toEqual({ services: new Map([['s3', undefined]]), actions: new Map() });
});
