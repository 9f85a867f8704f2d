import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import type { Attempt, RoleLastAccessed } from '../../src/evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../src/iam/action.ts';
import { DENIED, daysAgo, lookup, NOW, seen } from '../ledger/seen.ts';
import { inline } from '../support/iam.ts';
import { ARN, allow, assess, verdictOf, type World } from './world.ts';

interface Report {
  readonly services?: Readonly<Record<string, Attempt | undefined>>;
  readonly actions?: { readonly [action: Action]: Attempt };
  readonly readAt?: number;
}

function report({ services = {}, actions = {}, readAt = NOW }: Report): RoleLastAccessed {
  return {
    role: ARN,
    readAt,
    services: new Map(Object.entries(services)),
    actions: new Map(
      Object.entries(actions).map(([action, attempt]) => [
        action.toLowerCase(),
        { ...attempt, action: action as Action },
      ]),
    ),
  };
}

/** The verdict on one action of a role with a report of last access. */
function verdictWith(action: Action, given: Report, world: Partial<World> = {}): string {
  const witness = report(given);
  const assessment = assess({
    policies: [allow(action)],
    ...world,
    evidence: { lastAccessedOf: (role) => (role === ARN ? witness : undefined), ...world.evidence },
  });
  return verdictOf(assessment, action);
}

const SILENT = {
  services: { s3: undefined, dynamodb: undefined, sqs: undefined, logs: undefined, elasticfilesystem: undefined },
};

test('an attempt on a tracked action is a use, with its date, and says that it may have been denied', () => {
  const given: Report = {
    services: { rds: { at: daysAgo(200) } },
    actions: { 'rds:DescribeDBInstances': { at: daysAgo(200), region: 'eu-west-1' } },
  };
  expect(verdictWith('rds:DescribeDBInstances', given)).toBe(
    "used: IAM's last-accessed data has a call of 2026-05-06 in eu-west-1; it counts denied attempts too.",
  );
});

test('an attempt without a Region is a use all the same', () => {
  const given: Report = { actions: { 'rds:DescribeDBInstances': { at: daysAgo(3) } } };
  expect(verdictWith('rds:DescribeDBInstances', given)).toContain('a call of 2026-11-19; it counts');
});

test('an attempt from before the role was created is of a former role', () => {
  const given: Report = { actions: { 'rds:DescribeDBInstances': { at: daysAgo(300) } } };
  expect(verdictWith('rds:DescribeDBInstances', given)).toMatch(/^unused: /);
});

test('an attempt on an action that is blocked today leaves it blocked', () => {
  const given: Report = { actions: { 'rds:DescribeDBInstances': { at: daysAgo(3) } } };
  const policies = [
    inline(
      { Effect: 'Allow', Action: 'rds:DescribeDBInstances', Resource: '*' },
      { Effect: 'Deny', Action: 'rds:*', Resource: '*' },
    ),
  ];
  expect(verdictWith('rds:DescribeDBInstances', given, { policies })).toMatch(/^blocked: /);
});

test('no attempt to call the service says nothing of an action that AWS records nowhere', () => {
  expect(verdictWith('logs:PutLogEvents', SILENT)).toMatch(/^unobservable: /);
});

test.each<readonly [Action]>([['s3:GetObject'], ['sqs:SendMessage'], ['dynamodb:GetItem']])(
  'no attempt to call the service at all leaves %s unused, though no trail shows it',
  (action) => {
    const service = action.split(':')[0];
    expect(verdictWith(action, SILENT)).toBe(
      `unused: No attempt to call ${service} at all in 200 days (2026-05-06 to 2026-11-21) in any Region, says IAM's last-accessed data.`,
    );
  },
);

