import { addEvent } from '../add-event.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { stableHex } from '../stable-id.ts';
import type { JsonObject } from '../wire/json.ts';
import { ACCOUNT_ID } from './names.ts';

/** One start of a task, as the ECS agent's calls show it. */
export interface TaskStart {
  readonly family: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly executionRole?: string;
  readonly taskRole?: string;
  readonly secrets?: readonly string[];
  readonly parameters?: readonly string[];
  /** The customer-managed key behind the secrets; Secrets Manager then decrypts on the role's behalf. */
  readonly key?: string;
  /** False where the image was pulled before or is public. */
  readonly pull?: boolean;
}

const AGENT = 'ECS Agent/1.98.0 (ce4e8b7) +http://aws.amazon.com/ecs/';

/** Adds the calls of a task's start to the event history and returns the task's id, which names its sessions. */
export function startTask(account: SandboxAccount, start: TaskStart): string {
  const id = stableHex(`${start.family} ${start.region} ${start.at}`, 32);
  for (const role of [start.executionRole, start.taskRole]) {
    if (role !== undefined) assumedByEcs(account, role, id, start);
  }
  if (start.executionRole === undefined) return id;
  const agentCalls = [
    ...(start.pull === false ? [] : pullCalls(start)),
    ...(start.secrets ?? []).flatMap((arn) => secretCalls(arn, start)),
    ...(start.parameters === undefined ? [] : [parameterCall(start.parameters)]),
    logCall(start, id),
  ];
  for (const [index, call] of agentCalls.entries()) {
    addEvent(account, {
      role: start.executionRole,
      sessionName: id,
      region: start.region,
      at: start.at + (2 + index) * 1000,
      userAgent: AGENT,
      ...call,
    });
  }
  return id;
}

interface AgentCall {
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters?: JsonObject;
  readonly resources?: readonly JsonObject[];
  readonly invokedBy?: string;
  readonly userAgent?: string;
}

/**
 * Adds that ECS assumed a role for a task: the service itself does, when a task starts and to renew its credentials ("Logging
 * Amazon ECS API calls", Amazon ECS developer guide).
 */
export function assumedByEcs(
  account: SandboxAccount,
  role: string,
  session: string,
  start: Pick<TaskStart, 'at' | 'region'>,
): void {
  addEvent(account, {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    at: start.at,
    region: start.region,
    userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
    sourceIPAddress: 'ecs-tasks.amazonaws.com',
    userAgent: 'ecs-tasks.amazonaws.com',
    requestParameters: { roleArn: role, roleSessionName: session },
    resources: [{ ARN: role, accountId: ACCOUNT_ID, type: 'AWS::IAM::Role' }],
  });
}

function pullCalls(start: TaskStart): readonly AgentCall[] {
  const eventSource = 'ecr.amazonaws.com';
  const repository = { registryId: ACCOUNT_ID, repositoryName: start.family.toLowerCase() };
  const resources = [
    {
      ARN: `arn:aws:ecr:${start.region}:${ACCOUNT_ID}:repository/${repository.repositoryName}`,
      accountId: ACCOUNT_ID,
    },
  ];
  const layerDigest = `sha256:${stableHex(`layer ${start.family}`, 64)}`;
  return [
    { eventSource, eventName: 'GetAuthorizationToken' },
    {
      eventSource,
      eventName: 'BatchGetImage',
      requestParameters: { ...repository, imageIds: [{ imageTag: '2026.11' }] },
      resources,
    },
    { eventSource, eventName: 'GetDownloadUrlForLayer', requestParameters: { ...repository, layerDigest }, resources },
  ];
}

function secretCalls(arn: string, start: TaskStart): readonly AgentCall[] {
  const read = {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    requestParameters: { secretId: arn },
  };
  if (start.key === undefined) return [read];
  const decrypt = {
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    invokedBy: 'secretsmanager.amazonaws.com',
    userAgent: 'secretsmanager.amazonaws.com',
    requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext: { SecretARN: arn } },
    resources: [{ ARN: start.key, accountId: ACCOUNT_ID, type: 'AWS::KMS::Key' }],
  };
  return [read, decrypt];
}

function parameterCall(names: readonly string[]): AgentCall {
  return {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'GetParameters',
    requestParameters: { names, withDecryption: true },
  };
}

function logCall(start: TaskStart, id: string): AgentCall {
  return {
    eventSource: 'logs.amazonaws.com',
    eventName: 'CreateLogStream',
    requestParameters: { logGroupName: `/ecs/${start.family}`, logStreamName: `ecs/${start.family}/${id}` },
  };
}
