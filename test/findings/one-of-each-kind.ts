import { evaluateRules } from '../../src/findings/evaluate-rules.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { RULES } from '../../src/findings/rules.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import {
  allow,
  arnOf,
  assess,
  CONTEXT,
  DAY,
  managedPolicy,
  NOW,
  need,
  roleNamed,
  TRUST,
  use,
  verdict,
} from './fixtures.ts';

const open = parsePolicy({ ...TRUST, Statement: [{ ...TRUST.Statement[0], Condition: undefined }] });
const theirs = 'arn:aws:iam::999999999999:role/theirs' as const;

/** A small account in which every rule fires. */
export function troubledAccount(): readonly RoleAssessment[] {
  return [
    assess('my-app-task', {
      lastSeen: NOW - DAY,
      role: { policies: [allow('app', ['s3:*', 'sqs:SendMessage'], 'arn:aws:s3:::my-app/*')], trustPolicy: open },
      actions: [
        verdict('s3:PutObject', 'unused'),
        verdict('s3:PutBucketPolicy', 'unused'),
        verdict('s3:GetObject', 'unobservable'),
        verdict('sqs:SendMessage', 'used', { lastUsed: NOW - DAY, uses: 12 }),
      ],
      denied: [
        {
          action: 'dynamodb:GetItem',
          first: NOW - 3 * DAY,
          last: NOW - DAY,
          count: 42,
          resources: ['arn:aws:dynamodb:us-east-1:123456789012:table/my-app'],
          errorCode: 'AccessDenied',
        },
      ],
    }),
    assess('orders-exec', {
      lastSeen: NOW - DAY,
      uses: [use('execution', 'orders', 3)],
      actions: [verdict('dynamodb:PutItem', 'unobservable'), verdict('ecr:BatchGetImage', 'required')],
      missed: [
        {
          action: 'logs:CreateLogStream',
          grantedAt: NOW - 3 * DAY,
          refused: { first: NOW - 2 * DAY, last: NOW - DAY },
          resources: ['arn:aws:logs:us-east-1:123456789012:log-group:/ecs/orders:log-stream:a'],
          statement: { effect: 'Allow', action: ['logs:*'], resource: ['*'], index: 0 },
          change: {
            at: NOW - 2 * DAY,
            eventName: 'DeleteRolePolicy',
            roleName: 'orders-exec',
            policy: 'logs',
            by: 'arn:aws:sts::123456789012:assumed-role/platform/dana',
          },
        },
      ],
      missing: [
        need('ssm:GetParameters', {
          role: arnOf('orders-exec'),
          family: 'orders',
          resources: ['arn:aws:ssm:us-east-1:123456789012:parameter/orders/key'],
          field: 'containerDefinitions[0].secrets[0].valueFrom',
        }),
      ],
    }),
    assess('billing', { lastSeen: NOW - DAY, uses: [use('task', 'billing'), use('execution', 'billing')] }),
    assess('admin-tool', {
      lastSeen: NOW - DAY,
      uses: [use('task', 'admin-tool')],
      role: {
        policies: [managedPolicy('AdministratorAccess', '*'), managedPolicy('SecretsManagerReadWrite')],
        trustPolicy: parsePolicy({ Version: '2012-10-17', Statement: [] }),
      },
    }),
    assess('gone', { uses: [use('task', 'legacy')], lookup: { kind: 'missing', arn: arnOf('gone') } }),
    assess('theirs', {
      inUse: { arn: theirs, uses: [use('task', 'partner')], byShortName: false },
      lookup: { kind: 'foreign', arn: theirs, accountId: '999999999999' },
    }),
    assess('idle', { uses: [use('task', 'idle')] }),
  ];
}

/** Roles at which the rules about wide grants fire. */
function wideAccount(): readonly RoleAssessment[] {
  const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:web/db-AbCdEf';
  return [
    assess('deployer', {
      lastSeen: NOW - DAY,
      uses: [use('task', 'deployer')],
      role: {
        policies: [allow('app', ['iam:PassRole', 'ecs:RunTask', 'ecr:BatchGetImage'])],
        trustPolicy: parsePolicy({
          ...TRUST,
          Statement: [
            ...TRUST.Statement,
            { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' },
          ],
        }),
      },
      actions: [
        verdict('iam:PassRole', 'unobservable'),
        verdict('ecs:RunTask', 'unused'),
        verdict('ecr:BatchGetImage', 'unused'),
      ],
    }),
    assess('web-exec', {
      lastSeen: NOW - DAY,
      uses: [use('execution', 'web'), use('execution', 'api')],
      role: { policies: [allow('app', 'secretsmanager:GetSecretValue')] },
      actions: [
        verdict('secretsmanager:GetSecretValue', 'used', {
          resources: [secret],
          firstUsed: NOW - DAY,
          idleSince: NOW - 80 * DAY,
        }),
      ],
      required: [need('secretsmanager:GetSecretValue', { resources: [secret] })],
    }),
    {
      ...assess('maze', {
        lastSeen: NOW - DAY,
        uses: [use('task', 'maze')],
        role: { policies: [allow('app', 's3:GetObject', 'arn:aws:s3:::maze/*')] },
      }),
      beyondBudget: 'the effect of its policies',
    },
  ];
}

/** One finding of each rule, in the order of the catalogue. */
export function oneOfEachKind(): readonly Finding[] {
  const nodes = roleNamed('ecsInstanceRole', { policies: [allow('app', 's3:PutObject')] });
  const { findings } = evaluateRules([...troubledAccount(), ...wideAccount()], {
    ...CONTEXT,
    instanceRoles: [
      {
        arn: nodes.arn,
        families: ['cron'],
        found: {
          role: nodes,
          grants: [{ action: 's3:PutObject', grantedBy: [{ policy: 'inline policy app', index: 0 }] }],
        },
      },
    ],
  });
  return RULES.flatMap((rule) => findings.find((finding) => finding.rule === rule.id) ?? []);
}
