import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { evidenceStatus } from '../../src/evidence-trail/evidence-status.ts';
import { planChanges } from '../../src/evidence-trail/plan-changes.ts';
import { type EvidencePlan, planEvidenceTrail } from '../../src/evidence-trail/plan-evidence-trail.ts';
import type { RoleNeeds } from '../../src/evidence-trail/role-needs.ts';
import { bucketPolicy } from '../../src/report/evidence-plan/deployment.ts';
import { changeLines, planLines, statusLines } from '../../src/report/evidence-plan/plan-text.ts';
import { type PlanForm, type RenderedPlan, renderPlan } from '../../src/report/evidence-plan/render-plan.ts';
import { ACCOUNT, daysAgo, NOW } from '../ledger/seen.ts';
import { providerVersion, terraformInstalled, terraformValidate } from '../support/terraform.ts';
import { trailOf } from '../support/trails.ts';
import { runOn } from './policy/tools.ts';

const TABLES = 'AWS::DynamoDB::Table';
const OBJECTS = 'AWS::S3::Object';

/** A role that is known to read a table many times a day, and of which all else is open. */
function roleNeeds(name: string, parts: Partial<RoleNeeds> = {}): RoleNeeds {
  return {
    role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    actions: [
      { action: 'dynamodb:GetItem', verdict: 'used', resourceTypes: [TABLES] },
      { action: 'dynamodb:Scan', verdict: 'unobservable', resourceTypes: [TABLES], watchedSince: daysAgo(12) },
      { action: 's3:GetObject', verdict: 'unobservable', resourceTypes: [OBJECTS] },
    ],
    events: [
      {
        eventSource: 'dynamodb.amazonaws.com',
        eventName: 'GetItem',
        first: daysAgo(10),
        last: daysAgo(0),
        count: 3_000_000,
        actions: ['dynamodb:GetItem'],
      },
    ],
    ...parts,
  };
}

function planOf(needs: readonly RoleNeeds[]): EvidencePlan {
  return planEvidenceTrail({
    needs,
    volumes: new Map([[TABLES, { kind: 'counted', perMonth: 12_000_000 }]]),
    trails: [],
    now: NOW,
    lookback: 90 * 86_400_000,
    mayShow: (name, action) => action.endsWith(`:${name}`),
  });
}

const small = planOf([roleNeeds('my-app')]);
const large = planOf(Array.from({ length: 300 }, (_, index) => roleNeeds(`app.with+odd=name@${index}`)));

function rendered(plan: EvidencePlan, form: PlanForm, parts: Partial<RenderedPlan> = {}): string {
  const place = {
    partition: 'aws',
    accountId: ACCOUNT,
    region: 'eu-west-1',
    keptDays: 100,
    existing: new Set<string>(),
  };
  return renderPlan({ plan, ...place, ...parts }, form);
}

describe('the table', () => {
  it('says what is decided, at what cost, and what is left out', () => {
    expect(rendered(small, 'table').split('\n')).toEqual([
      'Deploy the evidence trail (at most 12 USD a month, and what AWS::S3::Object costs is not known) to decide 2 actions of 1 role.',
      '  records AWS::DynamoDB::Table for 1 action of 1 role: at most 12 USD a month',
      '  records AWS::S3::Object for 1 action of 1 role: cost unknown, S3 counts requests of buckets with request metrics of the whole bucket alone',
      '  leaves out 1 event name of roles that are known to be used, which saves 9.00 USD a month: my-app GetItem. Resources that these are used on are no longer all seen.',
      '  trail ecs-role-auditor-evidence: 2 selectors with 7 values',
      'The bound counts the calls of everybody in the account; of the roles alone it is less. Storage, and calls of which CloudWatch has no count (as SQS ChangeMessageVisibility), are not in it.',
      'Deploy it with --as cloudformation, terraform or cli; an action is decided once it was watched for as long as --min-watched says.',
      '',
    ]);
  });

  it('says so where nothing waits', () => {
    const none = 'No action of the audited roles waits for data events that nothing records.';
    expect(planLines(planOf([]))).toEqual([none]);
    expect(rendered(planOf([]), 'terraform')).toBe(`# ${none}\n`);
  });
});

test('as JSON it has selectors as CloudTrail takes them', () => {
  expect(JSON.parse(rendered(small, 'json'))).toMatchObject({
    version: 1,
    decides: { actions: 2, roles: 1 },
    monthlyUsdAtMost: 12,
    savedUsd: 9,
    uncounted: [OBJECTS],
    trails: [
      {
        name: 'ecs-role-auditor-evidence',
        advancedEventSelectors: [
          {
            Name: '1 AWS DynamoDB Table',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: [TABLES] },
              { Field: 'userIdentity.arn', StartsWith: [`arn:aws:sts::${ACCOUNT}:assumed-role/my-app/`] },
              { Field: 'eventName', NotEquals: ['GetItem'] },
            ],
          },
          { Name: '2 AWS S3 Object' },
        ],
      },
    ],
  });
});

