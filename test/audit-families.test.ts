import { afterEach, describe, expect, test } from 'vitest';
import type { AuditSummary } from '../src/report/audit-summary.ts';
import { addRole, addTaskDefinition } from '../src/sandbox/build-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { runHandler } from './support/run-handler.ts';
import { smallAccount } from './support/small-account.ts';

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['sqs:CreateQueue', 's3:PutObject', 'secretsmanager:GetSecretValue'], Resource: '*' },
  ],
};

/** The families shop and node-agent of the small account, and two of billing, of which one has no task role. */
async function sandboxOfTwoTeams(): Promise<Sandbox> {
  const { account } = smallAccount(Date.now());
  const role = (name: string) => addRole(account, { name, inlinePolicies: { all: EVERYTHING } });
  const executionRoleArn = role('billing-execution');
  addTaskDefinition(account, { family: 'billing-api', taskRoleArn: role('billing-task'), executionRoleArn });
  addTaskDefinition(account, { family: 'billing-worker', executionRoleArn });
  const sandbox = await startSandbox({ account, limits: false });
  open.push(sandbox);
  return sandbox;
}

/** A stack's night: it has a ledger of its own. */
function night(sandbox: Sandbox, families: string, detail?: unknown): Promise<AuditSummary> {
  const bucket = `ecs-role-auditor-${sandbox.account.accountId}`;
  const own = families.replace(/\W/g, '') || 'all';
  const environment = {
    AUDITOR_FAMILIES: families,
    AUDITOR_REPORT_BUCKET: bucket,
    AUDITOR_LEDGER: `s3://${bucket}/${own}`,
  };
  return runHandler(sandbox, { environment, ...(detail !== undefined && { detail }) });
}

/** Findings in Security Hub, by id: what they say, and whether they are archived. */
function published(sandbox: Sandbox): Readonly<Record<string, unknown>> {
  const all = [...sandbox.state.findings.values()].flatMap((region) => [...region.values()]);
  return Object.fromEntries(all.map(({ Id, Title, Severity, RecordState }) => [Id, { Title, Severity, RecordState }]));
}

const SHOP = 'shop,node-agent';
const BILLING = 'billing-*';

describe('an account whose families are audited apart', () => {
  test('has the findings that it has when it is audited as a whole', async () => {
    const whole = await sandboxOfTwoTeams();
    const all = await night(whole, '');
    const parted = await sandboxOfTwoTeams();
    const [shop, billing] = [await night(parted, SHOP), await night(parted, BILLING)];
    expect([shop.complete, billing.complete]).toEqual([true, true]);
    expect([shop.roles, billing.roles]).toEqual([2, 2]);
    expect(shop.roles + billing.roles).toBe(all.roles);
    expect(JSON.stringify(published(whole))).toContain('belong on a task role');
    expect(published(parted)).toEqual(published(whole));
  });

  test('leaves each part’s findings to its own runs, and compares nights of the same part', async () => {
    const sandbox = await sandboxOfTwoTeams();
    await night(sandbox, SHOP);
    await night(sandbox, BILLING);
    const before = published(sandbox);
    for (const families of [SHOP, BILLING]) {
      expect(await night(sandbox, families)).toMatchObject({ opened: 0, resolved: 0, unconfirmed: 0 });
    }
    expect(published(sandbox)).toEqual(before);
  });

  test('resolves what became of a family that is gone in its own part alone', async () => {
    const sandbox = await sandboxOfTwoTeams();
    await night(sandbox, SHOP);
    const opened = (await night(sandbox, BILLING)).opened;
    const left = sandbox.account.taskDefinitions.filter(({ family }) => !family.startsWith('billing-'));
    sandbox.account.taskDefinitions.splice(0, Infinity, ...left);
    expect(await night(sandbox, SHOP)).toMatchObject({ resolved: 0, unconfirmed: 0 });
    expect(await night(sandbox, BILLING)).toMatchObject({ roles: 0, resolved: opened });
  });

  test('says where a family of its part is nowhere', async () => {
    const sandbox = await sandboxOfTwoTeams();
    const { incomplete } = await night(sandbox, 'shop,biling-*');
    expect(incomplete).toMatchObject([{ what: 'Family biling-*', why: expect.stringContaining('does not exist') }]);
  });

  test('can be asked for a role or a family of another part', async () => {
    const sandbox = await sandboxOfTwoTeams();
    const asked = { dryRun: true, families: ['billing-w*'] };
    expect(await night(sandbox, SHOP, asked)).toMatchObject({ roles: 1, complete: true });
    expect(await night(sandbox, SHOP, { dryRun: true, roles: ['billing-task'] })).toMatchObject({ roles: 1 });
  });

  test('tells people that it is a part', async () => {
    const sandbox = await sandboxOfTwoTeams();
    await night(sandbox, BILLING);
    expect(JSON.stringify(sandbox.state.slackMessages)).toContain('Only roles of the families billing-* are audited');
    await night(await sandboxOfTwoTeams(), '');
    expect(JSON.stringify(open.at(-1)?.state.slackMessages)).not.toContain('Only roles of');
  });
});
