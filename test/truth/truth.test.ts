import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { type AwsModel, loadAwsModel } from './aws-model.ts';
import type { CallKind } from './call-kind.ts';
import { auditedOverNights, type CampaignOptions, runCampaign } from './campaign.ts';
import { type ReplayResult, replay } from './replay.ts';
import type { TruthAccount } from './truth-account.ts';
import type { Start, Workload } from './workload.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');

test('no made-up workload needs what an audit called unused, and none is stopped by a right-sized policy', async () => {
  const model = await loadAwsModel({ fixture: true });
  const result = await runCampaign(model, { seed: 1, verdicts: Number.POSITIVE_INFINITY, accounts: 8 });
  expect(result.falseUnused).toEqual([]);
  expect(result.broken).toEqual([]);
  expect(result.verdicts.unused).toBeGreaterThan(1_000);
  expect(result.recommended).toBeGreaterThan(0);
});

test('a campaign finds a check that no parameter tells of, where the catalogue lacks what AWS lists', async () => {
  const volume = call('ec2:CreateVolume', ['ec2:CreateVolume', 'ec2:CreateTags']);
  const account = smallAccount({ atStart: [volume], startedDaysAgo: [80, 20] });
  const found = async (withhold: boolean) => {
    const { falseUnused } = await replayed(account, await loadAwsModel({ fixture: true, withhold }));
    return falseUnused.map(({ role, action }) => `${role} ${action}`);
  };
  expect(await found(false)).toEqual([]);
  expect(await found(true)).toEqual(['app ec2:CreateTags']);
});

test('a campaign finds what is called at a start alone, where an audit takes a task to have started that did not', async () => {
  const model = await loadAwsModel({ fixture: true });
  const account = smallAccount({ atStart: [call('rds:DescribeDBInstances')], startedDaysAgo: [200] });
  expect((await replayed(account, model)).falseUnused).toEqual([]);

  const { falseUnused, broken } = await replayed(account, model, (context) => ({
    ...context,
    taskDefinitions: {
      async read(region) {
        const inventory = await context.taskDefinitions.read(region);
        const startedAt = context.clock.now() - 10 * DAY_MS;
        return {
          ...inventory,
          runningTasks: inventory.runningTasks?.map((task) => ({ ...task, startedAt })) ?? [],
        };
      },
    },
  }));
  expect(falseUnused.map(({ action }) => action)).toEqual(['rds:DescribeDBInstances']);
  expect(falseUnused[0]?.call).toBe('rds:DescribeDBInstances by steady family in us-east-1');
  expect(broken.map(({ refused }) => refused)).toEqual(['rds:DescribeDBInstances']);
});

test('what was granted after the last start is not unused, whatever was watched before', async () => {
  const model = await loadAwsModel({ fixture: true });
  const account = smallAccount({ atStart: [call('rds:DescribeDBInstances')], startedDaysAgo: [200, 70] });
  const policies = (since?: number) =>
    [...account.roles.values()].map((role): [string, typeof role] => [
      role.name,
      { ...role, policies: role.policies.map((policy) => ({ ...policy, ...(since !== undefined && { since }) })) },
    ]);
  const verdictOf = async (since?: number) => {
    const { assessments } = await auditedOverNights({ ...account, roles: new Map(policies(since)) }, model);
    return assessments[0]?.actions.find(({ action }) => action === 'dynamodb:CreateTable');
  };
  expect((await verdictOf())?.verdict).toBe('unused');
  const late = await verdictOf(NOW - 60 * DAY_MS);
  expect(late?.verdict).toBe('undetermined');
  expect(late?.because).toContain('No task of service family of main in us-east-1 has started since 2026-09-13');
});

test('a campaign finds a right-sized policy that leaves out a resource', async () => {
  const model = await loadAwsModel({ fixture: true });
  const account = smallAccount({ atStart: [call('rds:DescribeDBInstances')], startedDaysAgo: [80, 20] });
  const { assessments, recommendations } = await auditedOverNights(account, model);
  expect(replay(account, assessments, recommendations, model).broken).toEqual([]);

  const cut = JSON.parse(JSON.stringify(recommendations), (key, value) =>
    key === 'resource' ? ['arn:aws:rds:us-east-1:123456789012:db:another'] : value,
  );
  const { broken } = replay(account, assessments, cut, model);
  expect(broken.map(({ refused }) => refused).sort()).toEqual([
    'rds:DescribeDBInstances',
    'secretsmanager:DescribeSecret',
  ]);
});

async function replayed(
  account: TruthAccount,
  model: AwsModel,
  mutate?: CampaignOptions['mutate'],
): Promise<ReplayResult> {
  const { assessments, recommendations } = await auditedOverNights(account, model, mutate);
  return replay(account, assessments, recommendations, model);
}

/** One service whose role may do what its calls need, and more; its tasks are started again in 30 days. */
function smallAccount(parts: {
  readonly atStart: readonly CallKind[];
  readonly startedDaysAgo: readonly number[];
}): TruthAccount {
  const starts = [...parts.startedDaysAgo, -30].map(
    (days, index): Start => ({
      at: NOW - days * DAY_MS,
      region: 'us-east-1',
      taskId: String(index).repeat(32),
    }),
  );
  const workload: Workload = {
    kind: 'steady',
    family: 'family',
    revision: 1,
    region: 'us-east-1',
    standby: [],
    taskRole: 'app',
    executionRole: undefined,
    atStart: parts.atStart,
    byAgent: [],
    steps: [{ kind: call('secretsmanager:DescribeSecret'), every: DAY_MS, phase: NOW }],
    starts,
    lasts: Number.POSITIVE_INFINITY,
  };
  const Action = [
    ...parts.atStart.flatMap(({ actions }) => actions),
    'secretsmanager:DescribeSecret',
    'dynamodb:CreateTable',
  ];
  return {
    seed: 0,
    now: NOW,
    nights: [NOW],
    regions: ['us-east-1'],
    roles: new Map([
      [
        'app',
        {
          name: 'app',
          roleId: 'AROAEXAMPLEOFAROLE',
          createdAt: NOW - 300 * DAY_MS,
          policies: [{ kind: 'inline', name: 'app', statements: [{ Effect: 'Allow', Action, Resource: '*' }] }],
        },
      ],
    ]),
    workloads: [workload],
    troubles: {},
    sources: ['lookup'],
  };
}

/** A kind of call of which no parameter tells anything. */
function call(operation: string, actions: readonly string[] = [operation]): CallKind {
  const [service = '', eventName = ''] = operation.split(':');
  return {
    operation,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    recording: { kind: 'management' },
    readOnly: false,
    actions,
    forwarded: new Set(),
    parameters: {},
    naming: 'fixed',
    base: 'thing',
    missingKey: false,
    namesRefused: true,
  };
}
