import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { slackText } from '../src/report/slack/slack-text.ts';
import { addRole, addTaskDefinition } from '../src/sandbox/build-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { auditSandbox } from './support/audit-sandbox.ts';
import { SMALL_CHANNEL, SMALL_TOKEN, smallAccount } from './support/small-account.ts';

const FRIDAY = Date.parse('2026-11-20T03:00:00Z');
const SATURDAY = FRIDAY + DAY_MS;
const SUNDAY = FRIDAY + 2 * DAY_MS;
const MONDAY = FRIDAY + 3 * DAY_MS;
const WEEKENDS = { AUDITOR_QUIET_NIGHTS: 'weekends' };

async function smallSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: smallAccount(FRIDAY).account, limits: false });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function night(
  sandbox: Sandbox,
  at: number,
  settings: Readonly<Record<string, string>> = WEEKENDS,
): Promise<AuditResult> {
  return auditSandbox(sandbox, { clock: { now: () => at }, settings });
}

/** What the last message of Slack says. */
function lastMessage(sandbox: Sandbox): string {
  const blocks = sandbox.state.slackMessages.at(-1)?.blocks ?? [];
  return slackText(blocks as unknown as Parameters<typeof slackText>[0]);
}

/** A role that does not trust ECS tasks, which is a finding that can wait. */
function addRoleWithFinding({ account }: Sandbox, name: string, severe = false): void {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: severe ? '*' : 's3:*', Resource: '*' }],
  };
  const taskRoleArn = addRole(account, { name, inlinePolicies: { app: policy } });
  addTaskDefinition(account, { family: name, taskRoleArn });
}

describe('a quiet weekend', () => {
  test('is told on Monday, with all that changed since Friday', async () => {
    const sandbox = await smallSandbox();
    await night(sandbox, FRIDAY);
    expect(lastMessage(sandbox)).toContain('The first message: all that is open is new');

    addRoleWithFinding(sandbox, 'weekend-worker');
    expect((await night(sandbox, SATURDAY, { ...WEEKENDS, AUDITOR_SEVERITY: MILD })).withheld).toBe('it is Saturday');
    expect((await night(sandbox, SUNDAY, { ...WEEKENDS, AUDITOR_SEVERITY: MILD })).withheld).toBe('it is Sunday');
    expect(sandbox.state.slackMessages).toHaveLength(1);

    const monday = await night(sandbox, MONDAY, { ...WEEKENDS, AUDITOR_SEVERITY: MILD });
    expect(monday.withheld).toBeUndefined();
    expect(monday.lifecycle.opened).toEqual([]);
    expect(lastMessage(sandbox)).toMatch(/\d+ new/);
    expect(lastMessage(sandbox)).toContain('New since 20 Nov');
    expect(lastMessage(sandbox)).toContain('weekend-worker');
  });

  test('is not quiet where something CRITICAL is new', async () => {
    const sandbox = await smallSandbox();
    await night(sandbox, FRIDAY);
    addRoleWithFinding(sandbox, 'admin', true);
    expect((await night(sandbox, SATURDAY)).withheld).toBeUndefined();
    expect(lastMessage(sandbox)).toContain('🔴 admin');
  });

  test('is not quiet where something could not be read', async () => {
    const sandbox = await smallSandbox();
    await night(sandbox, FRIDAY);
    sandbox.injectFault({ service: 'ecs', region: 'eu-west-1', kind: 'accessDenied' });
    expect((await night(sandbox, SATURDAY)).withheld).toBeUndefined();
    expect(lastMessage(sandbox)).toContain('Incomplete: ');
  });
});

/** Nothing of the new role is CRITICAL or HIGH. */
const MILD =
  'wildcard-service=MEDIUM,wildcard-resource=MEDIUM,unused-role=MEDIUM,unused-service=MEDIUM,unused-permissions=MEDIUM';

test('nothing new is nothing to tell, if so configured', async () => {
  const sandbox = await smallSandbox();
  const settings = { AUDITOR_QUIET_NIGHTS: 'unchanged' };
  await night(sandbox, FRIDAY, settings);
  expect((await night(sandbox, SATURDAY, settings)).withheld).toBe('nothing changed');
  expect((await night(sandbox, SUNDAY, {})).withheld).toBeUndefined();
  expect(lastMessage(sandbox).split('\n')[0]).toMatch(
    /^ECS roles in account \d{12}: nothing new\. Open \d+ \(unchanged since last night\) ▁+: /,
  );
  expect(sandbox.state.slackMessages).toHaveLength(2);
});

