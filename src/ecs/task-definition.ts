import * as z from 'zod';
import { quoted } from '../base/format.ts';
import type { Region } from '../base/region.ts';
import { ok, problem, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { valueByPath } from '../base/value-by-path.ts';
import { logConfiguration } from './container-definition-schema.ts';
import type { EnvironmentName } from './environment-name.ts';
import type { LaunchType } from './launch-type.ts';
import type { TaskDefinitionArn } from './task-definition-arn.ts';
import { daemonTaskDefinitionSchema, taskDefinitionSchema } from './task-definition-schema.ts';

/** A value that the ECS agent fetches: an ARN (Secrets Manager, Systems Manager) or the bare name of a parameter (`storedReference`). */
export interface SecretReference {
  readonly name: string;
  readonly valueFrom: string;
}

export interface LogConfiguration {
  readonly logDriver: string;
  /** Only the options that say which permissions are needed (see `LOG_OPTIONS_READ`); keys in lower case. */
  readonly options: Readonly<Record<string, string>>;
  readonly secretOptions: readonly SecretReference[];
}

export interface FirelensConfiguration {
  readonly type: string;
  readonly configFileType?: string;
  readonly configFileValue?: string;
}

export interface MountPoint {
  readonly sourceVolume: string;
  readonly readOnly: boolean;
}

export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  /** `repositoryCredentials.credentialsParameter`: ARN or name of a secret. */
  readonly credentialsParameter?: string;
  readonly environment: readonly EnvironmentName[];
  readonly secrets: readonly SecretReference[];
  readonly logConfiguration?: LogConfiguration;
  /** S3 ARNs. */
  readonly environmentFiles: readonly string[];
  readonly firelensConfiguration?: FirelensConfiguration;
  /** `credentialspec:ARN` and `credentialspecdomainless:ARN`, with the field each one stands in. */
  readonly credentialSpecs: readonly { readonly value: string; readonly field: string }[];
  readonly mountPoints: readonly MountPoint[];
}

export interface Volume {
  readonly name: string;
  readonly efs?: {
    readonly fileSystemId: string;
    readonly iam: boolean;
    readonly transitEncryption: boolean;
    readonly accessPointId?: string;
  };
  readonly s3files?: { readonly fileSystemArn: string; readonly accessPointArn?: string };
  readonly fsxWindows?: { readonly fileSystemId: string; readonly credentialsParameter?: string };
}

/**
 * The fields read of one task-definition revision, of either kind. Of environment variables only
 * names are kept, and ARNs that stand in their values.
 * A revision never changes once registered, its status and tags apart.
 */
export interface TaskDefinition {
  readonly taskDefinitionArn: TaskDefinitionArn;
  readonly region: Region;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** Absent for revisions of before ECS kept the time. */
  readonly registeredAt?: EpochMs;
  /** True for daemon task definitions, a kind of their own. */
  readonly daemon: boolean;
  /** As given: an ARN or a short name. */
  readonly taskRoleArn?: string;
  /** As given: an ARN or a short name. */
  readonly executionRoleArn?: string;
  /** What it asks to be checked against when registered; ECS takes EC2 where it asks for nothing. */
  readonly requiresCompatibilities: readonly LaunchType[];
  /** What it turned out to be compatible with. */
  readonly compatibilities: readonly LaunchType[];
  readonly containerDefinitions: readonly ContainerDefinition[];
  readonly volumes: readonly Volume[];
  /** True where a proxy of type APPMESH is configured. */
  readonly appMeshProxy: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Reads the response of DescribeTaskDefinition or DescribeDaemonTaskDefinition. Unknown fields are let pass; a known
 * field of the wrong shape is a problem that names the field, because a requirement may hide behind it.
 */
export function parseTaskDefinition(raw: unknown, region: Region): Result<TaskDefinition> {
  const isDaemon = valueByPath(raw, ['daemonTaskDefinition']) !== undefined;
  const parsed = (isDaemon ? daemonTaskDefinitionSchema : taskDefinitionSchema).safeParse(raw);
  if (parsed.success) return ok({ ...parsed.data, region });
  return problem(`Cannot read ${nameOf(raw)}: ${firstIssue(parsed.error, raw)}`);
}

/** Reads the log configuration of a Service Connect proxy, as DescribeServices gives it. */
export function parseLogConfiguration(raw: unknown): Result<LogConfiguration> {
  const parsed = logConfiguration.safeParse(raw);
  return parsed.success ? ok(parsed.data) : problem(`Cannot read logConfiguration: ${firstIssue(parsed.error, raw)}`);
}

/** Fields in which people put secrets, meant to be there or not. */
const MAY_HOLD_SECRETS: ReadonlySet<string> = new Set([
  'environment',
  'secrets',
  'secretOptions',
  'options',
  'repositoryCredentials',
  'authorizationConfig',
  'credentialSpecs',
  'dockerSecurityOptions',
]);

function firstIssue(error: z.ZodError, raw: unknown): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'its shape is not that of a task definition';
  const field = z.core.toDotPath(issue.path);
  const value = valueByPath(raw, issue.path);
  const mayBeSecret = issue.path.some((key) => MAY_HOLD_SECRETS.has(String(key)));
  const found = mayBeSecret && value !== undefined ? `${typeof value} (not shown)` : quoted(value);
  return field === '' ? `found ${found}: ${issue.message}` : `${field} is ${found}: ${issue.message}`;
}

function nameOf(raw: unknown): string {
  const arn =
    valueByPath(raw, ['taskDefinition', 'taskDefinitionArn']) ??
    valueByPath(raw, ['daemonTaskDefinition', 'daemonTaskDefinitionArn']);
  return typeof arn === 'string' ? `task definition "${arn}"` : 'a task definition';
}
