import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config/config.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { type Given, readTemplate, type Stack, stackOf } from './support/cloudformation.ts';
import { type QueuedEvents, queuedEvents, runTaskStopped } from './support/run-task-stopped.ts';
import { SMALL_CHANNEL, smallAccount } from './support/small-account.ts';

const template = readTemplate();

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

function policiesOf(given: Given = {}) {
  return stackOf(template, given).property('TaskStoppedRole', 'Policies') as readonly {
    readonly PolicyName: string;
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
}

const EVERYTHING: readonly Given[] = [
  { BucketKeyArn: 'k', SnsTopicArn: 't', SnsKeyArn: 'k', SlackKeyArn: 'k', SlackWebhookSecretArn: 's' },
  { SlackWebhookParameterName: '/webhook' },
  { SlackTokenSecretArn: 's', SlackChannelId: 'C' },
  { SlackTokenParameterName: '/token', SlackChannelId: 'C' },
];

describe('the role of the function that is told of stopped tasks', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ account: smallAccount(Date.now()).account, limits: false });
  });
  afterAll(() => sandbox.close());

  /** By the Lambda service; by S3 and SNS for callers who may. */
  const NEVER_CALLED = new Set(['kms:Decrypt', 'kms:GenerateDataKey']);

  test('grants exactly the actions that it calls, whoever is told', async () => {
    const { accountId, topics } = sandbox.account;
    const batch = (family: number) =>
      queuedEvents((_, place) => ({
        taskArn: `arn:aws:ecs:us-east-1:${accountId}:task/main/${family}${place}`,
        taskDefinitionArn: `arn:aws:ecs:us-east-1:${accountId}:task-definition/shop:1`,
        stoppedReason: `ResourceInitializationError: AccessDeniedException: User: arn:aws:sts::${accountId}:assumed-role/x/y is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:${accountId}:key/${family}`,
      }));
    const quiet = { AUDITOR_SLACK_WEBHOOK_SECRET: '' };
    const ways = [
      {},
      { ...quiet, AUDITOR_SLACK_WEBHOOK_PARAMETER: '/ecs-role-auditor/slack-webhook' },
      { ...quiet, AUDITOR_SLACK_TOKEN_SECRET: 'ecs-role-auditor/slack-token', AUDITOR_SLACK_CHANNEL: SMALL_CHANNEL },
      { ...quiet, AUDITOR_SNS_TOPIC: topics.join('') },
    ];
    for (const [place, environment] of ways.entries())
      expect(await runTaskStopped(sandbox, batch(place), environment)).toMatchObject({ told: ['shop'] });
    const called = sandbox.calls
      .filter(({ service }) => !service.startsWith('slack'))
      .map(({ service, operation }) => `${service}:${operation}`);
    const granted = EVERYTHING.flatMap((given) => policiesOf(given))
      .filter(({ PolicyName }) => PolicyName !== 'lambda-runtime')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action }) => Action)
      .filter((action) => !NEVER_CALLED.has(action));
    // ListBucket is granted so that S3 tells an object that is not there from one that may not be read.
    expect([...new Set([...called, 's3:ListBucket'])].sort()).toEqual([...new Set(granted)].sort());
  });

  test('reaches nothing of the audit: of the bucket what was told alone', () => {
    const places = policiesOf({ BucketName: 'team', BucketPrefix: 'ecs/' })
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('s3:'));
    expect(places.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:s3:::team/ecs/task-starts/*',
      'arn:aws:s3:::team',
    ]);
    expect(stackOf(template).property('StateBucketPolicy', 'PolicyDocument', 'Statement')).toContainEqual(
      expect.objectContaining({
        Sid: 'OnlyTheWatchWritesWhatItTold',
        Resource: 'StateBucket.Arn/task-starts/*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': ['TaskStoppedRole.Arn'] } },
      }),
    );
  });
});

test('the environment of the second function is settings that the program knows', () => {
  const given = { BucketName: 'team', BucketPrefix: 'ecs/' };
  const variables = stackOf(template, given).property('TaskStoppedFunction', 'Environment', 'Variables') as object;
  const own = Object.entries(variables).filter(([name]) => name.startsWith('AUDITOR_'));
  expect(readConfig(Object.fromEntries(own)).ledger).toEqual({ kind: 's3', bucket: 'team', prefix: 'ecs/task-starts' });
});

test('without WatchTaskStarts nothing of it is made', () => {
  const made = (stack: Stack) => Object.keys(stack.resources).filter((name) => name.startsWith('TaskStopped'));
  expect(made(stackOf(template))).toHaveLength(9);
  expect(made(stackOf(template, { WatchTaskStarts: 'false' }))).toEqual([]);
  expect(JSON.stringify(stackOf(template, { WatchTaskStarts: 'false' }).resources)).not.toContain('TaskStopped');
});

describe('the queue between the rule and the function', () => {
  const stack = stackOf(template);

  test('hides events for as long as Lambda asks for, and gives up after three tries', () => {
    const timeout = Number(stack.property('TaskStoppedFunction', 'Timeout'));
    expect(stack.property('TaskStoppedQueue')).toMatchObject({
      VisibilityTimeout: 6 * timeout,
      RedrivePolicy: { deadLetterTargetArn: 'TaskStoppedDeadLetterQueue.Arn', maxReceiveCount: 3 },
    });
    // Batches of more than ten take a window ("Lambda event source mappings").
    expect(stack.property('TaskStoppedEvents')).toMatchObject({ BatchSize: 1000, MaximumBatchingWindowInSeconds: 20 });
  });

  test('takes messages of the rule alone', () => {
    expect(stack.property('TaskStoppedQueuePolicy', 'PolicyDocument', 'Statement')).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': 'TaskStoppedRule.Arn' } },
      },
    ]);
  });
});

/** As "Amazon EventBridge event pattern" describes it, of what the rule uses: lists, wildcards, `$or`, arrays of objects. */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => matches(pattern, item));
  if (Array.isArray(pattern)) return pattern.some((one) => matchesOne(one, value));
  const { $or: ways, ...members } = pattern as Readonly<Record<string, unknown>> & { readonly $or?: readonly object[] };
  const of = (value ?? {}) as Readonly<Record<string, unknown>>;
  const holds = Object.entries(members).every(([key, inner]) => matches(inner, of[key]));
  return holds && (ways === undefined || ways.some((way) => matches(way, value)));
}

