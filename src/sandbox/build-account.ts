import { DAY_MS } from '../base/time.ts';
import type {
  PolicyText,
  SandboxAccount,
  SandboxEcsService,
  SandboxRole,
  SandboxTask,
  SandboxTaskDefinition,
} from './sandbox-account.ts';
import { stableHex, stableIamId } from './stable-id.ts';
import type { JsonObject } from './wire/json.ts';

/** What a role is made of; everything but the name has a default. */
export interface RoleSeed {
  readonly name: string;
  /** `/` if not given. */
  readonly path?: string;
  /** Made from the ARN if not given; a role that is made again has another. */
  readonly roleId?: string;
  /** 400 days ago if not given. */
  readonly createdAt?: number;
  readonly description?: string;
  /** If not given: ecs-tasks.amazonaws.com may assume it, for this account. */
  readonly trustPolicy?: PolicyText;
  readonly inlinePolicies?: Readonly<Record<string, PolicyText>>;
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly lastUsed?: { readonly at: number; readonly region: string };
}

/** Adds a role and returns its ARN. */
export function addRole(account: SandboxAccount, seed: RoleSeed): string {
  const path = seed.path ?? '/';
  const arn = `arn:aws:iam::${account.accountId}:role${path}${seed.name}`;
  const role: SandboxRole = {
    path,
    arn,
    roleId: stableIamId('AROA', arn),
    createdAt: account.now - 400 * DAY_MS,
    trustPolicy: ecsTrustPolicy(account.accountId),
    inlinePolicies: {},
    attached: [],
    tags: {},
    ...seed,
  };
  account.roles.push(role);
  return arn;
}

/** Lets ECS tasks of the account assume a role, protected against the confused deputy as the ECS guide recommends. */
export function ecsTrustPolicy(accountId: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnLike: { 'aws:SourceArn': `arn:aws:ecs:*:${accountId}:*` },
        },
      },
    ],
  };
}

/** What a managed policy is made of. */
export interface ManagedPolicySeed {
  readonly name: string;
  readonly path?: string;
  /** True for a policy that AWS maintains. */
  readonly awsManaged?: boolean;
  /** 400 days ago if not given. */
  readonly createdAt?: number;
  /** When the version in force was made, where that was later. */
  readonly updatedAt?: number;
  /** Oldest first; the last one is in force. */
  readonly documents: readonly PolicyText[];
}

/** Adds a managed policy and returns its ARN. */
export function addManagedPolicy(account: SandboxAccount, seed: ManagedPolicySeed): string {
  const path = seed.path ?? '/';
  const owner = seed.awsManaged === true ? 'aws' : account.accountId;
  const arn = `arn:aws:iam::${owner}:policy${path}${seed.name}`;
  const createdAt = seed.createdAt ?? account.now - 400 * DAY_MS;
  account.managedPolicies.push({
    arn,
    name: seed.name,
    path,
    policyId: stableIamId('ANPA', arn),
    createdAt,
    versions: seed.documents.map((document, index) => ({
      id: `v${index + 1}`,
      document,
      createdAt: index === seed.documents.length - 1 ? (seed.updatedAt ?? createdAt) : createdAt,
    })),
  });
  return arn;
}

/** What a task-definition revision is made of; everything but the family has a default. */
export type TaskDefinitionSeed = Partial<SandboxTaskDefinition> & { readonly family: string };

/** Adds a revision (the family's next one if none is given; in us-east-1 if no Region is) and returns its ARN. */
export function addTaskDefinition(account: SandboxAccount, seed: TaskDefinitionSeed): string {
  const region = seed.region ?? 'us-east-1';
  const earlier = account.taskDefinitions.filter((other) => other.region === region && other.family === seed.family);
  const definition: SandboxTaskDefinition = {
    region,
    revision: Math.max(0, ...earlier.map((other) => other.revision)) + 1,
    status: 'ACTIVE',
    containerDefinitions: [container(account, seed.family, region)],
    volumes: [],
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    registeredAt: account.now - 120 * DAY_MS,
    registeredBy: `arn:aws:sts::${account.accountId}:assumed-role/github-deploy/GitHubActions`,
    tags: {},
    ...seed,
  };
  account.taskDefinitions.push(definition);
  return taskDefinitionArn(account, definition);
}

/** The ARN of a revision. */
export function taskDefinitionArn(
  account: SandboxAccount,
  definition: { readonly region: string; readonly family: string; readonly revision: number },
): string {
  return `arn:aws:ecs:${definition.region}:${account.accountId}:task-definition/${definition.family}:${definition.revision}`;
}

/** A container that pulls the repository `name` of the account's own registry; `more` adds or replaces members. */
export function container(account: SandboxAccount, name: string, region: string, more: JsonObject = {}): JsonObject {
  return {
    name,
    image: `${account.accountId}.dkr.ecr.${region}.amazonaws.com/${name}:2026.11`,
    cpu: 0,
    essential: true,
    portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    ...more,
  };
}

/** Adds a service to a cluster (`main` if none is given), and the cluster where it is new. */
export function addService(
  account: SandboxAccount,
  seed: Partial<SandboxEcsService> & { readonly name: string; readonly taskDefinitionArn: string },
): SandboxEcsService {
  const service: SandboxEcsService = {
    region: regionOf(seed.taskDefinitionArn),
    cluster: 'main',
    desiredCount: 1,
    launchType: 'FARGATE',
    enableExecuteCommand: false,
    createdAt: account.now - 120 * DAY_MS,
    ...seed,
  };
  addCluster(account, service.region, service.cluster);
  account.services.push(service);
  return service;
}

/** Adds a running task and returns its id. */
export function addTask(
  account: SandboxAccount,
  seed: Partial<SandboxTask> & { readonly taskDefinitionArn: string },
): string {
  const region = regionOf(seed.taskDefinitionArn);
  const task: SandboxTask = {
    region,
    cluster: 'main',
    id: stableHex(`task ${account.tasks.length} ${seed.taskDefinitionArn}`, 32),
    launchType: 'FARGATE',
    overrides: {},
    enableExecuteCommand: false,
    startedAt: account.now - 2 * DAY_MS,
    ...seed,
  };
  addCluster(account, task.region, task.cluster);
  account.tasks.push(task);
  return task.id;
}

function addCluster(account: SandboxAccount, region: string, name: string): void {
  if (account.clusters.some((cluster) => cluster.region === region && cluster.name === name)) return;
  account.clusters.push({ region, name });
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
