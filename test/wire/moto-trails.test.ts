import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsSession, openSession } from '../../src/aws/client/session.ts';
import { createTrailReader } from '../../src/aws/cloudtrail/trails.ts';
import { createLastAccessedCalls } from '../../src/aws/iam/last-accessed-sdk-calls.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { lastAccessedSource } from '../../src/sources/last-accessed/last-accessed-source.ts';
import { catalog } from '../ledger/seen.ts';
import { type Moto, motoInstalled, startMoto } from '../support/moto.ts';
import { MOTO_ACCOUNT_ID as accountId } from '../support/moto-account.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';

const REGIONS = ['us-east-1', 'eu-west-1'] as const;
const clock = { now: () => Date.now() };

describe.skipIf(!motoInstalled())('a trail of moto_server', () => {
  let moto: Moto;
  let session: AwsSession;

  beforeAll(async () => {
    moto = await startMoto();
    session = await openSession({ region: 'us-east-1', endpoint: moto.endpoint, credentials: CREDENTIALS });
    const cloudTrail = session.client(CloudTrailClient);
    await session.client(S3Client).send(new CreateBucketCommand({ Bucket: 'trail-logs' }));
    await cloudTrail.send(
      new CreateTrailCommand({
        Name: 'main',
        S3BucketName: 'trail-logs',
        S3KeyPrefix: 'audit',
        IsMultiRegionTrail: true,
      }),
    );
    await cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'main',
        AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
      }),
    );
    await cloudTrail.send(new StartLoggingCommand({ Name: 'main' }));
  }, 300_000);

  afterAll(async () => {
    session?.close();
    await moto?.close();
  });

  test('is read with its settings and its status in each Region', async () => {
    const { value, incomplete } = await createTrailReader(session, { accountId, clock }).read(REGIONS);
    expect(value).toMatchObject([
      {
        trail: {
          name: 'main',
          homeRegion: 'us-east-1',
          bucket: 'trail-logs',
          prefix: 'audit',
          selectors: {
            kind: 'advanced',
            selectors: [{ fields: [{ field: 'eventCategory', equals: ['Management'] }] }],
          },
          statuses: REGIONS.map((region) => ({ region, logging: true })),
        },
        past: { foreign: false },
      },
    ]);
    // moto has no event history, so nobody knows what the trail recorded before.
    expect(incomplete.map(({ what }) => what)).toEqual(['changes of trails in us-east-1']);
  });

  test('last-accessed data, which it does not have, is a loss by name', async () => {
    const role = `arn:aws:iam::${accountId}:role/app-task` as const;
    const request = { accountId, regions: REGIONS, from: 0, to: 1, roles: [role] } as const;
    const source = lastAccessedSource(createLastAccessedCalls(session), { clock });
    const { lastAccessed, incomplete } = await source.read(request, usageTable(catalog).receiverFor('last-accessed'));
    expect(lastAccessed).toEqual([]);
    expect(incomplete.map(({ what }) => what)).toEqual([`last-accessed data of ${role}`]);
  });
});
