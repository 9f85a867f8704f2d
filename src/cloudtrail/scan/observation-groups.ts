import { DAY_MS, type EpochMs } from '../../base/time.ts';
import { callKey } from '../call.ts';
import type {
  GrantChange,
  Interpretation,
  Observation,
  RecordedKind,
  RoleAssumed,
  TaskRoleGiven,
  TaskStarted,
} from '../observation.ts';

/** Events of one kind, by one session on one day unless only times are asked for: they differ in id, time and resources only. */
interface EventGroup {
  /** What one of them says. */
  readonly like: Observation;
  count: number;
  first: EpochMs;
  last: EpochMs;
  lastId: string;
  readonly resources: Set<string>;
  resourcesStated: boolean;
}

/** What records proved, in memory that grows with sessions and kinds of event. */
export interface ScannedEvidence {
  readonly observations: readonly Observation[];
  readonly assumed: readonly RoleAssumed[];
  readonly grantChanges: readonly GrantChange[];
  readonly tasksStarted?: readonly TaskStarted[];
  readonly taskRolesGiven?: readonly TaskRoleGiven[];
  /** By event name and kind, the earliest that was looked at: of management events and of each name of data events, one at least. */
  readonly recorded?: readonly RecordedKind[];
}

/** Gathers evidence. */
export interface ObservationGroups {
  /** Adds what one record says. */
  add(interpretation: Interpretation): void;
  /** Adds what a record tells of its trail. */
  addRecorded(kind: RecordedKind): void;
  /** All that was gathered, in an order that depends on the records alone. */
  evidence(): ScannedEvidence;
}

/** How evidence is gathered. */
export interface GroupingOptions {
  /**
   * Only which calls each role made, how many, and when first and last: sessions and days are not told apart, and of resources a fast scanner
   * reads none. Absent: all is told.
   */
  readonly timesOnly?: boolean;
}

/**
 * Gathers nothing yet. Of role assumptions, the first and the latest per role, caller and session are kept; everything
 * else is kept to the last count.
 */
export function createObservationGroups({ timesOnly = false }: GroupingOptions = {}): ObservationGroups {
  const groups = new Map<string, EventGroup>();
  const assumed = new Map<string, RoleAssumed>();
  const grantChanges: GrantChange[] = [];
  const tasksStarted: TaskStarted[] = [];
  const taskRolesGiven: TaskRoleGiven[] = [];
  const recorded = new Map<string, RecordedKind>();
  return {
    add(interpretation) {
      if (interpretation.grantChange !== undefined) grantChanges.push(interpretation.grantChange);
      if (interpretation.assumed !== undefined) keepLatest(assumed, interpretation.assumed);
      if (interpretation.tasksStarted !== undefined) tasksStarted.push(...interpretation.tasksStarted);
      if (interpretation.taskRoleGiven !== undefined) taskRolesGiven.push(interpretation.taskRoleGiven);
      const { observation, summarized = [] } = interpretation;
      for (const each of observation === undefined ? summarized : [observation, ...summarized]) {
        const told = timesOnly ? withoutSession(each) : each;
        const key = keyOf(told, timesOnly);
        const known = groups.get(key);
        if (known === undefined) groups.set(key, groupOf(told));
        else addEvent(known, told);
      }
    },
    addRecorded: (kind) => keepEarliest(recorded, kind),
    evidence: () => ({
      observations: [...groups.values()].map(summaryOf),
      assumed: [...assumed.values()],
      grantChanges,
      ...(tasksStarted.length === 0 ? {} : { tasksStarted }),
      ...(taskRolesGiven.length === 0 ? {} : { taskRolesGiven }),
      ...(recorded.size === 0 ? {} : { recorded: [...recorded.values()] }),
    }),
  };
}

function addEvent(group: EventGroup, { at, eventId, resources, repeats, summary }: Observation): void {
  group.count++;
  group.first = Math.min(group.first, repeats?.first ?? at);
  if (at > group.last || (at === group.last && eventId > group.lastId)) group.lastId = eventId;
  group.last = Math.max(group.last, at);
  if (summary !== undefined) return;
  for (const arn of resources) group.resources.add(arn);
  if (resources.length === 0) group.resourcesStated = false;
}

function groupOf(observation: Observation): EventGroup {
  return {
    like: observation,
    count: 1,
    first: observation.repeats?.first ?? observation.at,
    last: observation.at,
    lastId: observation.eventId,
    resources: new Set(observation.resources),
    resourcesStated: observation.repeats?.resourcesStated ?? observation.resources.length > 0,
  };
}

function withoutSession(observation: Observation): Observation {
  const { sessionName: _, ...principal } = observation.principal;
  return { ...observation, principal };
}

function keyOf(observation: Observation, ofAnyDay: boolean): string {
  const { principal } = observation;
  return JSON.stringify([
    principal.accountId,
    principal.arn ?? principal.name,
    principal.roleId,
    principal.sessionName,
    observation.region,
    ofAnyDay ? 0 : Math.floor(observation.at / DAY_MS),
    callKey(observation),
  ]);
}

function summaryOf(group: EventGroup): Observation {
  const { count, first, resourcesStated } = group;
  if (count === 1) return { ...group.like, resources: [...group.resources] };
  return {
    ...group.like,
    eventId: group.lastId,
    at: group.last,
    resources: [...group.resources],
    repeats: { count, first, resources: 'all', resourcesStated },
  };
}

function keepEarliest(kinds: Map<string, RecordedKind>, kind: RecordedKind): void {
  const key = kind.events === 'management' ? kind.events : `${kind.events} ${kind.eventSource} ${kind.eventName}`;
  const known = kinds.get(key);
  if (known === undefined || kind.at < known.at) kinds.set(key, kind);
}

/** Of role assumptions of one role, caller and session name, the latest, with the time of the earliest. */
export function latestRoleAssumptions(assumptions: readonly RoleAssumed[]): readonly RoleAssumed[] {
  const latest = new Map<string, RoleAssumed>();
  for (const assumption of assumptions) keepLatest(latest, assumption);
  return [...latest.values()];
}

function keepLatest(assumptions: Map<string, RoleAssumed>, assumption: RoleAssumed): void {
  const key = `${assumption.arn} ${assumption.by} ${assumption.sessionName ?? ''}`;
  const known = assumptions.get(key);
  if (known === undefined) {
    assumptions.set(key, assumption);
    return;
  }
  const isLater = known.at < assumption.at || (known.at === assumption.at && known.region < assumption.region);
  const { first: _, ...latest } = isLater ? assumption : known;
  const first = Math.min(known.first ?? known.at, assumption.first ?? assumption.at);
  assumptions.set(key, first < latest.at ? { ...latest, first } : latest);
}
