import { byKey } from '../base/by-key.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import type { Region } from '../base/region.ts';
import type { EpochMs } from '../base/time.ts';
import { EVERY_FAMILY, type RegionInventory, type RunningTask } from './inventory.ts';
import { possibleLaunchTypes } from './possible-launch-types.ts';
import type { RoleInUse } from './role-use.ts';
import type { TaskDefinitionArn } from './task-definition-arn.ts';

/** What of a role's tasks ECS tells: which families may run with it, and what runs. */
export interface RoleTasks {
  /** The families whose definitions name the role, in order. */
  readonly families: readonly FamilyOfRole[];
  /** Services, and tasks without a service, that run with the role now, in order of their names. */
  readonly running: readonly RunningWorkload[];
  /** When the tasks that run now started, by definition, of those whose execution role it is; absent for none. */
  readonly startedBy?: ReadonlyMap<TaskDefinitionArn, readonly EpochMs[]>;
  /** The families, in order, whose tasks may run on external instances; absent for none. */
  readonly external?: readonly string[];
  /** Regions in which not all definitions and tasks could be listed: any may run with the role. */
  readonly unlisted: readonly Region[];
}

/** A family that names a role, or has a task that was given it. */
export interface FamilyOfRole {
  readonly region: Region;
  readonly family: string;
  /** The revisions that name the role, in order: others may name another one. */
  readonly revisions: readonly number[];
  /** Since when it has named the role without a break: when the first of the latest revisions that do was registered; absent where that is not known. */
  readonly since?: EpochMs;
}

/** Tasks that run one thing. */
export interface RunningWorkload {
  /** `service api in eu-west-1`, `family cron in us-east-1`. */
  readonly name: string;
  readonly region: Region;
  readonly family: string;
  /** When the tasks that run now started, ascending; tasks that are being started have no time yet. */
  readonly started: readonly EpochMs[];
}

interface FamilyUses {
  readonly region: Region;
  readonly family: string;
  readonly revisions: Set<number>;
}

/** Revisions of a family that are known, by number, with the time of registration. */
type Revisions = ReadonlyMap<number, EpochMs | undefined>;

function familyOf({ region, family, revisions }: FamilyUses, known: Revisions): FamilyOfRole {
  const since = namedSince(revisions, known);
  return {
    region,
    family,
    revisions: [...revisions].sort((a, b) => a - b),
    ...(since === undefined ? {} : { since }),
  };
}

function namedSince(naming: ReadonlySet<number>, known: Revisions): EpochMs | undefined {
  const latest = Math.max(...naming);
  let since: EpochMs | undefined;
  for (const revision of [...known.keys()].filter((each) => each <= latest).sort((a, b) => b - a)) {
    if (!naming.has(revision)) break;
    since = known.get(revision);
    if (since === undefined) break;
  }
  return since;
}

/** Finds what runs with each role; reads the inventories once. */
export function roleTasks(inventories: readonly RegionInventory[]): (inUse: RoleInUse) => RoleTasks {
  const byDefinition = new Map<TaskDefinitionArn, RunningTask[]>();
  const registered = new Map<string, Map<number, EpochMs | undefined>>();
  const external = new Set<TaskDefinitionArn>();
  const unlisted = new Set<Region>();
  for (const { region, runningTasks = [], taskDefinitions, launches = [], unreadTaskDefinitions } of inventories) {
    const launchedOn = Map.groupBy(launches, ({ taskDefinitionArn }) => taskDefinitionArn);
    for (const definition of taskDefinitions) {
      const { taskDefinitionArn, family, revision, registeredAt } = definition;
      const key = `${region} ${family}`;
      getOrInsert(registered, key, () => new Map<number, EpochMs | undefined>()).set(revision, registeredAt);
      const types = (launchedOn.get(taskDefinitionArn) ?? []).map(({ launchType }) => launchType);
      if (possibleLaunchTypes(definition, types).includes('EXTERNAL')) external.add(taskDefinitionArn);
    }
    if (unreadTaskDefinitions.includes(EVERY_FAMILY)) unlisted.add(region);
    for (const task of runningTasks)
      getOrInsert(byDefinition, task.taskDefinitionArn, (): RunningTask[] => []).push(task);
  }
  return ({ uses }) => {
    const families = new Map<string, FamilyUses>();
    const running = new Map<string, { region: Region; family: string; started: EpochMs[] }>();
    const startedBy = new Map<TaskDefinitionArn, EpochMs[]>();
    for (const { region, family, revision, taskDefinitionArn, job, override } of uses) {
      const { revisions } = getOrInsert(families, `${region} ${family}`, () => ({
        region,
        family,
        revisions: new Set<number>(),
      }));
      if (!override) revisions.add(revision);
      for (const task of byDefinition.get(taskDefinitionArn) ?? []) {
        // A task that overrides this role runs with another one, whatever its definition says.
        if (!override && task.overrides?.includes(job)) continue;
        const name = `${task.service === undefined ? `family ${family}` : `service ${task.service}`} in ${region}`;
        const workload = getOrInsert(running, name, () => ({ region, family, started: [] as EpochMs[] }));
        if (task.startedAt === undefined) continue;
        workload.started.push(task.startedAt);
        if (job === 'execution') getOrInsert(startedBy, taskDefinitionArn, (): EpochMs[] => []).push(task.startedAt);
      }
    }
    const outside = [
      ...new Set(uses.filter((use) => external.has(use.taskDefinitionArn)).map(({ family }) => family)),
    ].sort();
    return {
      families: [...families].sort(byKey).map(([key, family]) => familyOf(family, registered.get(key) ?? new Map())),
      running: [...running].sort(byKey).map(([name, { region, family, started }]) => ({
        name,
        region,
        family,
        started: [...new Set(started)].sort((a, b) => a - b),
      })),
      ...(startedBy.size === 0 ? {} : { startedBy }),
      ...(outside.length === 0 ? {} : { external: outside }),
      unlisted: [...unlisted].sort(),
    };
  };
}
