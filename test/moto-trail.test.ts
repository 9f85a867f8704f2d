import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AwsSession, openSession } from '../src/aws/client/session.ts';
import { toIso } from '../src/base/time.ts';
import { runCommandLine } from '../src/cli/run-command-line.ts';
import { fakeTerminal } from './cli/fake-terminal.ts';
import { eventOf, identityOf, keyOf, logFileOf } from './sources/trail/trail-files.ts';
import { type Moto, motoInstalled, startMoto } from './support/moto.ts';
import { MOTO_ACCOUNT_ID, seedMoto } from './support/moto-account.ts';
import { CREDENTIALS } from './support/sandbox-session.ts';

const ROLE = `arn:aws:iam::${MOTO_ACCOUNT_ID}:role/svc/app-task`;
const BUCKET = 'the-trail';
const seen = toIso(Date.now()).slice(0, 16);

describe.skipIf(!motoInstalled())('trail files in the S3 of moto_server', () => {
  let moto: Moto;
  let session: AwsSession;

  beforeAll(async () => {
    moto = await startMoto();
    session = await openSession({ region: 'us-east-1', endpoint: moto.endpoint, credentials: CREDENTIALS });
    await seedMoto(session);
    const s3 = session.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: bucketPolicy() }));
    const { Role: role } = await session.client(IAMClient).send(new GetRoleCommand({ RoleName: 'app-task' }));
    const record = eventOf({
      userIdentity: identityOf(ROLE, '0123456789abcdef', role?.RoleId),
      eventTime: `${seen}:00Z`,
      eventSource: 'sns.amazonaws.com',
      eventName: 'Publish',
      requestParameters: { topicArn: 'arn:aws:sns:us-east-1:123456789012:news' },
    });
    const Key = `logs/${keyOf(seen)}`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: logFileOf(record) }));
    const trail = session.client(CloudTrailClient);
    await trail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: BUCKET, S3KeyPrefix: 'logs' }));
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
  }, 300_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    session?.close();
    await moto?.close();
  });

  async function run(...args: readonly string[]) {
    const terminal = fakeTerminal();
    const status = await runCommandLine([...args, '--trail-uri', `s3://${BUCKET}/logs`, '--quiet'], terminal);
    return { status, json: JSON.parse(terminal.out()), err: terminal.err() };
  }

  test('usage reads them', async () => {
    const { status, json } = await run('usage');
    const span = { first: `${seen}:00Z`, last: `${seen}:00Z`, records: 1 };
    expect(json).toEqual({
      files: 1,
      records: 1,
      roles: { [ROLE]: { used: { 'sns:Publish': span }, denied: {} } },
      incomplete: [],
    });
    expect(status).toBe(0);
  });

  test('an audit credits what they show; only the event history, which moto lacks, is missing, and nothing is unused', {
    timeout: 300_000,
  }, async () => {
    const { status, json } = await run('audit', '--source', 'trail', '--format', 'json');
    const [role] = json.roles as readonly { arn: string; actions: readonly { action: string; verdict: string }[] }[];
    expect(role?.arn).toBe(ROLE);
    expect(role?.actions).toContainEqual(expect.objectContaining({ action: 'sns:Publish', verdict: 'used' }));
    expect(role?.actions.filter(({ verdict }) => verdict === 'unused')).toEqual([]);
    const incomplete = json.incomplete as readonly { what: string; why: string }[];
    expect(incomplete.length).toBeGreaterThan(0);
    expect(incomplete.filter(({ what, why }) => !/LookupEvents|changes of trails/.test(`${what} ${why}`))).toEqual([]);
    expect(status).toBe(3);
  });
});

function bucketPolicy(): string {
  const statement = (Action: string, Resource: string) => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action,
    Resource,
  });
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      statement('s3:GetBucketAcl', `arn:aws:s3:::${BUCKET}`),
      statement('s3:PutObject', `arn:aws:s3:::${BUCKET}/logs/AWSLogs/${MOTO_ACCOUNT_ID}/*`),
    ],
  });
}