test.each<readonly [string, Action, Report, Partial<World>]>([
  ['an attempt to call the service', 's3:GetObject', { services: { s3: { at: daysAgo(399) } } }, {}],
  [
    'a tracked action of the service',
    's3:GetObject',
    { ...SILENT, actions: { 's3:CreateBucket': { at: daysAgo(3) } } },
    {},
  ],
  ['a report that does not list the service', 's3:GetObject', { services: { sqs: undefined } }, {}],
  ['a service of which nobody knows that it reports', 'sns:Publish', { services: { sns: undefined } }, {}],
  ['a permission that is checked on no call of the service', 'elasticfilesystem:ClientMount', SILENT, {}],
  [
    'a call of an address that is not the service’s',
    'lambda:InvokeFunctionUrl',
    { services: { lambda: undefined } },
    {},
  ],
  ['a call that is checked within calls of others', 'iam:PassRole', { services: { iam: undefined } }, {}],
  [
    'a Region that IAM does not track',
    's3:GetObject',
    SILENT,
    { enabledRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-7'] },
  ],
  ['Regions that are not known', 's3:GetObject', SILENT, { enabledRegions: undefined }],
  ['an event of the service', 's3:GetObject', SILENT, { observations: [seen('s3:ListAllMyBuckets')] }],
  ['a denied event of the service', 's3:GetObject', SILENT, { observations: [seen('s3:ListAllMyBuckets', DENIED)] }],
  [
    'a service in use that may read it for the role',
    's3:GetObject',
    { services: { ...SILENT.services, rekognition: { at: daysAgo(2) } } },
    {},
  ],
  [
    'a call of a service that may read it',
    's3:GetObject',
    SILENT,
    { observations: [seen('rekognition:DetectLabels')] },
  ],
  [
    'a service of which nobody knows what it calls',
    's3:GetObject',
    { services: { ...SILENT.services, newservice: { at: daysAgo(2) } } },
    {},
  ],
  [
    'a call that runs the steps of a document',
    's3:GetObject',
    SILENT,
    { observations: [seen('ssm:StartAutomationExecution')] },
  ],
  [
    'a call that may take attachments from a bucket',
    's3:GetObject',
    SILENT,
    { observations: [seen('ssm:CreateDocument')] },
  ],
  [
    'Systems Manager in use, whose calls nobody watched',
    's3:GetObject',
    { services: { ...SILENT.services, ssm: { at: daysAgo(2) } } },
    { coverages: [lookup('us-east-1', 10), lookup('eu-west-1', 10)] },
  ],
])('%s leaves a data-plane action undecided', (_, action, given, world) => {
  expect(verdictWith(action, given, world)).toMatch(/^(unobservable|undetermined): /);
});

test('the ages of role and grant are asked for as ever', () => {
  expect(verdictWith('s3:GetObject', SILENT, { role: { createdAt: daysAgo(10) } })).toContain(
    'undetermined: The role was created on 2026-11-12',
  );
  const change = { at: daysAgo(5), eventName: 'PutRolePolicy', roleName: 'app-task', policy: 'app' };
  expect(verdictWith('s3:GetObject', SILENT, { grantChanges: [change] })).toContain(
    "undetermined: The role's grants were changed on 2026-11-17",
  );
  expect(verdictWith('s3:GetObject', SILENT, { coverages: [] })).toContain('undetermined: The age of the grant');
});

test('a silence shorter than asked for decides nothing', () => {
  const thresholds = { minAge: 30 * DAY_MS, minWatched: 500 * DAY_MS };
  expect(verdictWith('s3:GetObject', SILENT, { evidence: { thresholds } })).toMatch(/^unobservable: /);
});

test('the report of one role says nothing of another', () => {
  const evidence = { lastAccessedOf: () => undefined };
  expect(verdictWith('s3:GetObject', SILENT, { evidence })).toMatch(/^unobservable: /);
});

test('services that are known not to call it for the role leave the silence a proof', () => {
  const services = { ...SILENT.services, sts: { at: daysAgo(2) }, ssm: { at: daysAgo(2) } };
  const observations = [seen('ssm:GetParameter'), seen('secretsmanager:GetSecretValue')];
  expect(verdictWith('s3:GetObject', { services }, { observations })).toMatch(/^unused: No attempt to call s3/);
});

test('a service that calls single actions of another for the role leaves the silence a proof for all others', () => {
  const services = { cloudwatch: undefined, ecs: { at: daysAgo(2) }, elasticloadbalancing: { at: daysAgo(2) } };
  const observations = [seen('ecs:UpdateService'), seen('elasticloadbalancing:DescribeTargetHealth')];
  expect(verdictWith('cloudwatch:PutMetricData', { services }, { observations })).toMatch(
    /^unused: No attempt to call cloudwatch/,
  );
  expect(verdictWith('cloudwatch:ListMetrics', { services }, { observations })).toMatch(
    /^unobservable: .* which proves nothing while ecs may call it for the role\.$/,
  );
});

test('a call that only last-accessed data knows of may have been checked for more than its own action', () => {
  const actions = { 'imagebuilder:UpdateInfrastructureConfiguration': { at: daysAgo(20) } } as const;
  const checkedFor = (action: Action): readonly Action[] =>
    action === 'imagebuilder:UpdateInfrastructureConfiguration' ? [action, 'iam:GetInstanceProfile'] : [action];
  expect(verdictWith('iam:GetInstanceProfile', { actions }, { evidence: { checkedFor } })).toBe(
    "undetermined: IAM's last-accessed data has a call of imagebuilder:UpdateInfrastructureConfiguration on 2026-11-02, which may have been checked for it.",
  );
  expect(verdictWith('iam:GetUser', { actions }, { evidence: { checkedFor } })).toMatch(/^unused: /);
  const seenToo = [seen('imagebuilder:UpdateInfrastructureConfiguration')];
  expect(
    verdictWith('iam:GetInstanceProfile', { actions }, { evidence: { checkedFor }, observations: seenToo }),
  ).toMatch(/^unused: /);
  // Another call may have needed it: that is no event of its own, whose parameters would tell.
  const beside = [seen('sns:CreateTopic', { parameters: { kind: 'named', names: ['tags'], values: {} } })];
  const tagging = { 'sns:TagResource': { at: daysAgo(20) } } as const;
  const ofTagging = (action: Action): readonly Action[] =>
    action === 'sns:TagResource' ? [action, 'iam:GetUser'] : [action];
  expect(
    verdictWith('iam:GetUser', { actions: tagging }, { evidence: { checkedFor: ofTagging }, observations: beside }),
  ).toContain('a call of sns:TagResource on 2026-11-02');
});

test('the doubt is named beside what the events leave open', () => {
  const services = { ...SILENT.services, textract: { at: daysAgo(2) } };
  expect(verdictWith('s3:GetObject', { services })).toMatch(
    /^unobservable: .* IAM's last-accessed data knows of no attempt to call s3, which proves nothing while textract may call it for the role\.$/,
  );
});