test('what Slack did not get is in the next message', async () => {
  const sandbox = await smallSandbox();
  await night(sandbox, FRIDAY, {});
  sandbox.injectFault({ service: 'slack', kind: 'accessDenied' });
  addRoleWithFinding(sandbox, 'newcomer');
  const lost = await night(sandbox, SATURDAY, {});
  expect(lost.incomplete).toEqual([
    { what: 'Slack message', why: expect.stringContaining('Slack answered 403 (action_prohibited): ') },
  ]);
  sandbox.clearFaults();
  await night(sandbox, SUNDAY, {});
  expect(lastMessage(sandbox)).toContain('New since 20 Nov');
  expect(lastMessage(sandbox)).toContain('newcomer');
  expect(lastMessage(sandbox)).not.toContain('shop-task-role is granted');
});

test('where the very first message was lost, the next one has everything', async () => {
  const sandbox = await smallSandbox();
  sandbox.injectFault({ service: 'slack', kind: 'accessDenied' });
  const { findings } = await night(sandbox, FRIDAY, {});
  sandbox.clearFaults();
  await night(sandbox, SATURDAY, {});
  const worthNotifying = findings.filter(({ severity }) => severity !== 'INFORMATIONAL');
  expect(lastMessage(sandbox)).toContain(`: ${worthNotifying.length} new\n`);
  expect(lastMessage(sandbox)).toContain('Not reported before\n');
});

test('an outage of Security Hub keeps nobody from being told what is new', async () => {
  const sandbox = await smallSandbox();
  await night(sandbox, FRIDAY, {});
  addRoleWithFinding(sandbox, 'newcomer');
  sandbox.injectFault({ service: 'securityhub', kind: 'serverError' });
  const result = await night(sandbox, SATURDAY, {});
  expect(result.incomplete).not.toEqual([]);
  expect(lastMessage(sandbox)).toMatch(/^ECS roles in account \d{12}: \d+ new \(incomplete\)\n/);
  expect(lastMessage(sandbox)).not.toContain('cannot say what is new');
  sandbox.clearFaults();
  await night(sandbox, SUNDAY, {});
  expect(lastMessage(sandbox)).toContain(': nothing new');
});

test('a narrower run resolves nothing in what people know', async () => {
  const sandbox = await smallSandbox();
  await night(sandbox, FRIDAY, {});
  const roles = sandbox.account.roles.filter(({ name }) => name === 'shop-task-role').map(({ arn }) => arn);
  const request = { roleNames: ['shop-execution-role'] };
  expect(roles).toHaveLength(1);
  await auditSandbox(sandbox, { clock: { now: () => SATURDAY }, request });
  expect(lastMessage(sandbox)).toContain(': nothing new');
  await night(sandbox, SUNDAY, {});
  expect(lastMessage(sandbox)).toContain(': nothing new');
});

test('Slack by a bot and SNS are told at once, and owners in the thread', async () => {
  const sandbox = await smallSandbox();
  const role = sandbox.account.roles.find(({ name }) => name === 'shop-task-role');
  if (role !== undefined) Object.assign(role.tags, { owner: 'team-shop' });
  const topic = sandbox.account.topics.join('');
  const result = await night(sandbox, FRIDAY, {
    AUDITOR_SLACK_WEBHOOK_SECRET: '',
    AUDITOR_SLACK_TOKEN_PARAMETER: '/ecs-role-auditor/slack-token',
    AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL,
    AUDITOR_SNS_TOPIC: topic,
  });
  expect(result.incomplete).toEqual([]);
  const [message, ...replies] = sandbox.state.slackMessages;
  expect(message).toMatchObject({ channel: SMALL_CHANNEL });
  expect(replies.map(({ threadTs }) => threadTs)).toEqual(replies.map(() => message?.ts));
  expect(replies.some(({ text }) => text?.startsWith('team-shop: '))).toBe(true);
  expect(sandbox.state.topicMessages).toMatchObject([
    { topicArn: topic, subject: expect.stringMatching(/^ECS roles in account 418295736412: \d+ new$/) },
  ]);
});