test('the bucket takes log files of these trails alone, and TLS alone', () => {
  const policy = bucketPolicy({
    plan: large,
    partition: 'aws-cn',
    accountId: ACCOUNT,
    region: 'cn-north-1',
    keptDays: 1,
  });
  const trails = large.trails.map(({ name }) => `arn:aws-cn:cloudtrail:cn-north-1:${ACCOUNT}:trail/${name}`);
  const bucket = `arn:aws-cn:s3:::ecs-role-auditor-evidence-${ACCOUNT}-cn-north-1`;
  expect(trails).toHaveLength(2);
  expect(policy).toMatchObject({
    Statement: [
      { Action: 's3:GetBucketAcl', Condition: { StringEquals: { 'aws:SourceArn': trails } } },
      {
        Action: 's3:PutObject',
        Resource: `${bucket}/AWSLogs/${ACCOUNT}/*`,
        Condition: { StringEquals: { 'aws:SourceArn': trails, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      { Effect: 'Deny', Principal: '*', Resource: [bucket, `${bucket}/*`] },
    ],
  });
});

const PLANS: readonly (readonly [string, EvidencePlan])[] = [
  ['one role', small],
  ['two trails full of roles', large],
];

test.skipIf(!terraformInstalled() || providerVersion === undefined)(
  'Terraform is valid for its AWS provider',
  { timeout: 120_000 },
  () => {
    expect(terraformValidate(PLANS.map(([, plan]) => rendered(plan, 'terraform')))).toContain(
      'The configuration is valid',
    );
  },
);

describe.each(PLANS)('for %s', (_, plan) => {
  it('CloudFormation has trails, a private, encrypted bucket and its policy, and is clean for cfn-lint', () => {
    const text = rendered(plan, 'cloudformation');
    const { Resources } = parse(text, { version: '1.1' });
    const types = Object.values(Resources as Readonly<Record<string, { readonly Type: string }>>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => type === 'AWS::CloudTrail::Trail')).toHaveLength(plan.trails.length);
    expect(Resources.EvidenceTrail).toMatchObject({
      DependsOn: 'EvidenceBucketPolicy',
      Properties: { IsLogging: true, IsMultiRegionTrail: true, EnableLogFileValidation: true },
    });
    expect(Resources.EvidenceBucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 100 }] },
    });
    const run = runOn(text, 'evidence.yaml', ['cfn-lint']);
    if (run !== undefined) expect(run).toEqual({ status: 0, output: '' });
  });

  it('Terraform is laid out as terraform fmt does it', () => {
    const text = rendered(plan, 'terraform');
    expect(text.match(/^resource "aws_cloudtrail"/gm)).toHaveLength(plan.trails.length);
    expect(text).toMatch(/^ {6}starts_with = \[/m);
    const run = runOn(text, 'evidence.tf', ['terraform', 'fmt', '-check', '-diff']);
    if (run !== undefined) expect(run).toEqual({ status: 0, output: '' });
  });

  it('the commands parse in a shell, and pass each value as one word', () => {
    const script = rendered(plan, 'cli').replaceAll(/^aws /gm, 'tell ');
    const told = spawnSync('sh', ['-c', `tell() { for word in "$@"; do printf '%s\\n' "$word"; done; }\n${script}`], {
      encoding: 'utf8',
    });
    expect([told.status, told.stderr]).toEqual([0, '']);
    const documents = told.stdout.split('\n').filter((line) => /^[[{]/.test(line));
    expect(documents.map((line) => typeof JSON.parse(line))).toEqual(documents.map(() => 'object'));
    expect(told.stdout.split('\n').filter((word) => word === 'start-logging')).toHaveLength(plan.trails.length);
    expect(JSON.parse(documents.at(-1) ?? '')).toHaveLength(plan.trails.at(-1)?.selectors.length ?? 0);
  });
});

test('a trail that exists only has its selectors replaced', () => {
  const text = rendered(small, 'cli', { existing: new Set(['ecs-role-auditor-evidence']) });
  expect(text).toContain('aws cloudtrail put-event-selectors');
  expect(text).not.toMatch(/create-trail|start-logging|create-bucket/);
});

test('an update says what to change and what that saves', () => {
  const quiet = planOf([roleNeeds('my-app', { events: [] }), roleNeeds('gone', { events: [] })]);
  const trails = quiet.trails.map(({ name, selectors }) =>
    trailOf({ name, selectors: { kind: 'advanced', selectors } }),
  );
  expect(changeLines(planChanges(small, trails), small)).toEqual([
    'Stop recording gone (AWS::DynamoDB::Table) and gone (AWS::S3::Object): all is decided, or the role is not audited any more.',
    'Leave out GetItem of my-app (AWS::DynamoDB::Table): known to be used.',
    'All names that are left out save 9.00 USD a month.',
  ]);
  expect(changeLines(planChanges(quiet, trails), quiet)).toEqual(['The evidence trail is as it should be.']);
  expect(rendered(small, 'table', { changes: planChanges(small, trails) })).toContain('Leave out GetItem of my-app');
});

test('the status says role by role what is watched, muted and decided', () => {
  const trails = small.trails.map(({ name, selectors }) =>
    trailOf({ name, selectors: { kind: 'advanced', selectors } }),
  );
  const silent = roleNeeds('silent', {
    actions: [{ action: 's3:GetObject', verdict: 'unused', resourceTypes: [OBJECTS] }],
  });
  expect(statusLines(evidenceStatus([roleNeeds('my-app'), silent], trails), true)).toEqual([
    'my-app: 1 of 3 actions watched since 2026-11-10; muted: GetItem; 1 of 3 decided',
    'silent: not watched (AWS::S3::Object); nothing muted; 1 of 1 decided',
  ]);
  expect(statusLines([], false)).toEqual([
    'No role has data-plane actions that are not recorded of everybody, in every Region.',
  ]);
});
