import { DAY_MS } from '../../src/base/time.ts';
import { observabilityOf } from '../../src/cloudtrail/observability.ts';
import type { GrantChange, Observation } from '../../src/cloudtrail/observation.ts';
import type { RunningWorkload } from '../../src/ecs/role-tasks.ts';
import type { RequiredPermission, RoleUse } from '../../src/ecs/role-use.ts';
import type { Coverage } from '../../src/evidence/coverage.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { watcher } from '../../src/evidence/watched.ts';
import type { Action } from '../../src/iam/action.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { effectiveGrants } from '../../src/iam/effective-grants.ts';
import type { Role, RoleLookup, RolePolicy } from '../../src/iam/role.ts';
import type { Evidence } from '../../src/rightsize/assessment-input.ts';
import { judgeRole } from '../../src/rightsize/judge-role.ts';
import type { RoleAssessment } from '../../src/rightsize/verdict.ts';
import { ACCOUNT, daysAgo, lookup, NOW, ROLE_ID } from '../ledger/seen.ts';
import { role as grantingRole, inline } from '../support/iam.ts';

const catalog = await loadCatalog();

export const ARN = `arn:aws:iam::${ACCOUNT}:role/app-task` as const;
export const REGIONS: readonly string[] = ['eu-west-1', 'us-east-1'];

/** All that an assessment hangs on; the default leaves no doubt at all. */
export interface World {
  readonly policies: readonly RolePolicy[];
  readonly role: Partial<Role>;
  readonly lookup?: RoleLookup;
  readonly required: readonly RequiredPermission[];
  readonly observations: readonly Observation[];
  readonly grantChanges: readonly GrantChange[];
  readonly coverages: readonly Coverage[];
  readonly enabledRegions: readonly string[] | undefined;
  readonly evidence: Partial<Evidence>;
  readonly uses: readonly RoleUse[];
  readonly scpLevels: readonly (readonly RolePolicy[])[];
}

/** A service whose tasks are replaced every day. */
const restartedDaily: RunningWorkload = {
  name: 'service app in eu-west-1',
  region: 'eu-west-1',
  family: 'my-app',
  started: Array.from({ length: 400 }, (_, day) => daysAgo(400 - day)),
};

/** Allows the actions on everything, in an inline policy called `app`. */
export function allow(...actions: readonly string[]): RolePolicy {
  return inline({ Effect: 'Allow', Action: actions, Resource: '*' });
}

export function requires(action: Action, parts: Partial<RequiredPermission> = {}): RequiredPermission {
  return {
    role: ARN,
    job: 'execution',
    action,
    resources: ['*'],
    taskDefinitionArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/my-app:7`,
    family: 'my-app',
    region: 'eu-west-1',
    field: 'containerDefinitions[0].image',
    certainty: 'certain',
    ...parts,
  };
}

/** A role of 200 days, watched for 90 in both enabled Regions by LookupEvents, with nothing seen and nothing required. */
export function assess(world: Partial<World> = {}): RoleAssessment {
  return judge(world).assessment;
}

/** The same, with the evidence that led to it. */
export function judge(world: Partial<World> = {}): {
  readonly assessment: RoleAssessment;
  readonly evidence: Evidence;
} {
  const usage = usageTable(catalog);
  const receiver = usage.receiverFor('lookup');
  for (const observation of world.observations ?? []) receiver.observe(observation);
  for (const change of world.grantChanges ?? []) receiver.grantChanged(change);
  const past = {
    coverages: world.coverages ?? REGIONS.map((region) => lookup(region)),
    enabledRegions: 'enabledRegions' in world ? world.enabledRegions : REGIONS,
    now: NOW,
  };
  const evidence: Evidence = {
    usage,
    past,
    watched: watcher(past),
    operationsKnown: true,
    observabilityOf: (action) => observabilityOf(action, catalog),
    unreadTaskDefinitions: [],
    unlistedRegions: [],
    tasksOf: () => ({ families: [], running: [restartedDaily], unlisted: [] }),
    taskStarts: new Map(),
    thresholds: { minAge: 30 * DAY_MS, minWatched: 30 * DAY_MS },
    now: NOW,
    internActions: (list) => list,
    ...world.evidence,
  };
  const role = roleOf(world);
  const found: RoleLookup = world.lookup ?? { kind: 'found', role };
  const inUse = { arn: ARN, uses: world.uses ?? [], byShortName: false };
  const subject = { inUse, lookup: found, required: world.required ?? [] };
  const assessment = judgeRole(
    found.kind === 'found'
      ? { ...subject, grants: effectiveGrants(role, catalog, { scpLevels: world.scpLevels ?? [] }) }
      : subject,
    evidence,
  );
  return { assessment, evidence };
}

function roleOf({ policies, role }: Partial<World>): Role {
  return {
    ...grantingRole(policies ?? [allow('rds:DescribeDBInstances')]),
    arn: ARN,
    name: 'app-task',
    path: '/',
    roleId: ROLE_ID,
    createdAt: daysAgo(200),
    tags: {},
    unread: [],
    ...role,
  };
}

/** `verdict: because` of one action. */
export function verdictOf(assessment: RoleAssessment, action: Action): string {
  const found = assessment.actions.find((each) => each.action === action);
  return found === undefined ? 'not granted' : `${found.verdict}: ${found.because}`;
}
