import type { RequiredPermission, RoleJob, RoleUse } from '../../src/ecs/role-use.ts';
import type { Finding, KnownFinding } from '../../src/findings/finding.ts';
import type { RuleContext } from '../../src/findings/rule.ts';
import type { Action } from '../../src/iam/action.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import type { AccessLevel } from '../../src/iam/catalog/access-level.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { Role, RolePolicy } from '../../src/iam/role.ts';
import type { ActionVerdict, RoleAssessment, Verdict } from '../../src/rightsize/verdict.ts';

export const ACCOUNT = '123456789012';
export const NOW = Date.parse('2026-11-22T03:00:00Z');
export const DAY = 86_400_000;

export const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    },
  ],
};

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  'dynamodb:GetItem': 'Read',
  'dynamodb:PutItem': 'Write',
  'dynamodb:Scan': 'Read',
  's3:GetObject': 'Read',
  's3:ListAllMyBuckets': 'List',
  's3:PutObject': 'Write',
  's3:PutBucketPolicy': 'Permissions management',
  'sqs:SendMessage': 'Write',
};

export const CONTEXT: RuleContext = {
  accountId: ACCOUNT,
  partition: 'aws',
  now: NOW,
  minWatched: 30 * DAY,
  coverage: [],
  inventoryComplete: true,
  taskRoleFamilies: new Set(),
  accessLevelOf: (action) => LEVELS[action],
  arnFormsOf: (action) => (action === 's3:ListAllMyBuckets' ? [] : [`arn:*:${action.split(':', 1)}:*:*:*`]),
};

export function arnOf(name: string): RoleArn {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

export function inlinePolicy(name: string, document: unknown): RolePolicy {
  return { source: { kind: 'inline', name }, document: parsePolicy(document) };
}

export function allow(name: string, action: string | string[], resource: string | string[] = '*'): RolePolicy {
  return inlinePolicy(name, {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });
}

export function managedPolicy(name: string, action: string | string[] = 's3:GetObject', awsManaged = true): RolePolicy {
  const owner = awsManaged ? 'aws' : ACCOUNT;
  return {
    source: { kind: 'managed', name, arn: `arn:aws:iam::${owner}:policy/${name}`, awsManaged },
    document: parsePolicy({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
    }),
  };
}

export function roleNamed(name: string, over: Partial<Role> = {}): Role {
  return {
    arn: arnOf(name),
    name,
    path: '/',
    roleId: `AROA${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    createdAt: NOW - 400 * DAY,
    tags: {},
    trustPolicy: parsePolicy(TRUST),
    policies: [],
    unread: [],
    ...over,
  };
}

export function use(job: RoleJob, family = 'my-app', revision = 1, over: Partial<RoleUse> = {}): RoleUse {
  return {
    job,
    region: 'us-east-1',
    taskDefinitionArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/${family}:${revision}`,
    family,
    revision,
    status: 'ACTIVE',
    override: false,
    daemon: false,
    ...over,
  };
}

export function verdict(action: Action, kind: Verdict, over: Partial<ActionVerdict> = {}): ActionVerdict {
  return {
    action,
    verdict: kind,
    because: `because of ${kind}`,
    resources: [],
    grantedBy: [{ policy: 'inline policy app', index: 0 }],
    required: [],
    ...over,
  };
}

export function need(action: Action, over: Partial<RequiredPermission> = {}): RequiredPermission {
  return {
    role: arnOf('exec'),
    job: 'execution',
    action,
    resources: ['*'],
    taskDefinitionArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/my-app:1`,
    family: 'my-app',
    region: 'us-east-1',
    field: 'containerDefinitions[0].image',
    certainty: 'certain',
    ...over,
  };
}

/** A role that exists, is in use as task role of my-app, and was watched for 90 days. */
export function assess(
  name: string,
  over: Partial<RoleAssessment> & { readonly uses?: readonly RoleUse[]; readonly role?: Partial<Role> } = {},
): RoleAssessment {
  const { uses = [use('task')], role = {}, ...rest } = over;
  return {
    inUse: { arn: arnOf(name), uses, byShortName: false },
    lookup: { kind: 'found', role: roleNamed(name, role) },
    actions: [],
    denied: [],
    required: [],
    missing: [],
    watched: { from: NOW - 90 * DAY, to: NOW },
    ...rest,
  };
}

export function unreadable(name: string): RoleAssessment {
  return assess(name, {
    lookup: { kind: 'unreadable', arn: arnOf(name), why: 'AccessDenied on iam:GetRole' },
  });
}

export function knownFrom(finding: Finding, over: Partial<KnownFinding> = {}): KnownFinding {
  return {
    id: finding.id,
    rule: finding.rule,
    roleArn: finding.roleArn,
    severity: finding.severity,
    title: finding.title,
    recordState: 'ACTIVE',
    firstSeen: NOW - 10 * DAY,
    createdAt: NOW - 10 * DAY,
    updatedAt: NOW - DAY,
    families: finding.families,
    actions: finding.actions,
    ...over,
  };
}
