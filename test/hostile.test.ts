import { afterEach, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/base/time.ts';
import type { Clock } from '../src/ports.ts';
import { addEvent, type EventSeed } from '../src/sandbox/add-event.ts';
import { addManagedPolicy, addRole, addTask, addTaskDefinition } from '../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

interface World {
  readonly account: SandboxAccount;
  readonly role: string;
}

/** One task role, 400 days old, with one inline policy; nobody has used it. */
function world(actions: readonly string[], parts: { readonly roleName?: string } = {}): World {
  const account = emptyAccount({ now: NOW, regions: ['us-east-1', 'eu-west-1'] });
  const Statement = [{ Effect: 'Allow', Action: [...actions], Resource: '*' }];
  const role = addRole(account, {
    name: parts.roleName ?? 'app',
    inlinePolicies: { app: { Version: '2012-10-17', Statement } },
  });
  const taskDefinitionArn = addTaskDefinition(account, { family: 'app', taskRoleArn: role });
  addTask(account, { taskDefinitionArn, startedAt: NOW - 60 * DAY_MS });
  return { account, role };
}

async function unusedIn({ account }: World, clock?: Clock): Promise<readonly string[]> {
  const sandbox = await startSandbox({ account, limits: false });
  open.push(sandbox);
  const settings = { AUDITOR_PUBLISH: 'false', AUDITOR_NOTIFY: 'false' };
  return actionsWith('unused', await auditSandbox(sandbox, { settings, ...(clock !== undefined && { clock }) }));
}

/** A call, as CloudTrail records it in one Region. */
function call(world: World, seed: Partial<EventSeed> & Pick<EventSeed, 'eventSource' | 'eventName'>): void {
  addEvent(world.account, { at: NOW - 50 * DAY_MS, role: world.role, ...seed });
}

describe('a permission that somebody uses is never called unused', () => {
  test('and one that nobody uses is, so that the tests below can fail', async () => {
    expect(await unusedIn(world(['sqs:CreateQueue']))).toEqual(['app sqs:CreateQueue']);
  });

  test.each<readonly [string, string, Partial<EventSeed> & Pick<EventSeed, 'eventSource' | 'eventName'>]>([
    [
      'a call of Application Auto Scaling under the source of EC2 Auto Scaling',
      'application-autoscaling:PutScalingPolicy',
      {
        eventSource: 'autoscaling.amazonaws.com',
        eventName: 'PutScalingPolicy',
        requestParameters: { serviceNamespace: 'ecs', resourceId: 'service/c/s', policyName: 'p' },
      },
    ],
    [
      'a check that leaves no event of its own',
      'ec2:RunInstances',
      {
        eventSource: 'autoscaling.amazonaws.com',
        eventName: 'CreateAutoScalingGroup',
        requestParameters: { autoScalingGroupName: 'g', launchTemplate: { launchTemplateName: 't' } },
      },
    ],
    [
      'a call that a service made with the role’s session',
      'kms:Decrypt',
      { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', invokedBy: 'secretsmanager.amazonaws.com' },
    ],
    [
      'a call that failed after it was allowed',
      'sqs:CreateQueue',
      { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', errorCode: 'QueueNameExists' },
    ],
    [
      'a call in the first minute of the window',
      'sqs:CreateQueue',
      { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', at: NOW - 90 * DAY_MS + MINUTE_MS },
    ],
    [
      'a call of a clock that runs ahead',
      'sqs:CreateQueue',
      { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', at: NOW - 1_000 },
    ],
    [
      'a call of which nobody knows the action',
      'sqs:CreateQueue',
      { eventSource: 'sqs.amazonaws.com', eventName: 'CreateFancyQueue' },
    ],
  ])('%s', async (_what, action, seed) => {
    const used = world([action]);
    call(used, seed);
    expect(await unusedIn(used)).toEqual([]);
  });

  test.each<readonly [string, (role: string, account: string) => EventSeed['userIdentity']]>([
    [
      'a session without an issuer',
      (_role, account) => ({
        type: 'AssumedRole',
        arn: `arn:aws:sts::${account}:assumed-role/app/task`,
        accountId: account,
      }),
    ],
    [
      'a session whose ids are masked',
      (role, account) => ({
        type: 'AssumedRole',
        principalId: '***',
        sessionContext: { sessionIssuer: { type: 'Role', principalId: '***', arn: role, accountId: account } },
      }),
    ],
    [
      'a role without a session',
      (role, account) => ({ type: 'Role', principalId: '***', arn: role, accountId: account }),
    ],
    [
      'a session whose name is written in other case',
      (role, account) => ({
        type: 'AssumedRole',
        sessionContext: { sessionIssuer: { type: 'Role', arn: role.replace('/app', '/APP'), accountId: account } },
      }),
    ],
    ['a session that names no role', () => ({ type: 'AssumedRole' })],
  ])('by %s', async (_what, identity) => {
    const used = world(['sqs:CreateQueue']);
    const userIdentity = identity(used.role, used.account.accountId) ?? {};
    call(used, { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', userIdentity, at: NOW - 20 * DAY_MS });
    expect(await unusedIn(used)).toEqual([]);
  });
});

describe('a permission that somebody was given lately is not called unused', () => {
  const roleName = 'app';

  test.each<readonly [string, string, NonNullable<EventSeed['requestParameters']>]>([
    ['put', 'PutRolePolicy', { roleName, policyName: 'app', policyDocument: '{}' }],
    ['put under a name in other case', 'PutRolePolicy', { roleName: 'APP', policyName: 'app', policyDocument: '{}' }],
    ['freed of a boundary', 'DeleteRolePermissionsBoundary', { roleName }],
    ['freed of a deny', 'DeleteRolePolicy', { roleName, policyName: 'deny' }],
    ['freed of an attached deny', 'DetachRolePolicy', { roleName, policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }],
    ['trusted', 'UpdateAssumeRolePolicy', { roleName, policyDocument: '{}' }],
  ])('%s', async (_what, eventName, requestParameters) => {
    const changed = world(['sqs:CreateQueue']);
    addEvent(changed.account, {
      eventSource: 'iam.amazonaws.com',
      eventName,
      at: NOW - 2 * HOUR_MS,
      requestParameters,
      userIdentity: { type: 'IAMUser', userName: 'admin' },
    });
    expect(await unusedIn(changed)).toEqual([]);
  });

  test('put while the audit ran, before it read the policies', async () => {
    const changed = world(['sqs:CreateQueue']);
    addEvent(changed.account, {
      eventSource: 'iam.amazonaws.com',
      eventName: 'PutRolePolicy',
      at: NOW + 2 * MINUTE_MS,
      requestParameters: { roleName, policyName: 'app', policyDocument: '{}' },
      userIdentity: { type: 'IAMUser', userName: 'admin' },
    });
    let calls = 0;
    const clock = { now: () => NOW + (calls++ === 0 ? 0 : 5 * MINUTE_MS) };
    expect(await unusedIn(changed, clock)).toEqual([]);
  });

  test('by a boundary that AWS widened', async () => {
    const account = emptyAccount({ now: NOW, regions: ['us-east-1'] });
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const boundary = addManagedPolicy(account, {
      name: 'PowerUserAccess',
      awsManaged: true,
      documents: [document, document],
      updatedAt: NOW - 3 * DAY_MS,
    });
    const Statement = [{ Effect: 'Allow', Action: 'sqs:CreateQueue', Resource: '*' }];
    const role = addRole(account, {
      name: 'app',
      boundary,
      inlinePolicies: { app: { Version: '2012-10-17', Statement } },
    });
    addTask(account, { taskDefinitionArn: addTaskDefinition(account, { family: 'app', taskRoleArn: role }) });
    expect(await unusedIn({ account, role })).toEqual([]);
  });
});
