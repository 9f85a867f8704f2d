import type { CloudTrailRecord } from './cloudtrail-record.ts';
import type { JsonObject } from './wire/json.ts';

/** A policy document: as an object, or as the exact text IAM would hand out (also text that does not parse). */
export type PolicyText = JsonObject | string;

/** A Region as the account sees it. */
export interface SandboxRegion {
  readonly name: string;
  readonly optInStatus: 'opt-in-not-required' | 'opted-in' | 'not-opted-in';
  /** True where Security Hub CSPM is switched on. */
  readonly securityHub: boolean;
}

/** A role as IAM holds it. Times are in milliseconds since the epoch. */
export interface SandboxRole {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly roleId: string;
  readonly createdAt: number;
  readonly description?: string;
  readonly trustPolicy: PolicyText;
  readonly inlinePolicies: Readonly<Record<string, PolicyText>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly boundary?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly lastUsed?: { readonly at: number; readonly region: string };
}

/** A managed policy, the customer's or AWS's. The last version is the default one. */
export interface SandboxManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly policyId: string;
  readonly createdAt: number;
  readonly versions: readonly {
    readonly id: string;
    readonly document: PolicyText;
    readonly createdAt: number;
  }[];
}

/** A task-definition revision. Containers and volumes have ECS's own shape. */
export interface SandboxTaskDefinition {
  readonly region: string;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** An ARN, or (task definitions only) the bare name of a role. */
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly containerDefinitions: readonly JsonObject[];
  readonly volumes: readonly JsonObject[];
  readonly networkMode: string;
  readonly requiresCompatibilities: readonly string[];
  readonly cpu: string;
  readonly memory: string;
  readonly registeredAt: number;
  readonly registeredBy: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A revision of a daemon task definition, which has a listing of its own. */
export interface SandboxDaemonTaskDefinition {
  readonly region: string;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'DELETE_IN_PROGRESS' | 'DELETED';
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly containerDefinitions: readonly JsonObject[];
  readonly registeredAt: number;
  readonly registeredBy: string;
}

/** A daemon: a daemon task definition run on every instance of a capacity provider. */
export interface SandboxDaemon {
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  readonly daemonTaskDefinitionArn: string;
  readonly enableExecuteCommand: boolean;
  readonly createdAt: number;
}

/** An ECS cluster. */
export interface SandboxCluster {
  readonly region: string;
  readonly name: string;
}

/** An ECS service, all of whose tasks run one task definition. */
export interface SandboxEcsService {
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  readonly taskDefinitionArn: string;
  readonly desiredCount: number;
  readonly launchType: 'FARGATE' | 'EC2' | 'EXTERNAL';
  readonly enableExecuteCommand: boolean;
  readonly createdAt: number;
  /** What ECS says of it, newest first; nothing if not given. */
  readonly events?: readonly { readonly at: number; readonly message: string }[];
  /** A deployment that failed, beside the one that holds. */
  readonly failedDeployment?: { readonly at: number; readonly taskDefinitionArn: string; readonly reason: string };
}

/** A task that runs, or stopped a short while ago. */
export interface SandboxTask {
  readonly region: string;
  readonly cluster: string;
  /** 32 hexadecimal digits; also the session name of the task's role sessions. */
  readonly id: string;
  readonly taskDefinitionArn: string;
  /** The service that runs it; absent for a task started by hand. */
  readonly service?: string;
  readonly launchType: 'FARGATE' | 'EC2' | 'EXTERNAL';
  readonly overrides: { readonly taskRoleArn?: string; readonly executionRoleArn?: string };
  readonly enableExecuteCommand: boolean;
  readonly startedAt: number;
  /** The id of the EC2 instance that it runs on, where it is in the account. */
  readonly instance?: string;
  /** Present for one that stopped. */
  readonly stopped?: { readonly at: number; readonly code: string; readonly reason: string };
}

/** An EC2 instance of a cluster, with the instance profile of its role; the profile bears the role's name. */
export interface SandboxInstance {
  readonly region: string;
  readonly cluster: string;
  /** `i-…`; container instances bear an id made of it. */
  readonly id: string;
  readonly roleName?: string;
}

/** A trail; `eventSelectors` or `advancedEventSelectors` in CloudTrail's own shape. */
export interface SandboxTrail {
  readonly name: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly bucket: string;
  readonly prefix?: string;
  readonly logging: boolean;
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** The account that owns it, where it is an organization's; this account if not given. */
  readonly ownerId?: string;
  readonly globalServiceEvents?: boolean;
  /** Set where digests are delivered too, each hour from then on. */
  readonly logFileValidation?: { readonly since: number };
  /** Set where S3 refuses its log files. */
  readonly deliveryError?: { readonly code: string; readonly lastDeliveryAt: number };
  readonly eventSelectors: readonly JsonObject[];
  readonly advancedEventSelectors: readonly JsonObject[];
}

/** A secret or parameter. `{endpoint}` in its value stands for the sandbox's own address. */
export interface SandboxSecret {
  readonly region: string;
  readonly name: string;
  readonly value: string;
  readonly createdAt: number;
}

/** All that the sandbox's services say is this account. Services only read it; builders (`build-account.ts`) add to it. */
export interface SandboxAccount {
  readonly accountId: string;
  /** What the account's times relate to, in milliseconds since the epoch. */
  readonly now: number;
  readonly regions: SandboxRegion[];
  readonly roles: SandboxRole[];
  readonly managedPolicies: SandboxManagedPolicy[];
  readonly taskDefinitions: SandboxTaskDefinition[];
  readonly daemonTaskDefinitions: SandboxDaemonTaskDefinition[];
  readonly daemons: SandboxDaemon[];
  readonly clusters: SandboxCluster[];
  readonly services: SandboxEcsService[];
  readonly tasks: SandboxTask[];
  readonly instances: SandboxInstance[];
  /** Management events, as CloudTrail's event history holds them. */
  readonly events: CloudTrailRecord[];
  /** Data events, which only a trail with data-event selectors records; LookupEvents never shows them. */
  readonly dataEvents: CloudTrailRecord[];
  readonly trails: SandboxTrail[];
  readonly secrets: SandboxSecret[];
  readonly parameters: SandboxSecret[];
  /** KMS keys of the kind HMAC_256. */
  readonly hmacKeys: { readonly arn: string }[];
  readonly buckets: string[];
  /** Accounts of the organization that the policies of buckets let read them. */
  readonly bucketReaders: { readonly bucket: string; readonly accountId: string }[];
  /** Paths of the Slack incoming webhooks that exist. */
  readonly slackWebhooks: string[];
  /** Bot tokens that Slack's Web API takes. */
  readonly slackTokens: string[];
  readonly slackChannels: SandboxSlackChannel[];
  /** ARNs of SNS topics. */
  readonly topics: string[];
  /** What CloudWatch counts. */
  readonly metrics: SandboxMetric[];
  /** Actions that IAM's simulation refuses wherever policies are changed, whatever they say. */
  readonly simulatorRefuses: string[];
}

/** A metric of CloudWatch that has the same sum every day. */
export interface SandboxMetric {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Its sum, and the number of its samples. */
  readonly perDay: number;
}

/** A Slack channel as the bot sees it. */
export interface SandboxSlackChannel {
  /** `C0123456789`. */
  readonly id: string;
  /** False where nobody has invited the bot. */
  readonly member: boolean;
  readonly archived?: boolean;
}

/** How an empty account may differ from the usual one. */
export interface EmptyAccountOptions {
  readonly now: number;
  readonly accountId?: string;
  /** The enabled Regions, us-east-1 alone if not given; Security Hub is on in all of them. */
  readonly regions?: readonly string[];
}

/** An account with Regions and nothing in them. */
export function emptyAccount(options: EmptyAccountOptions): SandboxAccount {
  return {
    accountId: options.accountId ?? '418295736412',
    now: options.now,
    regions: (options.regions ?? ['us-east-1']).map((name) => ({
      name,
      optInStatus: 'opt-in-not-required',
      securityHub: true,
    })),
    roles: [],
    managedPolicies: [],
    taskDefinitions: [],
    daemonTaskDefinitions: [],
    daemons: [],
    clusters: [],
    services: [],
    tasks: [],
    instances: [],
    events: [],
    dataEvents: [],
    trails: [],
    secrets: [],
    parameters: [],
    hmacKeys: [],
    buckets: [],
    bucketReaders: [],
    slackWebhooks: [],
    slackTokens: [],
    slackChannels: [],
    topics: [],
    metrics: [],
    simulatorRefuses: [],
  };
}
