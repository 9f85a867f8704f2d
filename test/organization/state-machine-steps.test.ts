import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RunAnswer } from '../../handlers/organization.ts';
import { parseAuditEvent } from '../../src/audit-request.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { readConfig } from '../../src/config/config.ts';
import { type runDeadlines, unlimited } from '../../src/deadline.ts';
import type { OrganizationPlan } from '../../src/organization/organization-plan.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { generousFamily, memberAccount } from '../../src/sandbox/organization/member-account.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { listAccounts } from '../../src/wiring/list-accounts.ts';
import { AccountBusy, openOrganizationPart, openRunsBucket } from '../../src/wiring/organization-part.ts';
import { auditOf } from '../report/audit-fixture.ts';
import { accountsOf, HUB, hubFunctions, organizationOf } from '../support/organization-world.ts';
import { handlerEnvironment } from '../support/run-handler.ts';

const MEMBER = '610047512938';

async function opened() {
  const { sandbox } = await organizationOf([memberAccount(MEMBER, Date.now(), [generousFamily('payouts')])]);
  onTestFinished(() => sandbox.close());
  const functions = hubFunctions(sandbox, { AUDITOR_SOURCES: 'none' });
  const [account] = await listed(sandbox, functions, 'night');
  return { sandbox, account, ...functions };
}

async function listed(sandbox: Sandbox, { step }: ReturnType<typeof hubFunctions>, run: string) {
  await step({ step: 'listAccounts', run });
  const accounts = accountsOf(sandbox, run);
  const [first] = accounts;
  if (first === undefined) throw new Error('There is no account');
  return [first, ...accounts.slice(1)] as const;
}

