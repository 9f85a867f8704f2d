import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../src/base/time.ts';
import { slackText } from '../src/report/slack/slack-text.ts';
import { addRole, addTask } from '../src/sandbox/build-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { runHandler } from './support/run-handler.ts';
import { queuedEvents, runTaskStopped } from './support/run-task-stopped.ts';
import { smallAccount } from './support/small-account.ts';

let sandbox: Sandbox;
let executionRole: string;
let taskRole: string;
beforeEach(async () => {
  const small = smallAccount(Date.now());
  ({ executionRole, taskRole } = small);
  sandbox = await startSandbox({ account: small.account, limits: false });
});
afterEach(() => sandbox.close());

const ACCOUNT = smallAccount(0).account.accountId;
const SHOP = `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/shop:1`;
const id = (place: number) => place.toString(16).padStart(32, '0');

/** Tasks of the small account's only family, which stop for the reason that the event's own do. */
function shop(change: (place: number) => object = () => ({}), count = 2) {
  return queuedEvents(
    (_, place) => ({
      taskDefinitionArn: SHOP,
      taskArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/main/${id(place)}`,
      ...change(place),
    }),
    count,
  );
}

const denied = (action: string, resource: string, session = id(0)) =>
  `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${resource} from secrets manager: AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/shop-execution-role/${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

const findings = () => [...sandbox.state.findings.values()].flatMap((region) => [...region.values()]);
const messages = () =>
  sandbox.state.slackMessages.map(({ blocks }) => slackText(blocks as unknown as Parameters<typeof slackText>[0]));
const roleIdOf = (arn: string) =>
  sandbox.account.roles.find((role) => role.arn === arn || arn.endsWith(`/${role.name}`))?.roleId;

describe('tasks that do not start for want of a permission', () => {
  test('are a finding with the id of the nightly audit, and one message', async () => {
    const summary = await runTaskStopped(sandbox, shop());
    const findingId = `ecs-role-auditor/aws/${ACCOUNT}/${roleIdOf(executionRole)}/execution-role-missing-permission`;
    expect(summary).toEqual({
      tasks: 2,
      late: 0,
      lackingPermission: 2,
      opened: [findingId],
      updated: [],
      told: ['shop'],
      quiet: 0,
      untold: 0,
      incomplete: [],
      refused: [],
    });
    expect(findings()).toHaveLength(1);
    expect(findings()[0]).toMatchObject({
      Id: findingId,
      GeneratorId: 'ecs-role-auditor/execution-role-missing-permission',
      RecordState: 'ACTIVE',
      Title: 'Execution role shop-execution-role lacks s3:GetBucketLocation: a task of shop does not start',
      Description: expect.stringContaining('Seen 2 times'),
      Remediation: { Recommendation: { Text: expect.stringContaining('"s3:GetBucketLocation"') } },
    });
    expect(messages()).toHaveLength(1);
    expect(messages()[0]).toContain('shop does not start: the execution role lacks s3:GetBucketLocation');
    expect(messages()[0]).toContain('On: arn:aws:s3:::configuration-418295736412');
    expect(messages()[0]).toContain(`Role: ${executionRole}`);
  });

  test('are told once, however often, late or side by side their events come', async () => {
    const [first, ...rest] = Array.from({ length: 4 }, () => shop());
    await Promise.all([runTaskStopped(sandbox, first), runTaskStopped(sandbox, shop())]);
    for (const again of rest) {
      await runTaskStopped(sandbox, { Records: [...again.Records].reverse().concat(again.Records) });
    }
    expect(findings()).toHaveLength(1);
    expect(messages()).toHaveLength(1);
  });

  test('come to one finding and one message in a loop of 5,000, for a few calls a batch', async () => {
    for (let batch = 0; batch < 5; batch += 1) {
      const at = (place: number) => batch * 1_000 + place;
      const loop = shop(
        (place) => ({
          taskArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/main/${id(at(place))}`,
          stoppedReason: denied(
            'secretsmanager:GetSecretValue',
            `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:shop/password-AbC1d2`,
            id(at(place)),
          ),
        }),
        1_000,
      );
      const before = sandbox.calls.length;
      const summary = await runTaskStopped(sandbox, loop);
      expect(summary).toMatchObject({ lackingPermission: 1_000, told: batch === 0 ? ['shop'] : [] });
      const calls = sandbox.calls.slice(before).map(({ operation }) => operation);
      if (batch > 0) expect(calls).toEqual(['GetObject']);
      else expect(calls.length).toBeLessThan(12);
    }
    expect(findings()).toHaveLength(1);
    expect(messages()).toHaveLength(1);
  });

  test('are one reason where the refused resource names the task', async () => {
    const log = (place: number) =>
      `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/ecs/shop:log-stream:ecs/shop/${id(place)}`;
    await runTaskStopped(
      sandbox,
      shop((place) => ({ stoppedReason: denied('logs:CreateLogStream', log(place)) }), 50),
    );
    expect(messages()).toHaveLength(1);
    expect(messages()[0]).toContain('log-stream:ecs/shop/*');
  });

  test('are told again for another reason, and the finding names both permissions', async () => {
    await runTaskStopped(sandbox, shop());
    const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd`;
    const summary = await runTaskStopped(
      sandbox,
      shop(() => ({ stoppedReason: denied('kms:Decrypt', key) })),
    );
    expect(summary).toMatchObject({ opened: [], told: ['shop'] });
    expect(summary.updated).toHaveLength(1);
    expect(messages()).toHaveLength(2);
    expect(JSON.stringify(findings()[0])).toContain('"ecs-role-auditor/actions":"kms:Decrypt s3:GetBucketLocation"');
  });

  test('are told again after a day', async () => {
    await runTaskStopped(sandbox, shop());
    const [name, stored] = [...sandbox.state.objects].find(([key]) => key.includes('/task-starts/')) ?? [];
    const told = JSON.parse(String(stored?.body)) as { readonly toldAt: number };
    const earlier = Buffer.from(JSON.stringify({ ...told, toldAt: told.toldAt - 86_400_001 }));
    if (name !== undefined && stored !== undefined)
      sandbox.state.objects.set(name, { ...stored, headers: {}, body: earlier });
    expect(await runTaskStopped(sandbox, shop())).toMatchObject({ told: ['shop'], opened: [], updated: [] });
    expect(messages()).toHaveLength(2);
  });

  test('come again where nobody could be told, and are told then', async () => {
    sandbox.injectFault({ service: 'slack', kind: 'accessDenied' });
    await expect(runTaskStopped(sandbox, shop())).rejects.toThrow('Cannot tell anybody of a task that did not start');
    sandbox.clearFaults();
    expect(await runTaskStopped(sandbox, shop())).toMatchObject({ told: ['shop'] });
    expect(findings()).toHaveLength(1);
    expect(messages()).toHaveLength(1);
  });

  test('come again where what was told cannot be read, as a loop would otherwise be told each time', async () => {
    sandbox.injectFault({ service: 's3', operation: 'GetObject', kind: 'accessDenied' });
    await expect(runTaskStopped(sandbox, shop())).rejects.toThrow(/Cannot read s3:.*task-starts/);
    expect(messages()).toEqual([]);
  });

  test('are told all the same where role and Security Hub cannot be asked', async () => {
    sandbox.injectFault({ service: 'iam', operation: 'GetRole', kind: 'accessDenied' });
    const summary = await runTaskStopped(sandbox, shop());
    expect(summary).toMatchObject({ told: ['shop'], opened: [] });
    expect(JSON.stringify(summary.incomplete)).toContain('iam:GetRole');
  });

  test('are of the role that the task overrides', async () => {
    const other = addRole(sandbox.account, { name: 'override-execution' });
    const { opened } = await runTaskStopped(
      sandbox,
      shop(() => ({ overrides: { executionRoleArn: other } })),
    );
    expect(opened).toEqual([expect.stringContaining(`/${roleIdOf(other)}/`)]);
  });

  test('are of the task role where the application was refused', async () => {
    const { opened } = await runTaskStopped(
      sandbox,
      shop(() => ({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [
          {
            reason: `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/shop-task-role/${id(1)} is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/shop`,
          },
        ],
      })),
    );
    expect(opened).toEqual([`ecs-role-auditor/aws/${ACCOUNT}/${roleIdOf(taskRole)}/denied-at-runtime`]);
    expect(messages()[0]).toContain('shop stopped: the task role lacks dynamodb:GetItem');
  });

  test('are of the role that ECS may not assume', async () => {
    const stoppedReason = `ECS was unable to assume the role '${executionRole}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
    const { opened } = await runTaskStopped(
      sandbox,
      shop(() => ({ stoppedReason })),
    );
    expect(opened).toEqual([`ecs-role-auditor/aws/${ACCOUNT}/${roleIdOf(executionRole)}/trust-missing-ecs`]);
    expect(messages()).toHaveLength(1);
  });

  test('stay quiet where somebody accepted the finding', async () => {
    await runTaskStopped(sandbox, shop());
    for (const region of sandbox.state.findings.values())
      for (const [key, finding] of region) region.set(key, { ...finding, Workflow: { Status: 'SUPPRESSED' } });
    const other = shop(() => ({ stoppedReason: denied('kms:Decrypt', '*') }));
    expect(await runTaskStopped(sandbox, other)).toMatchObject({ told: [], quiet: 1, updated: [] });
    expect(messages()).toHaveLength(1);
  });

  test('stay quiet where the configuration file accepts them', async () => {
    const bucket = `ecs-role-auditor-${ACCOUNT}`;
    const until = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
    const config = {
      version: 1,
      exceptions: [{ role: 'shop-*', rule: 'execution-role-missing-permission', reason: 'being moved', until }],
    };
    sandbox.state.objects.set(`${bucket}/auditor.yaml`, {
      body: Buffer.from(JSON.stringify(config)),
      etag: '"1"',
      lastModified: Date.now(),
      headers: {},
    });
    const environment = { AUDITOR_CONFIG: `s3://${bucket}/auditor.yaml` };
    expect(await runTaskStopped(sandbox, shop(), environment)).toMatchObject({ told: [], quiet: 1, opened: [] });
    expect(messages()).toEqual([]);
  });

  test('are looked at by the next audit, under the same id', async () => {
    const { opened } = await runTaskStopped(sandbox, shop());
    await runHandler(sandbox);
    expect(findings().filter(({ Id }) => Id === opened[0])).toHaveLength(1);
  });

  test('are evidence for the next audit, also of what the role is granted', async () => {
    const reason = `CannotPullContainerError: pull image manifest has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/shop-execution-role/${id(1)} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:${ACCOUNT}:repository/shop because no VPC endpoint policy allows the ecr:BatchGetImage action`;
    const at = sandbox.account.now - HOUR_MS / 4;
    for (let task = 0; task < 3; task += 1)
      addTask(sandbox.account, { taskDefinitionArn: SHOP, stopped: { at, code: 'TaskFailedToStart', reason } });
    // What runs was started before.
    await runHandler(sandbox);
    expect(findings().find(({ Id }) => String(Id).endsWith('/execution-role-missing-permission'))).toMatchObject({
      Title: 'Execution role shop-execution-role was refused 1 permission that its task definitions need',
      Severity: { Label: 'MEDIUM' },
      Description: expect.stringMatching(
        /allow ecr:BatchGetImage: a policy .*3 tasks of shop stopped for want of ecr:BatchGetImage, last at/,
      ),
    });
  });

  test('never show secrets', async () => {
    const canary = 'xoxb-17-canary';
    await runTaskStopped(
      sandbox,
      shop(() => ({
        stoppedReason: `${denied('kms:Decrypt', `arn:aws:kms:us-east-1:${ACCOUNT}:key/${canary}`)} PASSWORD=hunter2-canary`,
      })),
    );
    expect(messages()).toHaveLength(1);
    expect(messages()[0]).not.toContain('canary');
  });
});

describe('events that are no such thing', () => {
  test('are looked at and left: other reasons, and tasks that stopped more than a day ago', async () => {
    const other = shop(() => ({ stoppedReason: 'CannotPullContainerError: i/o timeout' }));
    expect(await runTaskStopped(sandbox, other)).toMatchObject({ tasks: 2, lackingPermission: 0 });
    const chosen = shop(() => ({ stoppedReason: denied('iam:PutRolePolicy', '*'), containers: [] }));
    expect(await runTaskStopped(sandbox, chosen)).toMatchObject({ tasks: 2, lackingPermission: 0 });
    const late = shop(() => ({ stoppedAt: '2026-01-01T00:00:00Z' }));
    expect(await runTaskStopped(sandbox, late)).toMatchObject({ tasks: 2, late: 2, lackingPermission: 0 });
    expect(sandbox.calls).toEqual([]);
  });

  test.each([
    ['no JSON', { Records: [{ body: '{' }] }],
    ['another event', { Records: [{ body: '{"source":"aws.s3"}' }] }],
    ['no event at all', null],
    ['a running task', shop(() => ({ lastStatus: 'RUNNING' }), 1)],
    ['a task of another account', shop(() => ({ taskArn: 'arn:aws:ecs:us-east-1:999999999999:task/main/1' }), 1)],
    ['a definition that is none', shop(() => ({ taskDefinitionArn: 'shop' }), 1)],
  ])('are refused, and do not come again: %s', async (_, event) => {
    const answer = await runTaskStopped(sandbox, event);
    expect(answer).toMatchObject({ tasks: 0, told: [], untold: 0 });
    expect(answer.refused).toHaveLength(1);
    expect(sandbox.calls).toEqual([]);
  });

  test('leave the others of their batch alone, and one event may come without a queue', async () => {
    const mixed = { Records: [{ body: '[]' }, ...shop().Records] };
    expect(await runTaskStopped(sandbox, mixed)).toMatchObject({ tasks: 2, told: ['shop'] });
    const alone: unknown = JSON.parse(shop().Records[0]?.body ?? '');
    expect(await runTaskStopped(sandbox, alone)).toMatchObject({ tasks: 1, quiet: 1 });
  });
});