test('an owner hears that the last finding is gone, by the file where the role is gone too', async () => {
  const sandbox = await smallSandbox();
  addRoleWithFinding(sandbox, 'fixer');
  const configFile = 'version: 1\nowners: {roles: [{role: fix*, owner: team-fix}]}\n';
  const settings = {
    AUDITOR_SLACK_WEBHOOK_SECRET: '',
    AUDITOR_SLACK_TOKEN_PARAMETER: '/ecs-role-auditor/slack-token',
    AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL,
  };
  await auditSandbox(sandbox, { clock: { now: () => FRIDAY }, settings, configFile });
  const told = sandbox.state.slackMessages.length;
  const { taskDefinitions } = sandbox.account;
  taskDefinitions.splice(0, taskDefinitions.length, ...taskDefinitions.filter(({ family }) => family !== 'fixer'));
  await auditSandbox(sandbox, { clock: { now: () => SATURDAY }, settings, configFile });
  const replies = sandbox.state.slackMessages.slice(told).filter(({ threadTs }) => threadTs !== undefined);
  expect(replies.map(({ text }) => text)).toEqual([expect.stringMatching(/^team-fix: /)]);
  expect(JSON.stringify(replies)).toContain('*Resolved*');
});

test.each([
  ['SNS', 'sns'],
  ['Slack', 'slack'],
] as const)('what %s did not get is new to its readers the next night, and to nobody else', async (_, failing) => {
  const sandbox = await smallSandbox();
  const settings = { AUDITOR_SNS_TOPIC: sandbox.account.topics.join('') };
  sandbox.injectFault({ service: failing, kind: 'accessDenied' });
  const first = await night(sandbox, FRIDAY, settings);
  expect(first.incomplete).toMatchObject([{ what: expect.stringMatching(/^(SNS message to arn:|Slack message)/) }]);
  sandbox.clearFaults();
  await night(sandbox, SATURDAY, settings);
  const mail = sandbox.state.topicMessages.at(-1)?.message ?? '';
  const [missed, had] = failing === 'sns' ? [mail, lastMessage(sandbox)] : [lastMessage(sandbox), mail];
  expect(missed).toContain('Not reported before\n');
  expect(had).toContain('nothing new');
});

test('those who were told are left in peace on a quiet night, and those who were not are told', async () => {
  const sandbox = await smallSandbox();
  const settings = { AUDITOR_SNS_TOPIC: sandbox.account.topics.join(''), AUDITOR_QUIET_NIGHTS: 'unchanged' };
  sandbox.injectFault({ service: 'slack', kind: 'accessDenied' });
  await night(sandbox, FRIDAY, settings);
  sandbox.clearFaults();
  const second = await night(sandbox, SATURDAY, settings);
  expect(second.withheld).toBeUndefined();
  expect([sandbox.state.slackMessages.length, sandbox.state.topicMessages.length]).toEqual([1, 1]);
  const third = await night(sandbox, SUNDAY, settings);
  expect(third.withheld).toBe('nothing changed');
});

describe('secrets', () => {
  const BOT = {
    AUDITOR_SLACK_WEBHOOK_SECRET: '',
    AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token',
    AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL,
  };
  const services = ['slack', 'slack-api', 'secretsmanager'] as const;
  const kinds = ['accessDenied', 'truncated', 'malformed'] as const;
  const cases = services.flatMap((service) => kinds.map((kind) => ({ service, kind })));

  test.each(cases)('are nowhere in what a run says where $service fails by $kind', async ({ service, kind }) => {
    const sandbox = await smallSandbox();
    sandbox.injectFault({ service, kind });
    const settings = service === 'slack' ? {} : BOT;
    const result = await night(sandbox, FRIDAY, settings);
    // The report is made from the result.
    const said = JSON.stringify([result, [...sandbox.state.findings.values()].flatMap((region) => [...region])]);
    expect(said).not.toContain(SMALL_TOKEN);
    expect(said).not.toContain('B0SANDBOX');
  });
});
