import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sum } from '../src/base/sum.ts';
import { DAY_MS, HOUR_MS } from '../src/base/time.ts';
import { countsOf } from '../src/evidence/bucket-counts.ts';
import { callsOf as callsSeenOf } from '../src/evidence/role-activity.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { addEvent } from '../src/sandbox/add-event.ts';
import type { StoredObject } from '../src/sandbox/sandbox-state.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { evidenceIn, keptTexts, ledgerKey, tellings } from './run-ledger/two-nights.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import { type SmallAccount, smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const TOMORROW = NOW + DAY_MS;

/** The account as it is at a moment, and what runs before left behind. */
async function sandboxAt(
  now: number,
  small: SmallAccount,
  before?: Sandbox,
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: { ...small.account, now }, limits: false, ...options });
  onTestFinished(() => sandbox.close());
  for (const [key, object] of before?.state.objects ?? []) sandbox.state.objects.set(key, object);
  for (const [region, findings] of before?.state.findings ?? []) sandbox.state.findings.set(region, new Map(findings));
  return sandbox;
}

function callsOf(sandbox: Sandbox, operation: string): number {
  return sandbox.calls.filter((call) => call.operation === operation).length;
}

function verdictOf(result: AuditResult, action: string): string | undefined {
  const found = result.assessments.flatMap(({ actions }) => actions).find((each) => each.action === action);
  return found && `${found.verdict}: ${found.because}`;
}

/** As somebody would write it who is not this program: S3 has a checksum of these very bytes. */
function damagedObject(whole: StoredObject, body: Buffer): StoredObject {
  return { ...whole, body, etag: '"damaged"', headers: {} };
}

/** The inline policy of the task role, as the sandbox holds it. */
function grantToTaskRole(small: SmallAccount, statement: object): void {
  const role = small.account.roles.find(({ arn }) => arn === small.taskRole);
  const policy = role?.inlinePolicies['app'] as { Statement: object[] } | undefined;
  if (policy === undefined) throw new Error('The small account has no inline policy "app"');
  policy.Statement.push(statement);
}

describe('the second night', () => {
  test('asks only for what is new, and comes to the same', async () => {
    const small = smallAccount(NOW);
    for (let hours = 100; hours < 300; hours += 1) {
      addEvent(small.account, {
        eventSource: 'sqs.amazonaws.com',
        eventName: 'GetQueueUrl',
        at: NOW - hours * HOUR_MS,
        role: small.taskRole,
      });
    }
    const first = await sandboxAt(NOW, small);
    const before = await auditSandbox(first);
    const second = await sandboxAt(TOMORROW, small, first);
    const after = await auditSandbox(second);
    expect(callsOf(first, 'LookupEvents')).toBeGreaterThan(4);
    expect(callsOf(second, 'LookupEvents')).toBe(2);
    expect([callsOf(first, 'DescribeTaskDefinition'), callsOf(first, 'DescribeDaemonTaskDefinition')]).toEqual([3, 1]);
    expect(callsOf(second, 'DescribeTaskDefinition') + callsOf(second, 'DescribeDaemonTaskDefinition')).toBe(0);
    expect(after.incomplete).toEqual([]);
    for (const verdict of ['used', 'required', 'unused', 'unobservable', 'blocked'] as const) {
      expect(actionsWith(verdict, after)).toEqual(actionsWith(verdict, before));
    }
    expect(after.lifecycle).toMatchObject({ opened: [], resolved: [], updated: [] });
    const uses = (result: AuditResult) =>
      result.assessments.flatMap(({ actions }) => actions.map(({ action, uses }) => [action, uses]));
    expect(uses(after)).toEqual(uses(before));
  });

  test('knows what CloudTrail has forgotten, as far as the look-back goes', async () => {
    const small = smallAccount(NOW);
    addEvent(small.account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      at: NOW - 85 * DAY_MS,
      role: small.taskRole,
    });
    const first = await sandboxAt(NOW, small);
    await auditSandbox(first);
    const later = await sandboxAt(NOW + 20 * DAY_MS, small, first);
    const far = await auditSandbox(later, { settings: { AUDITOR_LOOKBACK: '200d' } });
    expect(actionsWith('used', far)).toContain('shop-task-role sqs:CreateQueue');
    const [coverage] = far.coverage;
    expect(coverage?.management[0]?.from).toBe(NOW - 90 * DAY_MS);
    const near = await auditSandbox(later, { settings: { AUDITOR_LOOKBACK: '90d' } });
    expect(actionsWith('unused', near)).toContain('shop-task-role sqs:CreateQueue');
    expect(near.coverage[0]?.management[0]?.from).toBe(NOW - 70 * DAY_MS);
  });

  test('finds an event that came after its time had been read', async () => {
    const small = smallAccount(NOW);
    const first = await sandboxAt(NOW, small);
    await auditSandbox(first);
    const late = {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      at: NOW - HOUR_MS,
      role: small.taskRole,
    };
    addEvent(small.account, late);
    const after = await auditSandbox(await sandboxAt(TOMORROW, small, first));
    expect(actionsWith('used', after)).toContain('shop-task-role sqs:CreateQueue');
  });

  test('calls nothing unused on old evidence where it is denied the new', async () => {
    const small = smallAccount(NOW);
    const first = await sandboxAt(NOW, small);
    await auditSandbox(first);
    const faults = [{ kind: 'accessDenied', service: 'cloudtrail', region: 'eu-west-1' }] as const;
    const second = await sandboxAt(NOW + 12 * HOUR_MS, small, first, { faults });
    const after = await auditSandbox(second);
    expect(actionsWith('unused', after)).toEqual([]);
    expect(actionsWith('used', after)).toContain('shop-task-role sqs:GetQueueUrl');
    expect(after.incomplete[0]?.what).toMatch(
      /^CloudTrail events of eu-west-1 of 2026-11-2\dT\d\d:00:00Z to 2026-11-22T14:45:00Z$/,
    );
  });

  test('doubts a grant that the first night did not see, although no event tells of it', async () => {
    const small = smallAccount(NOW);
    const first = await sandboxAt(NOW, small);
    await auditSandbox(first);
    grantToTaskRole(small, { Effect: 'Allow', Action: 'rds:DescribeDBInstances', Resource: '*' });
    const second = await sandboxAt(TOMORROW, small, first);
    const after = await auditSandbox(second);
    expect(verdictOf(after, 'rds:DescribeDBInstances')).toMatch(/^undetermined: The audit of 2026-11-23 was the first/);
    expect(verdictOf(after, 'sqs:CreateQueue')).toMatch(/^unused/);
    expect(after.assessments.map(({ grantsKnownSince }) => grantsKnownSince)).toContain(NOW);
  });

  test('does not give a role what its namesake before it did', async () => {
    const small = smallAccount(NOW);
    const first = await sandboxAt(NOW, small);
    await auditSandbox(first);
    const roles = small.account.roles.map((role) =>
      role.arn === small.taskRole ? { ...role, roleId: 'AROANEWNEWNEWNEWNEW00' } : role,
    );
    const account = { ...small.account, roles, events: [] };
    const after = await auditSandbox(await sandboxAt(TOMORROW, { ...small, account }, first));
    expect(actionsWith('used', after).filter((action) => action.startsWith('shop-task-role'))).toEqual([]);
  });
});

