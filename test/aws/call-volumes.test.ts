import { expect, test } from 'vitest';
import { createCallVolumeReader } from '../../src/aws/cloudwatch/call-volumes.ts';
import { emptyAccount, type SandboxMetric } from '../../src/sandbox/sandbox-account.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const OBJECTS = 'AWS::S3::Object';

const bucket = (BucketName: string, region = 'eu-west-1'): SandboxMetric => ({
  region,
  namespace: 'AWS/S3',
  name: 'NumberOfObjects',
  dimensions: { BucketName, StorageType: 'AllStorageTypes' },
  perDay: 12,
});
const requests = (BucketName: string, perDay: number, FilterId = 'EntireBucket'): SandboxMetric => ({
  region: 'eu-west-1',
  namespace: 'AWS/S3',
  name: 'AllRequests',
  dimensions: { BucketName, FilterId },
  perDay,
});

async function volumeOf(...metrics: readonly SandboxMetric[]) {
  const account = emptyAccount({ now: NOW, regions: ['us-east-1', 'eu-west-1'] });
  account.metrics.push(...metrics);
  const { session } = await sandboxSession({ account });
  const { value } = await createCallVolumeReader(session, { now: () => NOW }).read(
    [OBJECTS],
    ['us-east-1', 'eu-west-1'],
  );
  return value.get(OBJECTS);
}

test('requests of S3 are counted where request metrics of every bucket are on', async () => {
  const metrics = [bucket('a'), bucket('b'), requests('a', 100), requests('b', 10), requests('b', 7, 'images')];
  expect(await volumeOf(...metrics)).toEqual({ kind: 'counted', perMonth: 3_300 });
});

test.each<readonly [string, readonly SandboxMetric[], string]>([
  [
    'of a bucket nobody counts them',
    [bucket('a'), bucket('b'), requests('a', 100)],
    'of 1 bucket in eu-west-1 nobody counts them',
  ],
  ['only some requests of a bucket are counted', [bucket('a'), requests('a', 9, 'images')], 'of 1 bucket in eu-west-1'],
  ['a bucket of another Region has none', [bucket('a'), requests('a', 9), bucket('c', 'us-east-1')], 'in us-east-1'],
  ['there is no count at all', [], 'request metrics of the whole bucket alone'],
])('where %s, the number of requests is not known', async (_, metrics, why) => {
  expect(await volumeOf(...metrics)).toEqual({ kind: 'unknown', why: expect.stringContaining(why) });
});