function matchesOne(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value;
  const parts = (wanted as { readonly wildcard: string }).wildcard
    .split('*')
    .map((part) => part.replace(/\W/g, '\\$&'));
  return typeof value === 'string' && new RegExp(`^${parts.join('[^]*')}$`).test(value);
}

describe('the rule', () => {
  const pattern = stackOf(template).property('TaskStoppedRule', 'EventPattern');
  const { Records } = JSON.parse(readFileSync('events/task-stopped.json', 'utf8')) as QueuedEvents;
  const event = JSON.parse(Records[0]?.body ?? '') as { readonly detail: object };
  const exited = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
  const refused = 'AccessDeniedException: User: x is not authorized to perform: s3:GetObject';

  test.each<readonly [string, object, boolean]>([
    ['a task that failed to start', {}, true],
    ['one that failed to start for any reason', { stoppedReason: 'CannotPullContainerError' }, true],
    ['one that is still stopping', { lastStatus: 'DEPROVISIONING' }, false],
    ['one that its service stopped', { stopCode: 'ServiceSchedulerInitiated' }, false],
    ['one whose container exited', { ...exited, containers: [{ exitCode: 1 }] }, false],
    ['one whose container was refused', { ...exited, containers: [{ exitCode: 1 }, { reason: refused }] }, true],
    ['one that says so itself', { ...exited, stoppedReason: refused, containers: [] }, true],
  ])('takes, or leaves, %s', (_, change, taken) => {
    expect(matches(pattern, { ...event, detail: { ...event.detail, ...change } })).toBe(taken);
  });

  test('takes events of ECS alone', () => {
    expect(matches(pattern, { ...event, source: 'mine' })).toBe(false);
  });
});
