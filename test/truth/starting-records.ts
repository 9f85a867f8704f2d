import { DAY_MS } from '../../src/base/time.ts';
import type { Random } from './random.ts';
import { arnOfPolicy, arnOfRole, recordOf, type TruthRecord } from './record.ts';
import { ACCOUNT } from './resources.ts';
import type { TruthPolicy } from './role-policies.ts';
import type { TruthAccount, TruthRole } from './truth-account.ts';
import type { Workload } from './workload.ts';

/** Credentials live for six hours: each day of a task stands for four renewals. */
const RENEWED_EVERY_MS = DAY_MS;

/** What ECS, or Lambda, does to start a task and keep its credentials alive. */
export function startingRecords(
  workload: Workload,
  { now, roles }: TruthAccount,
  from: number,
  random: Random,
): readonly TruthRecord[] {
  const { kind, starts, taskRole, executionRole, lasts, endedAt, family, revision } = workload;
  const records: TruthRecord[] = [];
  for (const [place, { at, region, taskId }] of starts.entries()) {
    if (at >= now) break;
    const next = starts[place + 1]?.at ?? Number.POSITIVE_INFINITY;
    const end = Math.min(next, at + lasts, endedAt ?? Number.POSITIVE_INFINITY, now);
    const assume = (name: string, when: number): void => {
      const role = roles.get(name);
      if (role !== undefined && when >= from) records.push(assumed(role, kind, taskId, when, region, random));
    };
    if (executionRole !== undefined) assume(executionRole, at);
    if (taskRole !== undefined) for (let when = at; when < end; when += RENEWED_EVERY_MS) assume(taskRole, when);
    if (kind === 'cron' && at >= from) records.push(ranTask(family, revision, taskId, at, region, random));
  }
  return records;
}

function assumed(
  { name }: TruthRole,
  kind: Workload['kind'],
  session: string,
  at: number,
  region: string,
  random: Random,
): TruthRecord {
  const service = kind === 'function' ? 'lambda.amazonaws.com' : 'ecs-tasks.amazonaws.com';
  return recordOf({
    at,
    region,
    random,
    userIdentity: { type: 'AWSService', invokedBy: service },
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    recording: { kind: 'management' },
    readOnly: true,
    json: {
      requestParameters: { roleArn: arnOfRole(name), roleSessionName: session },
      resources: [{ ARN: arnOfRole(name), accountId: ACCOUNT, type: 'AWS::IAM::Role' }],
    },
  });
}

function ranTask(
  family: string,
  revision: number,
  taskId: string,
  at: number,
  region: string,
  random: Random,
): TruthRecord {
  const definition = `arn:aws:ecs:${region}:${ACCOUNT}:task-definition/${family}:${revision}`;
  return recordOf({
    at,
    region,
    random,
    userIdentity: { type: 'AWSService', invokedBy: 'events.amazonaws.com' },
    eventSource: 'ecs.amazonaws.com',
    eventName: 'RunTask',
    recording: { kind: 'management' },
    readOnly: false,
    json: {
      requestParameters: { taskDefinition: definition, cluster: 'main' },
      responseElements: {
        tasks: [{ taskArn: `arn:aws:ecs:${region}:${ACCOUNT}:task/main/${taskId}`, taskDefinitionArn: definition }],
      },
    },
  });
}

/** One change that people made to a role, as CloudTrail records it. */
export function roleChangeRecord(
  roleName: string,
  at: number,
  {
    eventName,
    parameters = {},
  }: { readonly eventName: string; readonly parameters?: Readonly<Record<string, string>> },
  random: Random,
): TruthRecord {
  return recordOf({
    at,
    region: 'us-east-1',
    random,
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
      userName: 'ann',
    },
    eventSource: 'iam.amazonaws.com',
    eventName,
    recording: { kind: 'management' },
    readOnly: false,
    json: { requestParameters: { roleName, ...parameters } },
  });
}

/** How a policy came to a role, as CloudTrail records it. */
export function policyGivenRecord(
  roleName: string,
  { kind, name }: Pick<TruthPolicy, 'kind' | 'name'>,
  at: number,
  random: Random,
): TruthRecord {
  return kind === 'inline'
    ? roleChangeRecord(roleName, at, { eventName: 'PutRolePolicy', parameters: { policyName: name } }, random)
    : roleChangeRecord(
        roleName,
        at,
        { eventName: 'AttachRolePolicy', parameters: { policyArn: arnOfPolicy(kind, name) } },
        random,
      );
}

/** What people did to a role. */
export function changeRecords(role: TruthRole, now: number, random: Random): readonly TruthRecord[] {
  const put = role.policies.flatMap((policy) => {
    const { since } = policy;
    return since === undefined || since >= now ? [] : [policyGivenRecord(role.name, policy, since, random)];
  });
  return [roleChangeRecord(role.name, role.createdAt, { eventName: 'CreateRole' }, random), ...put];
}