describe('findings without Security Hub', () => {
  test('are opened once, keep their dates, and are resolved when they are gone', async () => {
    const settings = { AUDITOR_PUBLISH: 'false' };
    const small = smallAccount(NOW);
    const first = await sandboxAt(NOW, small);
    const opened = await auditSandbox(first, { settings });
    expect(opened.lifecycle.opened).toEqual(opened.findings.map(({ id }) => id));
    expect(opened.lifecycle.opened).not.toEqual([]);

    const second = await sandboxAt(TOMORROW, small, first);
    const again = await auditSandbox(second, { settings });
    expect(again.lifecycle).toMatchObject({ opened: [], resolved: [], unchanged: opened.lifecycle.opened });
    expect(again.findings.map(({ firstSeen }) => firstSeen)).toEqual(opened.findings.map(() => NOW));

    const account = {
      ...small.account,
      taskDefinitions: [],
      services: [],
      tasks: [],
      daemons: [],
      daemonTaskDefinitions: [],
    };
    const gone = await auditSandbox(await sandboxAt(TOMORROW + DAY_MS, { ...small, account }, second), { settings });
    expect([...gone.lifecycle.resolved].sort()).toEqual([...opened.lifecycle.opened].sort());
  });
});

describe('a run and its ledger', () => {
  test('a damaged ledger is set aside and named, and costs no more than a first night', async () => {
    const small = smallAccount(NOW);
    const sandbox = await sandboxAt(NOW, small);
    const clean = await auditSandbox(sandbox);
    const key = ledgerKey(sandbox);
    const whole = sandbox.state.objects.get(key);
    if (whole === undefined) throw new Error('No ledger was kept');
    const damaged = whole.body.subarray(0, whole.body.length / 2);
    sandbox.state.objects.set(key, damagedObject(whole, damaged));
    const result = await auditSandbox(sandbox);
    expect(result.incomplete).toEqual([
      { what: expect.stringContaining('ledger s3://'), why: expect.stringContaining('set aside as s3://') },
    ]);
    expect(actionsWith('unused', result)).toEqual(actionsWith('unused', clean));
    const aside = [...sandbox.state.objects.keys()].find((name) => name.startsWith(`${key}.damaged-`));
    expect(aside && sandbox.state.objects.get(aside)?.body).toEqual(damaged);
    expect((await auditSandbox(sandbox)).incomplete).toEqual([]);
  });

  test('one that cannot be read is left as it is, and the run does without', async () => {
    const small = smallAccount(NOW);
    const sandbox = await sandboxAt(NOW, small);
    const clean = await auditSandbox(sandbox);
    const kept = keptTexts(sandbox);
    sandbox.injectFault({ kind: 'accessDenied', service: 's3', operation: 'GetObject' });
    const result = await auditSandbox(sandbox);
    expect(result.incomplete.map(({ why }) => why).join()).toContain("add s3:GetObject to the auditor's role");
    expect(actionsWith('unused', result)).toEqual(actionsWith('unused', clean));
    expect(keptTexts(sandbox)).toEqual(kept);
  });

  test('two runs at once both finish, and nothing is lost', async () => {
    const small = smallAccount(NOW);
    const alone = await sandboxAt(NOW, small);
    await auditSandbox(alone);
    const shared = await sandboxAt(NOW, small);
    const narrow = { families: ['shop'], dryRun: true, keepLedger: true };
    const results = await Promise.all([
      auditSandbox(shared),
      auditSandbox(shared),
      auditSandbox(shared, { settings: { AUDITOR_LOOKBACK: '60d' }, request: narrow }),
    ]);
    expect(results.flatMap((result) => result.incomplete)).toEqual([]);
    expect(keptTexts(shared)).toEqual(keptTexts(alone));
    // What one is telling, the other leaves to it.
    const [news = ''] = tellings(alone);
    expect(news).toMatch(/^\d+ new$/);
    expect([...tellings(shared)].sort()).toEqual([news, 'nothing new']);
  });

  test('a dry run uses what is kept and changes none of it', async () => {
    const small = smallAccount(NOW);
    const first = await sandboxAt(NOW, small);
    await auditSandbox(first);
    const second = await sandboxAt(TOMORROW, small, first);
    const result = await auditSandbox(second, { request: { dryRun: true } });
    expect(callsOf(second, 'LookupEvents')).toBe(2);
    expect(result.incomplete).toEqual([]);
    expect(callsOf(second, 'PutObject')).toBe(0);
  });

  test('a dry run leaves a damaged ledger where it is', async () => {
    const sandbox = await sandboxAt(NOW, smallAccount(NOW));
    await auditSandbox(sandbox);
    const key = ledgerKey(sandbox);
    const whole = sandbox.state.objects.get(key);
    if (whole === undefined) throw new Error('No ledger was kept');
    sandbox.state.objects.set(key, damagedObject(whole, Buffer.from('damaged')));
    const before = new Map(sandbox.state.objects);
    const result = await auditSandbox(sandbox, { request: { dryRun: true } });
    expect(result.incomplete[0]?.why).toMatch(/^It is damaged \(it is not gzip.*\), and this run sets nothing aside/);
    expect(sandbox.state.objects).toEqual(before);
  });

  test('keeps its ledger in a directory', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'ledger-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const small = smallAccount(NOW);
    const settings = { AUDITOR_LEDGER: directory, AUDITOR_REPORT_BUCKET: '' };
    await auditSandbox(await sandboxAt(NOW, small), { settings });
    const second = await sandboxAt(TOMORROW, small);
    const result = await auditSandbox(second, { settings });
    expect(result.incomplete).toEqual([]);
    expect(callsOf(second, 'DescribeTaskDefinition')).toBe(0);
    expect(second.state.objects.size).toBe(0);
  });

  test('remembers of each use the days, Regions and attempts', async () => {
    const small = smallAccount(NOW);
    const sandbox = await sandboxAt(NOW, small);
    addEvent(sandbox.account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      at: NOW - 3 * DAY_MS,
      role: small.taskRole,
      errorCode: 'AccessDenied',
    });
    await auditSandbox(sandbox);
    const role = [...evidenceIn(sandbox).roles].find(([key]) => key.includes('/shop-task-role/AROA'))?.[1];
    const calls = role === undefined ? [] : [...callsSeenOf(role)];
    const url = calls.find(({ call }) => call.eventName === 'GetQueueUrl');
    expect(url).toMatchObject({
      first: NOW - 85 * DAY_MS - 3 * HOUR_MS,
      last: NOW - DAY_MS - 3 * HOUR_MS,
      regions: ['eu-west-1'],
    });
    const counts = [...countsOf(url?.counts['lookup eu-west-1'] ?? [])];
    expect(sum(counts.map(([, count]) => count))).toBe(15);
    expect(calls.flatMap(({ call }) => (call.errorCode === undefined ? [] : [call.eventName]))).toEqual([
      'CreateQueue',
    ]);
  });
});
