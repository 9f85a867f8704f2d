import { DAY_MS, HOUR_MS } from '../../base/time.ts';
import { addEvent } from '../add-event.ts';
import { addManagedPolicy, addRole, addService, addTask, addTaskDefinition, container } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import type { JsonObject } from '../wire/json.ts';
import { awsManaged } from './aws-managed-policies.ts';
import { callEverything } from './everyday-calls.ts';
import { EVERYDAY_PERMISSIONS } from './everyday-permissions.ts';
import { awslogs } from './log-configuration.ts';
import { HOME_REGION, SECOND_REGION } from './names.ts';
import { deployIdentity } from './other-principals.ts';
import { seededRandom } from './seeded-random.ts';
import { allow, document } from './statements.ts';
import { startTask } from './task-start.ts';

const DOMAINS = ['payments', 'search', 'inventory', 'pricing', 'shipping', 'returns', 'loyalty', 'identity', 'media'];
const PARTS = ['api', 'worker', 'indexer', 'consumer', 'scheduler', 'gateway', 'exporter'];
const RARELY_RUN = 9;
/** Every so many families have outgrown a permission. */
const OUTGROWN = 4;

/** How many families each Region has, with how many revisions each. */
const PLAN = [
  { region: HOME_REGION, families: 52, revisions: 4, seed: 20_261 },
  { region: SECOND_REGION, families: 18, revisions: 2, seed: 20_262 },
] as const;

/**
 * The rest of the account: families of an ordinary shop, most of them in order. They share the execution role, and two
 * domains have one task role for all their families; every ninth family has not run in the window, and every fourth does not use
 * the first thing that it was made for any more.
 */
export function addEverydayFamilies(account: SandboxAccount, executionRole: string): void {
  const shared = addSharedPolicy(account);
  for (const plan of PLAN) {
    const random = seededRandom(plan.seed);
    for (let index = 0; index < plan.families; index++) {
      const domain = DOMAINS[index % DOMAINS.length] ?? '';
      const part = PARTS[Math.floor(index / DOMAINS.length) % PARTS.length] ?? '';
      const name = `${domain}-${part}`;
      const roleName = sharesRole(domain) ? `${domain}-task` : `${name}-task`;
      const taskRole = roleFor(account, roleName, name, plan.region, random, policiesOf(name, shared));
      addFamily(account, {
        name,
        taskRole,
        executionRole,
        ...plan,
        idle: index % RARELY_RUN === RARELY_RUN - 1,
        tidy: index % OUTGROWN !== 0,
        random,
      });
    }
  }
}

function sharesRole(domain: string): boolean {
  return domain === 'loyalty' || domain === 'media';
}

/** Managed policies that some families' roles have beside their own statements. */
function policiesOf(family: string, searchSettings: string): readonly string[] {
  switch (family) {
    case 'search-api':
    case 'search-indexer':
      return [searchSettings];
    case 'returns-worker':
      return [awsManaged('AmazonS3ReadOnlyAccess')];
    case 'shipping-worker':
      return [awsManaged('AmazonSQSFullAccess')];
    default:
      return [];
  }
}

/** A customer-managed policy whose version in force is younger than what it replaced. */
function addSharedPolicy(account: SandboxAccount): string {
  const parameters = `arn:aws:ssm:*:${account.accountId}:parameter/search/*`;
  const policyArn = addManagedPolicy(account, {
    name: 'search-settings',
    createdAt: account.now - 300 * DAY_MS,
    updatedAt: account.now - 12 * DAY_MS,
    documents: [
      document(allow('ssm:GetParameter', parameters)),
      document(allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], parameters)),
    ],
  });
  const at = account.now - 12 * DAY_MS;
  addEvent(account, {
    userIdentity: deployIdentity(at),
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreatePolicyVersion',
    at,
    requestParameters: { policyArn, setAsDefault: true },
    responseElements: { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
  });
  return policyArn;
}

function roleFor(
  account: SandboxAccount,
  roleName: string,
  application: string,
  region: string,
  random: () => number,
  attached: readonly string[],
): string {
  const known = account.roles.find((role) => role.name === roleName);
  if (known !== undefined) return known.arn;
  const first = Math.floor(random() * EVERYDAY_PERMISSIONS.length);
  const statements = [first, first + 1 + Math.floor(random() * 3)].flatMap((index) => {
    const permission = EVERYDAY_PERMISSIONS[index % EVERYDAY_PERMISSIONS.length];
    return permission === undefined ? [] : [permission(application)];
  });
  return addRole(account, {
    name: roleName,
    createdAt: account.now - Math.floor(120 + random() * 700) * DAY_MS,
    inlinePolicies: { [application]: document(...statements) },
    attached,
    tags: { team: application.split('-')[0] ?? '' },
    lastUsed: { at: account.now - Math.floor(1 + random() * 40) * HOUR_MS, region },
  });
}

interface FamilyPlan {
  readonly name: string;
  readonly region: string;
  readonly revisions: number;
  readonly taskRole: string;
  readonly executionRole: string;
  readonly idle: boolean;
  /** Uses all that it may. */
  readonly tidy: boolean;
  readonly random: () => number;
}

function addFamily(account: SandboxAccount, plan: FamilyPlan): void {
  const { name, region, taskRole, executionRole, random } = plan;
  let current = '';
  for (let revision = plan.revisions; revision >= 1; revision--) {
    current = addTaskDefinition(account, {
      region,
      family: name,
      taskRoleArn: taskRole,
      executionRoleArn: executionRole,
      registeredAt: account.now - Math.floor(revision * 25 + random() * 20) * DAY_MS,
      containerDefinitions: [container(account, name, region, { logConfiguration: awslogs(name, region) })],
    });
  }
  if (plan.idle) return;
  const at = account.now - Math.floor(1 + random() * 85) * DAY_MS;
  const id = startTask(account, { family: name, region, at, executionRole, taskRole, pull: random() < 0.15 });
  callEverything(account, plan.tidy ? ownStatements(account, taskRole) : ownStatements(account, taskRole).slice(1), {
    role: taskRole,
    sessionName: id,
    region,
    at,
  });
  addService(account, { name, taskDefinitionArn: current });
  addTask(account, { id, taskDefinitionArn: current, service: name });
}

function ownStatements(account: SandboxAccount, roleArn: string): readonly JsonObject[] {
  const policies = account.roles.find(({ arn }) => arn === roleArn)?.inlinePolicies ?? {};
  return Object.values(policies).flatMap((policy) =>
    typeof policy === 'string' ? [] : ((policy['Statement'] ?? []) as readonly JsonObject[]),
  );
}
