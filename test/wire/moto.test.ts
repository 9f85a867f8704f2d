import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIdentityReader } from '../../src/aws/client/identity.ts';
import { createRegionDirectory } from '../../src/aws/client/regions.ts';
import { type AwsSession, openSession } from '../../src/aws/client/session.ts';
import { createLookupCalls } from '../../src/aws/cloudtrail/lookup-sdk-calls.ts';
import { createTaskDefinitionReader } from '../../src/aws/ecs/ecs-inventory.ts';
import { createRoleReader } from '../../src/aws/iam/iam-roles.ts';
import { createS3ReportStore } from '../../src/aws/s3/s3-report-store.ts';
import { readSecret } from '../../src/aws/secrets/read-secret.ts';
import { createSecurityHub } from '../../src/aws/security-hub/security-hub.ts';
import { createSnsNotifier } from '../../src/aws/sns/sns-notifier.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { RULES } from '../../src/findings/rules.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import { parseWebhookUrl } from '../../src/slack/webhook-url.ts';
import { lookupSource } from '../../src/sources/lookup/lookup-source.ts';
import { type Moto, motoInstalled, startMoto } from '../support/moto.ts';
import { MOTO_ACCOUNT_ID as accountId, MOTO_WEBHOOK, seedMoto } from '../support/moto-account.ts';
import { notifierMessage } from '../support/notifier-message.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';

const region = 'us-east-1';
const webhook = MOTO_WEBHOOK;

describe.skipIf(!motoInstalled())('against moto_server', () => {
  let moto: Moto;
  let session: AwsSession;

  beforeAll(async () => {
    moto = await startMoto();
    session = await openSession({ region, endpoint: moto.endpoint, credentials: CREDENTIALS });
    await seedMoto(session);
  }, 300_000);

  afterAll(async () => {
    session?.close();
    await moto?.close();
  });

  test('says the account and its Regions', async () => {
    expect(await createIdentityReader(session).identity()).toEqual({ accountId, partition: 'aws' });
    expect((await createRegionDirectory(session).enabledRegions()).value).toContain(region);
  });

  test('reads the task definitions that can run, completely', async () => {
    const inventory = await createTaskDefinitionReader(session).read(region);
    expect(inventory.incomplete).toEqual([]);
    expect(inventory.unreadTaskDefinitions).toEqual([]);
    expect(inventory.taskDefinitions.map((one) => `${one.revision} ${one.status}`).sort()).toEqual([
      '1 INACTIVE',
      '3 ACTIVE',
    ]);
  });

  test('reads whole roles and knows missing ones', async () => {
    const arn: RoleArn = `arn:aws:iam::${accountId}:role/svc/app-task`;
    const gone: RoleArn = `arn:aws:iam::${accountId}:role/gone`;
    const reading = await createRoleReader(session, accountId).read([arn, gone]);
    expect(reading.incomplete).toEqual([]);
    expect(reading.value).toMatchObject([
      { kind: 'found', role: { arn, path: '/svc/', trustPolicy: { ok: true }, unread: [] } },
      { kind: 'missing', arn: gone },
    ]);
    const [lookup] = reading.value;
    const policies = lookup?.kind === 'found' ? lookup.role.policies : [];
    expect(policies.map(({ source, document }) => [source.kind, source.name, document.ok])).toEqual([
      ['inline', 'own', true],
      ['managed', 'reads', true],
    ]);
  });

  test('imports findings, and reads them back', async () => {
    const rule = RULES[0]?.id ?? '';
    const now = Date.UTC(2026, 10, 22, 3);
    const roleArn = `arn:aws:iam::${accountId}:role/svc/app-task`;
    const finding: Finding = {
      id: `ecs-role-auditor/aws/${accountId}/AROA1/${rule}`,
      rule,
      severity: 'MEDIUM',
      title: 'Unused permissions',
      description: 'What it is about',
      accountId,
      partition: 'aws',
      roleArn,
      families: ['app'],
      taskDefinitionArns: [],
      actions: [],
      status: 'open',
      firstSeen: now,
      lastSeen: now,
      remediation: { text: 'Remove them', url: 'https://docs.aws.amazon.com/' },
      evidence: {},
    };
    const sink = createSecurityHub(session, { accountId, partition: 'aws', clock: { now: () => now } });
    expect(await sink.known()).toEqual({ value: [], incomplete: [] });
    expect(await sink.publish([finding])).toEqual({ imported: 1, incomplete: [] });
    const known = await sink.known();
    expect(known.incomplete).toEqual([]);
    expect(known.value).toMatchObject([{ id: finding.id, rule, roleArn, severity: 'MEDIUM', families: ['app'] }]);
    // moto has no BatchUpdateFindings: one line, and no throw.
    const marked = await sink.mark([
      { id: finding.id, status: 'SUPPRESSED', note: 'Accepted until 2027-01-31 (UTC): x' },
    ]);
    expect(marked.incomplete).toMatchObject([{ what: `workflow status of finding ${finding.id}` }]);
  });

  test('says that LookupEvents, which moto lacks, was not read', async () => {
    const source = lookupSource(createLookupCalls(session), {
      interpret: () => ({}),
      clock: { now: () => Date.now() },
    });
    const receiver = { observe() {}, grantChanged() {}, assumed() {}, unreadable() {} };
    const outcome = await source.read({ accountId, regions: [region], from: 0, to: Date.now() }, receiver);
    expect(outcome.coverage).toMatchObject([{ region, management: [] }]);
    expect(outcome.incomplete).toMatchObject([
      { why: expect.stringContaining('cloudtrail:LookupEvents in us-east-1') },
    ]);
  });

  test('publishes to a topic, and names one that does not exist', async () => {
    const home = 'eu-west-1';
    const { TopicArn: arn = '' } = await session
      .client(SNSClient, home)
      .send(new CreateTopicCommand({ Name: 'audits' }));
    for (const format of ['text', 'amazon-q'] as const) {
      expect(await createSnsNotifier(session, { arn, format }).notify(notifierMessage())).toMatchObject({
        outcome: 'delivered',
      });
    }
    const gone = createSnsNotifier(session, { arn: `${arn}-gone`, format: 'text' });
    expect(await gone.notify(notifierMessage())).toMatchObject({
      incomplete: [{ why: expect.stringContaining('NotFound') }],
    });
  });

  test('keeps a report', async () => {
    const put = await createS3ReportStore(session, 'reports', 'nightly').put({
      key: 'a.json',
      contentType: 'application/json',
      body: '{}',
    });
    expect(put).toEqual({ value: 's3://reports/nightly/a.json', incomplete: [] });
  });

  test.each([
    { kind: 'secretsmanager', secretId: 'slack' } as const,
    { kind: 'ssm', parameterName: '/slack' } as const,
  ])('fetches the webhook URL: %o', async (location) => {
    const url = await readSecret(session, location, parseWebhookUrl);
    expect(url.ok && url.value.href).toBe(webhook);
  });
});