describe('the steps of the state machine', () => {
  test('list the same accounts when they are asked again', async () => {
    const { sandbox, step } = await opened();
    const calls = sandbox.calls.filter(({ service }) => service === 'organizations').length;
    expect(await step({ step: 'listAccounts', run: 'night' })).toMatchObject({ run: 'night', accounts: 1 });
    expect(sandbox.calls.filter(({ service }) => service === 'organizations')).toHaveLength(calls);
    expect(accountsOf(sandbox, 'night')).toEqual([
      {
        id: MEMBER,
        name: `member ${MEMBER}`,
        ou: 'Root',
        roleArn: `arn:aws:iam::${MEMBER}:role/ecs-role-auditor-member`,
      },
    ]);
  });

  test('look after the catalogue once a run, when the accounts are listed, and say what came of it', async () => {
    const { sandbox } = await organizationOf([memberAccount(MEMBER, Date.now(), [])]);
    onTestFinished(() => sandbox.close());
    const environment = handlerEnvironment(sandbox, {
      AUDITOR_EXTERNAL_ID: 'an-id',
      AUDITOR_CATALOG_REFRESH: 'weekly',
    });
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const ours = Object.entries(environment).filter(([name]) => name.startsWith('AUDITOR_'));
    const config = readConfig(Object.fromEntries(ours));
    const { runs, close } = await openRunsBucket(config, unlimited());
    onTestFinished(close);
    // Nobody answers there.
    const list = () => listAccounts(config, runs, 'night', unlimited().writing, 'http://127.0.0.1:1/');
    expect(await list()).toMatchObject({ accounts: 2 });
    const told = {
      what: 'catalogue of IAM actions',
      why: expect.stringMatching(/^The catalogue of IAM actions could not be renewed, and that of .* is used: .*[^.]$/),
    };
    expect((await runs.plan('night'))?.incomplete).toEqual([told]);
    const reads = sandbox.calls.length;
    await list();
    // The plan is read, and the list written again.
    expect(sandbox.calls.slice(reads).map(({ operation }) => operation)).toEqual(['GetObject', 'PutObject']);
  });

  test('answer little of an account, and keep one invocation of a run at work on it', { timeout: 60_000 }, async () => {
    const { account, audit, sandbox } = await opened();
    // Each sets the environment, and puts back what it found.
    for (const [name, value] of Object.entries(handlerEnvironment(sandbox))) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const both = await Promise.allSettled([audit('night', account), audit('night', account)]);
    const done = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const busy = both.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
    expect(done).toEqual([{ account: MEMBER, standing: 'audited', again: false }]);
    expect(busy).toEqual([expect.any(AccountBusy)]);
    // Whoever asks afterwards is told what came of it, and nothing is done again.
    const imports = () => sandbox.calls.filter(({ operation }) => operation === 'BatchImportFindings').length;
    const before = imports();
    expect(await audit('night', account)).toEqual(done[0]);
    expect(imports()).toBe(before);
    expect(await audit('night', account, 2)).toEqual(done[0]);
  });

  test('say once what came of the accounts, and why of one nothing did', { timeout: 60_000 }, async () => {
    const { step, audit, account, sandbox } = await opened();
    const error = { Error: 'Lambda.Unknown', Cause: '{"errorType":"Error","errorMessage":"out of memory"}' };
    await step({ step: 'recordFailure', run: 'night', account, error });
    const first = (await step({ step: 'summarize', run: 'night' })) as RunAnswer;
    expect(first.standings).toEqual({ audited: 0, partly: 0, notAudited: 1, skipped: 1 });
    expect(JSON.stringify(sandbox.state.slackMessages[0]?.blocks)).toContain('its audit failed: out of memory');
    await step({ step: 'summarize', run: 'night' });
    expect(sandbox.state.slackMessages).toHaveLength(1);

    // A failure that comes late takes nothing back.
    await audit('night', account);
    await step({ step: 'recordFailure', run: 'night', account, error });
    expect(await step({ step: 'summarize', run: 'night' })).toMatchObject({
      standings: { audited: 1, notAudited: 0 },
      report: expect.stringMatching(/^s3:\/\/.*\/reports\/organization\/.*\/organization-night\.html$/),
    });
  });

  test('tell each owner once of what is new in all accounts, below the one message', { timeout: 60_000 }, async () => {
    const other = '623390814572';
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const members = [MEMBER, other].map((id) =>
      memberAccount(id, Date.now(), [generousFamily('payouts')], ['us-east-1']),
    );
    const { sandbox } = await organizationOf(members, { now: () => Date.now() });
    onTestFinished(() => sandbox.close());
    const bucket = `ecs-role-auditor-${HUB}`;
    const body = Buffer.from('version: 1\nowners:\n  roles:\n    - {role: payouts-*, owner: payments}\n');
    const headers = {};
    sandbox.state.objects.set(`${bucket}/auditor.yaml`, { body, etag: '"1"', lastModified: Date.now(), headers });
    const { step, audit } = hubFunctions(sandbox, {
      AUDITOR_SOURCES: 'none',
      AUDITOR_CONFIG: `s3://${bucket}/auditor.yaml`,
      AUDITOR_SLACK_WEBHOOK_SECRET: '',
      AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token',
      AUDITOR_SLACK_CHANNEL: 'C0SANDBOX01',
    });
    const night = async (run: string) => {
      const told = sandbox.state.slackMessages.length;
      vi.setSystemTime(Date.now() + DAY_MS);
      await step({ step: 'listAccounts', run });
      for (const account of accountsOf(sandbox, run)) await audit(run, account);
      await step({ step: 'summarize', run });
      return sandbox.state.slackMessages.slice(told);
    };
    const [first, ...details] = await night('first');
    expect(first?.threadTs).toBeUndefined();
    expect(details.map(({ threadTs, text }) => [threadTs, text])).toEqual([
      [first?.ts, expect.stringMatching(/^payments: \d+ new findings in 2 accounts, \d+ open there$/)],
    ]);
    expect(await night('second')).toHaveLength(1);

    // What a message that was refused did not tell, and what was found in an account that could not be told of, the next one tells.
    const found = (id: string) =>
      addTaskDefinition(members.find(({ accountId }) => accountId === id) ?? sandbox.account, {
        family: 'gone',
        taskRoleArn: `arn:aws:iam::${id}:role/payouts-gone`,
      });
    found(MEMBER);
    sandbox.injectFault({ kind: 'serverError', service: 'secretsmanager' });
    expect(await night('refused')).toEqual([]);
    sandbox.clearFaults();
    const [, ...late] = await night('after');
    expect(late.map(({ text }) => text)).toEqual([expect.stringMatching(/^payments: 1 new finding in 1 account/)]);
    found(other);
    const error = { Error: 'Lambda.Unknown', Cause: 'killed' };
    vi.setSystemTime(Date.now() + DAY_MS);
    await step({ step: 'listAccounts', run: 'failed' });
    for (const account of accountsOf(sandbox, 'failed')) {
      await audit('failed', account);
      if (account.id !== other) continue;
      // It published, and died before it could say what came of it.
      sandbox.state.objects.delete(`${bucket}/organization/runs/failed/outcomes/${other}.json.gz`);
      await step({ step: 'recordFailure', run: 'failed', account, error });
    }
    await step({ step: 'summarize', run: 'failed' });
    const [, ...last] = await night('last');
    expect(last.map(({ text }) => text)).toEqual([expect.stringMatching(/^payments: 1 new finding in 1 account/)]);
  });

  test('state accounts of which nothing is known, and refuse runs without a plan', async () => {
    const { step, audit, account } = await opened();
    expect(await step({ step: 'summarize', run: 'night' })).toMatchObject({ standings: { notAudited: 1 } });
    await expect(step({ step: 'summarize', run: 'other' })).rejects.toThrow('Cannot sum up run other: it has no plan');
    await expect(audit('other', account)).rejects.toThrow('Cannot audit for run other: it has no plan');
    await expect(step({ step: 'begin', run: 'night' })).rejects.toThrow('Cannot read the event: expected {"step":');
  });
});

