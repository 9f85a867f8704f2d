import { expect, test } from 'vitest';
import { toReportPage } from '../../src/aws/iam/last-accessed-page.ts';

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

test('a job in progress has no page yet', () => {
  expect(toReportPage({ ...METADATA, JobStatus: 'IN_PROGRESS', ServicesLastAccessed: undefined })).toEqual({
    done: false,
  });
});

test('a tracked action without a time was not attempted', () => {
  const at = new Date('2026-11-01T00:00:00Z');
  const service = {
    ServiceName: 'Amazon S3',
    ServiceNamespace: 'S3',
    TrackedActionsLastAccessed: [
      { ActionName: 'CreateBucket' },
      { ActionName: 'DeleteBucket', LastAccessedTime: at, LastAccessedRegion: 'eu-west-1' },
    ],
  };
  expect(toReportPage({ ...METADATA, JobStatus: 'COMPLETED', ServicesLastAccessed: [service] })).toEqual({
    done: true,
    services: [{ prefix: 's3', actions: [{ action: 's3:DeleteBucket', at: at.getTime(), region: 'eu-west-1' }] }],
  });
});
