import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRole } from '../../src/sandbox/build-account.ts';
import { type FaultKind, faultInjector } from '../../src/sandbox/fault.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const Bucket = 'bucket';
const Key = 'object';
const MAC = {
  KeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd',
  MacAlgorithm: 'HMAC_SHA_256',
  Message: Buffer.from('a message'),
} as const;

type Clients = ReturnType<typeof sandboxClients>;

const CALLS: readonly [string, (clients: Clients) => Promise<unknown>][] = [
  ['cloudtrail', (clients) => clients.cloudTrail.send(new LookupEventsCommand({}))],
  ['ec2', (clients) => clients.ec2.send(new DescribeRegionsCommand({}))],
  ['ecs', (clients) => clients.ecs.send(new ListTaskDefinitionsCommand({}))],
  ['iam', (clients) => clients.iam.send(new GetRoleCommand({ RoleName: 'app' }))],
  ['kms', (clients) => clients.kms.send(new GenerateMacCommand(MAC))],
  ['s3', async (clients) => (await clients.s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()],
  ['secretsmanager', (clients) => clients.secrets.send(new GetSecretValueCommand({ SecretId: 'secret' }))],
  ['securityhub', (clients) => clients.securityHub.send(new GetFindingsCommand({}))],
  ['ssm', (clients) => clients.ssm.send(new GetParameterCommand({ Name: 'parameter' }))],
  ['sts', (clients) => clients.sts.send(new GetCallerIdentityCommand({}))],
];

const ERROR_OF: Readonly<Record<Exclude<FaultKind, 'slow'>, RegExp>> = {
  throttle: /Throttling|RequestLimitExceeded|SlowDown|TooManyRequests/,
  serverError: /Internal|ServerException/,
  accessDenied: /AccessDenied|UnauthorizedOperation/,
  reset: /TimeoutError|ECONNRESET|socket hang up/,
  truncated: /aborted/,
  malformed: /SyntaxError|XML|checksum|Checksum/i,
};

async function nameOfFailure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'no failure';
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : String(error);
  }
}

describe('faults', () => {
  let sandbox: Sandbox;
  let clients: Clients;

  beforeEach(async () => {
    const account = emptyAccount({ now: NOW });
    addRole(account, { name: 'app' });
    account.secrets.push({ region: 'us-east-1', name: 'secret', value: 'x', createdAt: NOW });
    account.parameters.push({ region: 'us-east-1', name: 'parameter', value: 'x', createdAt: NOW });
    account.hmacKeys.push({ arn: MAC.KeyId });
    account.buckets.push(Bucket);
    sandbox = await startSandbox({ account, limits: false });
    clients = sandboxClients(sandbox.endpoint);
    await clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'a body that is worth cutting' }));
  });
  afterEach(() => sandbox.close());

  const kinds = Object.keys(ERROR_OF) as (keyof typeof ERROR_OF)[];
  const cases = CALLS.flatMap(([service, call]) => kinds.map((kind) => ({ service, kind, call })));

  it.each(cases)('$kind reaches the client of $service, once, in its own shape', async ({ service, kind, call }) => {
    sandbox.injectFault({ service, kind, times: 1 });
    expect(await nameOfFailure(call(clients))).toMatch(ERROR_OF[kind]);
    expect(sandbox.calls.at(-1)).toMatchObject({ service, fault: kind });
    expect(await nameOfFailure(call(clients))).toBe('no failure');
    expect(sandbox.calls.at(-1)?.status).toBe(200);
  });

  it('slow answers late', async () => {
    sandbox.injectFault({ service: 'sts', kind: 'slow', delayMs: 300 });
    const start = performance.now();
    await clients.sts.send(new GetCallerIdentityCommand({}));
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
  });

  it.each(['throttle', 'serverError', 'reset'] as const)('clients that retry get over a passing %s', async (kind) => {
    sandbox.injectFault({ kind, times: 2 });
    const patient = sandboxClients(sandbox.endpoint, 'us-east-1', 3);
    await patient.ecs.send(new ListTaskDefinitionsCommand({}));
    expect(sandbox.calls.slice(-3).map((call) => call.fault)).toEqual([kind, kind, undefined]);
  });

  it('an answer lost on its way was given all the same', async () => {
    sandbox.injectFault({ service: 's3', operation: 'PutObject', kind: 'truncated', times: 1 });
    await nameOfFailure(clients.s3.send(new PutObjectCommand({ Bucket, Key: 'lost', Body: 'x' })));
    expect(sandbox.state.objects.has('bucket/lost')).toBe(true);
  });

  it('a connection that was reset did nothing', async () => {
    sandbox.injectFault({ service: 's3', operation: 'PutObject', kind: 'reset', times: 1 });
    await nameOfFailure(clients.s3.send(new PutObjectCommand({ Bucket, Key: 'lost', Body: 'x' })));
    expect(sandbox.state.objects.has('bucket/lost')).toBe(false);
    expect(sandbox.calls.at(-1)?.status).toBe(0);
  });

  it('ends when cleared', async () => {
    sandbox.injectFault({ kind: 'accessDenied' });
    expect(await nameOfFailure(clients.sts.send(new GetCallerIdentityCommand({})))).toContain('AccessDenied');
    sandbox.clearFaults();
    expect(await nameOfFailure(clients.sts.send(new GetCallerIdentityCommand({})))).toBe('no failure');
  });
});

describe('faultInjector()', () => {
  it('counts calls per rule, after those it skips', () => {
    const injector = faultInjector([{ service: 'ecs', kind: 'throttle', skip: 1, times: 2 }]);
    const met = Array.from({ length: 5 }, () => injector.next('ecs', 'ListClusters', 'us-east-1')?.kind);
    expect(met).toEqual([undefined, 'throttle', 'throttle', undefined, undefined]);
  });

  it.each([
    ['another service', 'iam', 'ListClusters', 'us-east-1'],
    ['another operation', 'ecs', 'ListTasks', 'us-east-1'],
    ['another Region', 'ecs', 'ListClusters', 'eu-west-1'],
  ])('leaves %s alone', (_name, service, operation, region) => {
    const rule = { kind: 'reset', service: 'ecs', operation: 'ListClusters', region: 'us-east-1' } as const;
    const injector = faultInjector([rule]);
    expect(injector.next(service, operation, region)).toBeUndefined();
    expect(injector.next('ecs', 'ListClusters', 'us-east-1')).toEqual(rule);
  });
});
