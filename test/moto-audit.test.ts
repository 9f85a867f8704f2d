import { readFileSync } from 'node:fs';
import { GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsSession, openSession } from '../src/aws/client/session.ts';
import { invokeHandler } from '../src/cli/demo-lambda.ts';
import { type Moto, motoInstalled, startMoto } from './support/moto.ts';
import { MOTO_ACCOUNT_ID, seedMoto } from './support/moto-account.ts';
import { CREDENTIALS } from './support/sandbox-session.ts';

const nightly: unknown = JSON.parse(readFileSync('events/nightly.json', 'utf8'));

describe.skipIf(!motoInstalled())('the handler, unmodified, against moto_server', () => {
  let moto: Moto;
  let session: AwsSession;

  beforeAll(async () => {
    moto = await startMoto();
    session = await openSession({ region: 'us-east-1', endpoint: moto.endpoint, credentials: CREDENTIALS });
    await seedMoto(session);
  }, 300_000);

  afterAll(async () => {
    session?.close();
    await moto?.close();
  });

  test('lists the right roles and imports findings; only what moto lacks is missing, LookupEvents and last-accessed data, and it says so', {
    timeout: 300_000,
  }, async () => {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AUDITOR_REPORT_BUCKET: 'reports',
      AUDITOR_PUBLISH_FROM: 'INFORMATIONAL',
      AUDITOR_LOG_LEVEL: 'ERROR',
      POWERTOOLS_METRICS_DISABLED: 'true',
    };
    const summary = await invokeHandler(nightly, environment, MOTO_ACCOUNT_ID);

    expect(summary.account).toBe(MOTO_ACCOUNT_ID);
    expect(summary.roles).toBe(1);
    expect(summary.verdicts.unused).toBe(0);
    expect(summary.report).toMatch(/^s3:\/\/reports\/reports\/\d{4}\//);
    expect(summary.incomplete.length).toBeGreaterThan(0);
    expect(
      summary.incomplete.filter(({ what, why }) => !/CloudTrail|LookupEvents|last-accessed/.test(`${what} ${why}`)),
    ).toEqual([]);

    const { Findings: findings = [] } = await session.client(SecurityHubClient).send(new GetFindingsCommand({}));
    const ours = findings.filter((finding) => finding.GeneratorId?.startsWith('ecs-role-auditor/'));
    expect(ours.length).toBe(summary.opened);
    expect(ours.length).toBeGreaterThan(0);
    expect(new Set(ours.map((finding) => finding.Resources?.[0]?.Id))).toEqual(
      new Set([`arn:aws:iam::${MOTO_ACCOUNT_ID}:role/svc/app-task`, `AWS::::Account:${MOTO_ACCOUNT_ID}`]),
    );
  });
});
