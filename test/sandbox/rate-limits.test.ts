import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenBuckets } from '../../src/sandbox/rate-limits.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

function admitted(service: string, operation: string, calls: number, at: number, buckets = tokenBuckets()): number {
  return Array.from({ length: calls }, () => buckets.admit(service, operation, 'us-east-1', at)).filter(Boolean).length;
}

describe('tokenBuckets()', () => {
  it.each([
    ['cloudtrail', 'LookupEvents', 2, 2],
    ['cloudtrail', 'DescribeTrails', 10, 10],
    ['ecs', 'DescribeTaskDefinition', 50, 20],
    ['ecs', 'DescribeServices', 100, 20],
    ['ecs', 'DescribeTasks', 100, 20],
    ['securityhub', 'BatchImportFindings', 30, 10],
    ['securityhub', 'GetFindings', 6, 3],
    ['slack', 'PostMessage', 3, 1],
  ])('%s %s: %i at once, then %i a second', (service, operation, burst, perSecond) => {
    const buckets = tokenBuckets();
    expect(admitted(service, operation, 200, 0, buckets)).toBe(burst);
    expect(admitted(service, operation, 200, 1000, buckets)).toBe(perSecond);
    expect(admitted(service, operation, 200, 3_600_000, buckets)).toBe(burst);
  });

  it('counts operations that share a bucket together', () => {
    const buckets = tokenBuckets();
    admitted('ecs', 'ListTaskDefinitions', 45, 0, buckets);
    expect(admitted('ecs', 'DescribeTaskDefinition', 45, 0, buckets)).toBe(5);
  });

  it('counts each Region apart', () => {
    const buckets = tokenBuckets();
    expect(admitted('cloudtrail', 'LookupEvents', 5, 0, buckets)).toBe(2);
    expect(buckets.admit('cloudtrail', 'LookupEvents', 'eu-west-1', 0)).toBe(true);
  });

  it('lets services without a limit through', () => {
    expect(admitted('s3', 'PutObject', 1000, 0)).toBe(1000);
  });
});

describe('a sandbox with its limits', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ account: emptyAccount({ now: Date.parse('2026-11-22T03:00:00Z') }) });
  });
  afterEach(() => sandbox.close());

  it('throttles LookupEvents beyond two a second, per Region, and clients that retry get through', async () => {
    const here = sandboxClients(sandbox.endpoint).cloudTrail;
    const together = await Promise.allSettled(Array.from({ length: 12 }, () => here.send(new LookupEventsCommand({}))));
    const refused = together.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(new Set(refused.map((outcome) => outcome.reason.name))).toEqual(new Set(['ThrottlingException']));
    await sandboxClients(sandbox.endpoint, 'eu-west-1').cloudTrail.send(new LookupEventsCommand({}));
    await sandboxClients(sandbox.endpoint, 'us-east-1', 8).cloudTrail.send(new LookupEventsCommand({}));
  });
});
