import pLimit from 'p-limit';
import type { Incomplete, IncompleteReason } from '../../base/incomplete.ts';
import { nameAtEnd } from '../../base/name-at-end.ts';
import { type DefinitionLaunch, EVERY_FAMILY, type RegionInventory } from '../../ecs/inventory.ts';
import type { TaskDefinition } from '../../ecs/task-definition.ts';
import type { TaskDefinitionArn } from '../../ecs/task-definition-arn.ts';
import type { KnownRevisions, Progress, TaskDefinitionReader } from '../../ports.ts';
import { isDenied, toIncomplete } from '../client/aws-error.ts';
import type { AwsSession } from '../client/session.ts';
import { readRunning } from './ecs-clusters.ts';
import { type EcsRegion, lacksOperation, type OnIncomplete, openEcsRegion } from './ecs-region.ts';
import type { Running } from './ecs-running.ts';
import {
  activeDaemonTaskDefinitions,
  activeTaskDefinitions,
  describeTaskDefinition,
  isDaemonTaskDefinition,
} from './ecs-task-definitions.ts';

/** Enough to keep 20 calls a second going where each takes more than a second. */
const DESCRIBED_AT_ONCE = 24;

/** Reads what ECS may run, Region by Region. Throws nothing: what is lost is in the inventory. */
export function createTaskDefinitionReader(session: AwsSession, progress?: Progress): TaskDefinitionReader {
  return { read: (region, revisions) => readRegion(openEcsRegion(session, region), revisions, progress) };
}

async function readRegion(
  ecs: EcsRegion,
  revisions: KnownRevisions | undefined,
  progress: Progress | undefined,
): Promise<RegionInventory> {
  const { region } = ecs;
  const incomplete: Incomplete[] = [];
  const unread = new Set<string>();
  const onIncomplete: OnIncomplete = (what, error, action) => {
    incomplete.push(toIncomplete(what, error, { action, region }));
    unread.add(EVERY_FAMILY);
  };

  const [active, running] = await Promise.all([listActive(ecs, onIncomplete), readRunning(ecs, onIncomplete)]);
  // Of a revision that is listed as ACTIVE nothing can have changed but its tags, which decide nothing.
  const known = new Map(
    [...active].flatMap((arn): [TaskDefinitionArn, TaskDefinition][] => {
      const revision = revisions?.get(arn);
      return revision === undefined ? [] : [[arn, { ...revision, status: 'ACTIVE' }]];
    }),
  );
  const arns = [...active.union(running.taskDefinitionArns)];
  const described = await describeAll(
    ecs,
    arns.filter((arn) => !known.has(arn)),
    progress,
  );
  for (const definition of described.read) revisions?.described(definition);
  for (const arn of described.unread.keys()) unread.add(arn);
  incomplete.push(...summarise(described.unread, region));

  return {
    region,
    taskDefinitions: inOrderOf(arns, [...known.values(), ...described.read]),
    overrides: running.overrides,
    runningTasks: running.runningTasks,
    ...(running.stoppedTasks.length === 0 ? {} : { stoppedTasks: running.stoppedTasks }),
    ...(running.serviceWords.length === 0 ? {} : { serviceWords: running.serviceWords }),
    execEnabled: [...running.execEnabled],
    ...(running.serviceConnectLogs.length === 0 ? {} : { serviceConnectLogs: running.serviceConnectLogs }),
    ...(running.launches.size === 0 ? {} : { launches: launchesOf(running) }),
    unreadTaskDefinitions: [...unread],
    // The listings run side by side, and end in any order.
    incomplete: incomplete.toSorted((a, b) => (a.what < b.what ? -1 : 1)),
  };
}

function launchesOf({ launches }: Running): readonly DefinitionLaunch[] {
  return [...launches].flatMap(([taskDefinitionArn, types]) =>
    [...types].map((launchType) => ({ taskDefinitionArn, launchType })),
  );
}

/** As the Region lists them, whether they were known or not. */
function inOrderOf(
  arns: readonly TaskDefinitionArn[],
  definitions: readonly TaskDefinition[],
): readonly TaskDefinition[] {
  const places = new Map(arns.map((arn, place) => [arn, place]));
  const placeOf = ({ taskDefinitionArn }: TaskDefinition): number => places.get(taskDefinitionArn) ?? arns.length;
  return definitions.toSorted((a, b) => placeOf(a) - placeOf(b));
}

async function listActive(ecs: EcsRegion, onIncomplete: OnIncomplete): Promise<Set<TaskDefinitionArn>> {
  const arns = new Set<TaskDefinitionArn>();
  async function collect(listing: AsyncGenerator<readonly TaskDefinitionArn[]>): Promise<void> {
    for await (const page of listing) for (const arn of page) arns.add(arn);
  }
  const ordinary = collect(activeTaskDefinitions(ecs)).catch((error: unknown) =>
    onIncomplete(`task definitions in ${ecs.region}`, error, 'ecs:ListTaskDefinitions'),
  );
  const daemons = collect(activeDaemonTaskDefinitions(ecs)).catch(async (error: unknown) => {
    if (await lacksOperation(ecs, error)) return;
    onIncomplete(`daemon task definitions in ${ecs.region}`, error, 'ecs:ListDaemonTaskDefinitions');
  });
  await Promise.all([ordinary, daemons]);
  return arns;
}

interface Described {
  readonly read: readonly TaskDefinition[];
  /** ARN → why. */
  readonly unread: ReadonlyMap<string, IncompleteReason>;
}

/** In the order of the ARNs given. A denial holds for all of a kind, so the rest of that kind is not asked for. */
async function describeAll(
  ecs: EcsRegion,
  arns: readonly TaskDefinitionArn[],
  progress: Progress | undefined,
): Promise<Described> {
  const unread = new Map<string, IncompleteReason>();
  const denials = new Map<string, IncompleteReason>();
  const limit = pLimit(DESCRIBED_AT_ONCE);
  let done = 0;
  const read = await limit.map(arns, async (arn): Promise<TaskDefinition | undefined> => {
    const action = isDaemonTaskDefinition(arn) ? 'ecs:DescribeDaemonTaskDefinition' : 'ecs:DescribeTaskDefinition';
    const denial = denials.get(action);
    if (denial !== undefined) {
      unread.set(arn, denial);
      return undefined;
    }
    try {
      const parsed = await describeTaskDefinition(ecs, arn);
      if (parsed.ok) return parsed.value;
      unread.set(arn, { why: parsed.problem });
    } catch (error) {
      const { what: _, ...reason } = toIncomplete(arn, error, { action, region: ecs.region });
      unread.set(arn, reason);
      if (isDenied(error)) denials.set(action, reason);
    } finally {
      done += 1;
      progress?.advance(done, arns.length, `task definitions in ${ecs.region}`);
    }
    return undefined;
  });
  return { read: read.filter((one) => one !== undefined), unread };
}

/** One entry per reason: ten thousand denied reads are one fact. */
function summarise(unread: ReadonlyMap<string, IncompleteReason>, region: string): Incomplete[] {
  const byReason = Map.groupBy(unread, ([, { why }]) => why);
  return [...byReason].map(([why, entries]) => {
    const missing = entries[0]?.[1].missing;
    const arns = entries.map(([arn]) => arn);
    const named = arns.slice(0, 3).map(nameAtEnd);
    const more = arns.length > named.length ? ` and ${arns.length - named.length} more` : '';
    return { what: `task definition ${named.join(', ')}${more} in ${region}`, why, ...(missing && { missing }) };
  });
}
