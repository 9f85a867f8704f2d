import type { RoleArn } from '../../src/iam/arn.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { PolicySource, Role, RoleLookup } from '../../src/iam/role.ts';
import type { TruthStatement } from './evaluator.ts';
import { arnOfPolicy } from './record.ts';
import type { TruthPolicy } from './role-policies.ts';
import type { TruthAccount, TruthRole } from './truth-account.ts';

/** What IAM says of a role at a time. */
export function lookupOf({ roles }: TruthAccount, arn: RoleArn, now: number): RoleLookup {
  const role = roles.get(arn.slice(arn.lastIndexOf('/') + 1));
  if (role === undefined || role.createdAt > now) return { kind: 'missing', arn };
  return { kind: 'found', role: roleOf(role, arn, now) };
}

function roleOf({ name, roleId, createdAt, policies, boundary }: TruthRole, arn: RoleArn, now: number): Role {
  return {
    arn,
    name,
    path: '/',
    roleId,
    createdAt,
    tags: {},
    trustPolicy: parsePolicy({ Version: '2012-10-17', Statement: [TRUST] }),
    policies: policies
      .filter(({ since = 0 }) => since <= now)
      .map((policy) => ({ source: sourceOf(policy), document: documentOf(policy.statements) })),
    ...(boundary && {
      boundary: {
        source: { kind: 'boundary', name: 'limits', arn: arnOfPolicy('managed', 'limits'), versionCreatedAt: 0 },
        document: documentOf(boundary),
      },
    }),
    unread: [],
  };
}

const TRUST = {
  Effect: 'Allow',
  Principal: { Service: ['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com'] },
  Action: 'sts:AssumeRole',
};

function sourceOf({ kind, name }: TruthPolicy): PolicySource {
  if (kind === 'inline') return { kind, name };
  return {
    kind: 'managed',
    name,
    arn: arnOfPolicy(kind, name),
    awsManaged: kind === 'awsManaged',
    versionCreatedAt: 0,
  };
}

function documentOf(statements: readonly TruthStatement[]) {
  return parsePolicy({ Version: '2012-10-17', Statement: statements }, 'identity');
}