describe('an account that is not finished in time', () => {
  let account: OrganizationPlan['accounts'][number];
  let sandbox: Sandbox;

  beforeAll(async () => {
    const world = await organizationOf([memberAccount(MEMBER, Date.now(), [])]);
    sandbox = world.sandbox;
    [account] = await listed(sandbox, hubFunctions(sandbox), 'night');
    for (const [name, value] of Object.entries(handlerEnvironment(sandbox))) vi.stubEnv(name, value);
    return async () => {
      vi.unstubAllEnvs();
      await sandbox.close();
    };
  });

  test('is audited again for as long as that gets further', async () => {
    const config = readConfig(
      Object.fromEntries(Object.entries(handlerEnvironment(sandbox)).filter(([name]) => name.startsWith('AUDITOR_'))),
    );
    const late = { ...unlimited(), reading: { timeLeft: () => 0, signal: AbortSignal.abort() } };
    const attempt = (
      number: number,
      incomplete: number,
      deadlines: Pick<ReturnType<typeof runDeadlines>, 'reading' | 'writing'> = late,
    ) => {
      const request = parseAuditEvent({ detail: { account, organizationRun: 'night', attempt: number } });
      const result: AuditResult = {
        ...auditOf([]),
        incomplete: Array.from({ length: incomplete }, () => ({ what: 'something', why: 'the time was up' })),
      };
      return openOrganizationPart(config, request, deadlines)?.audit(async () => result);
    };
    expect(await attempt(1, 9)).toEqual({ account: MEMBER, standing: 'partly', again: true });
    expect(await attempt(2, 5)).toMatchObject({ again: true });
    expect(await attempt(3, 5)).toMatchObject({ again: false });
    expect(await attempt(4, 1, unlimited())).toEqual({ account: MEMBER, standing: 'partly', again: false });
  });
});
