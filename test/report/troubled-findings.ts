import type { Finding, Severity } from '../../src/findings/finding.ts';
import { findingId } from '../../src/findings/finding-id.ts';
import type { RuleId } from '../../src/findings/rules.ts';
import { findingOf } from '../findings/finding-of.ts';
import { ACCOUNT } from '../findings/fixtures.ts';

type Row = readonly [
  severity: Severity,
  rule: RuleId,
  role: string,
  family: string,
  title: string,
  over?: Partial<Finding>,
];

const THEIRS = 'arn:aws:iam::999999999999:role/theirs';

/** Worst first, as the rules give them. */
const ROWS: readonly Row[] = [
  [
    'CRITICAL',
    'administrator-access',
    'admin-tool',
    'admin-tool',
    'admin-tool is granted every action on every resource',
    { reason: 'every action on every resource, by managed policy AdministratorAccess; 0 seen in use' },
  ],
  [
    'HIGH',
    'application-permissions-on-execution-role',
    'orders-exec',
    'orders',
    'Execution role orders-exec carries 1 permission that belongs on a task role',
    {
      reason: 'dynamodb:PutItem on the execution role, and orders without a task role',
      actions: ['dynamodb:PutItem'],
    },
  ],
  [
    'HIGH',
    'execution-role-missing-permission',
    'orders-exec',
    'orders',
    'Execution role orders-exec lacks 1 permission that its task definitions need',
    { reason: 'no ssm:GetParameters: the container does not start', actions: ['ssm:GetParameters'] },
  ],
  [
    'HIGH',
    'missing-role',
    'gone',
    'legacy',
    'Role gone does not exist, but legacy names it',
    { reason: 'does not exist, so no task starts with it' },
  ],
  ['HIGH', 'trust-missing-ecs', 'admin-tool', 'admin-tool', 'admin-tool does not trust ECS tasks'],
  [
    'MEDIUM',
    'unused-permissions',
    'my-app-task',
    'my-app',
    'my-app-task is granted 2 permissions that it does not use',
    {
      reason: '2 of 4 granted actions unused, among them s3:PutBucketPolicy',
      actions: ['s3:PutBucketPolicy', 's3:PutObject'],
    },
  ],
  [
    'MEDIUM',
    'denied-at-runtime',
    'my-app-task',
    'my-app',
    'my-app-task was denied 1 action',
    { reason: 'denied dynamodb:GetItem', actions: ['dynamodb:GetItem'] },
  ],
  ['MEDIUM', 'same-role-for-both', 'billing', 'billing', 'billing is both task role and execution role'],
  [
    'MEDIUM',
    'foreign-role',
    'theirs',
    'partner',
    'partner names role theirs of account 999999999999',
    { roleArn: THEIRS },
  ],
  ['MEDIUM', 'broad-managed-policy', 'admin-tool', 'admin-tool', 'admin-tool carries 1 broad AWS managed policy'],
  ['LOW', 'unused-role', 'idle', 'idle', 'idle was not assumed in the watched window'],
  [
    'LOW',
    'trust-without-source-condition',
    'my-app-task',
    'my-app',
    'my-app-task may be assumed by ECS without a source condition',
  ],
  [
    'LOW',
    'wildcard-service',
    'my-app-task',
    'my-app',
    'my-app-task is granted all of 1 service',
    { reason: 's3:*; 0 actions seen in use' },
  ],
  [
    'INFORMATIONAL',
    'evidence-gap',
    'my-app-task',
    'my-app',
    '1 permission of my-app-task cannot be judged',
    { actions: ['s3:GetObject'] },
  ],
  [
    'INFORMATIONAL',
    'evidence-gap',
    'orders-exec',
    'orders',
    '1 permission of orders-exec cannot be judged',
    { actions: ['dynamodb:PutItem'] },
  ],
];

/** The findings that reports of `troubledAccount()` show: by hand, so that a new rule changes no report test. */
export const TROUBLED_FINDINGS: readonly Finding[] = ROWS.map(([severity, rule, role, family, title, over]) => {
  const finding = findingOf(rule, role, {
    severity,
    title,
    families: [family],
    taskDefinitionArns: [`arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/${family}:1`],
    ...over,
  });
  if (rule !== 'missing-role' && rule !== 'foreign-role') return finding;
  const { role: _, ...withoutRole } = finding;
  return {
    ...withoutRole,
    id: findingId({ partition: 'aws', accountId: ACCOUNT, roleKey: finding.roleArn, rule }),
  };
});
