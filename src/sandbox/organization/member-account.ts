import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { AWS_MANAGED_POLICIES, awsManaged, TASK_EXECUTION_POLICY } from '../account/aws-managed-policies.ts';
import { HOME_REGION, SECOND_REGION } from '../account/names.ts';
import { allow, document } from '../account/statements.ts';
import { addEvent } from '../add-event.ts';
import { addManagedPolicy, addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import { emptyAccount, type SandboxAccount } from '../sandbox-account.ts';
import type { JsonObject } from '../wire/json.ts';

/** The role that the hub assumes in each member. */
export const MEMBER_ROLE = 'ecs-role-auditor-member';

/** What the hub must say when it does. */
export const EXTERNAL_ID = 'example-organization-audits';

/** A family of a member account: what its role may do, and what of that it does. */
export interface MemberFamily {
  readonly name: string;
  readonly statements: readonly JsonObject[];
  /** Names of AWS managed policies that its role has. */
  readonly attached?: readonly string[];
  /** `[eventSource, eventName]` of what it calls every few days. */
  readonly calls: readonly (readonly [string, string])[];
  /** Days between its calls; six if not given. */
  readonly every?: number;
}

/** A member account with some families in us-east-1, each with a role of its own, and their execution role. */
export function memberAccount(
  accountId: string,
  now: number,
  families: readonly MemberFamily[],
  regions: readonly string[] = [HOME_REGION, SECOND_REGION],
): SandboxAccount {
  const account = emptyAccount({ now, accountId, regions });
  for (const policy of AWS_MANAGED_POLICIES) addManagedPolicy(account, policy);
  if (families.length === 0) return account;
  const executionRole = addRole(account, { name: 'ecsTaskExecutionRole', attached: [TASK_EXECUTION_POLICY] });
  for (const family of families) addFamily(account, family, executionRole);
  return account;
}

/** Adds the role that lets the hub's account audit this one. */
export function addMemberRole(account: SandboxAccount, hubAccountId: string): void {
  addRole(account, {
    name: MEMBER_ROLE,
    trustPolicy: document({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${hubAccountId}:root` },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
    }),
  });
}

function addFamily(account: SandboxAccount, family: MemberFamily, executionRoleArn: string): void {
  const { name } = family;
  const role = addRole(account, {
    name: `${name}-task`,
    inlinePolicies: { [name]: document(...family.statements) },
    attached: (family.attached ?? []).map(awsManaged),
    lastUsed: { at: account.now - 5 * HOUR_MS, region: HOME_REGION },
  });
  const taskDefinitionArn = addTaskDefinition(account, {
    family: name,
    taskRoleArn: role,
    executionRoleArn,
    containerDefinitions: [container(account, name, HOME_REGION)],
  });
  addService(account, { name, taskDefinitionArn });
  addTask(account, { taskDefinitionArn, service: name });
  for (let days = 1; days < 88; days += family.every ?? 6) {
    const at = account.now - days * DAY_MS - 3 * HOUR_MS;
    const started = ['GetAuthorizationToken', 'BatchGetImage', 'GetDownloadUrlForLayer'];
    for (const eventName of started)
      addEvent(account, { eventSource: 'ecr.amazonaws.com', eventName, at, role: executionRoleArn });
    for (const [eventSource, eventName] of family.calls) addEvent(account, { eventSource, eventName, at, role });
  }
}

/** A family that may read and write a queue and a secret, and does. */
export function orderlyFamily(name: string, accountId: string): MemberFamily {
  return {
    name,
    statements: [
      allow('sqs:GetQueueUrl', `arn:aws:sqs:us-east-1:${accountId}:${name}`),
      allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${accountId}:secret:${name}-*`),
    ],
    calls: [
      ['sqs.amazonaws.com', 'GetQueueUrl'],
      ['secretsmanager.amazonaws.com', 'GetSecretValue'],
    ],
  };
}

/** A family that may do much more than the little that it does. */
export function generousFamily(name: string): MemberFamily {
  return {
    name,
    statements: [
      allow(['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueUrl'], '*'),
      allow(['rds:DescribeDBInstances', 'ec2:DescribeInstances', 'glue:GetTables'], '*'),
    ],
    attached: ['SecretsManagerReadWrite'],
    calls: [['sqs.amazonaws.com', 'GetQueueUrl']],
  };
}

/** A family whose role may do everything. */
export function almightyFamily(name: string): MemberFamily {
  return { name, statements: [allow('*', '*')], calls: [['dynamodb.amazonaws.com', 'DescribeTable']] };
}
