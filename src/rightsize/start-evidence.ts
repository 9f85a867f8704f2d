import { iamEventsRegion } from '../base/partition.ts';
import { sum } from '../base/sum.ts';
import type { EpochMs } from '../base/time.ts';
import type { RefusedStart } from '../diagnosis/refused-starts.ts';
import type { RoleTasks } from '../ecs/role-tasks.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { familyAndRevisionOf } from '../ecs/task-definition-arn.ts';
import { type ActionUsage, actionKey, eventCount } from '../evidence/action-usage.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { revisionKey } from '../evidence/task-starts.ts';
import { bucketStart } from '../evidence/time-bucket.ts';
import { watchedFor } from '../evidence/watched.ts';
import { sameAction } from '../iam/action.ts';
import { partitionOf } from '../iam/arn.ts';
import { resourceMatches } from '../iam/arn-pattern.ts';
import type { Role } from '../iam/role.ts';
import { policiesAndBoundary } from '../iam/role-policies.ts';
import type { Evidence } from './assessment-input.ts';
import type { MissingPermission } from './verdict.ts';

/** What is known of a role's tasks and calls since its policies are what they are. */
export interface StartEvidence {
  readonly usage: RoleUsage;
  readonly unchangedSince: EpochMs;
  readonly startedBy: ReadonlyMap<string, readonly EpochMs[]>;
  /** Of the execution role, what no task of the same definition started after. */
  readonly refusedStarts: readonly RefusedStart[];
  readonly evidence: Evidence;
}

/** Collects what `withStartEvidence` asks. */
export function startEvidence(
  { startedBy = new Map() }: RoleTasks,
  role: Role,
  usage: RoleUsage,
  evidence: Evidence,
): StartEvidence {
  const refusedStarts = (evidence.refusedStarts?.(role.arn) ?? []).filter(
    ({ job, taskDefinitionArn, last }) =>
      job === 'execution' && !startedBy.get(taskDefinitionArn)?.some((at) => at > last),
  );
  return { usage, unchangedSince: unchangedSince(role, evidence), startedBy, refusedStarts, evidence };
}

/**
 * Adds what was seen of starts after the last change of role and definition. Tasks that start, and no refusal of the call, tell more than
 * policies do: one on the resource may grant it, or the call is not made.
 */
export function withStartEvidence(
  missing: readonly MissingPermission[],
  required: readonly RequiredPermission[],
  seen: StartEvidence,
): readonly MissingPermission[] {
  return missing.map((need) => {
    if (need.job !== 'execution') return need;
    const stopped = stopsFor(need, seen.refusedStarts);
    const refused = latest(refusalOf(need, seen), stopped);
    if (refused !== undefined) return { ...need, refused, ...(stopped && { stopped }) };
    const contradictedBy = contradiction(need, missing, required, seen);
    return contradictedBy === undefined ? need : { ...need, contradictedBy };
  });
}

interface Times {
  readonly count: number;
  readonly last: EpochMs;
}

/** The tasks that stopped for want of a permission, whichever definition of the role they are of. */
export function stopsFor(
  need: Pick<RequiredPermission, 'action' | 'resources' | 'taskDefinitionArn'>,
  starts: readonly RefusedStart[],
): Times | undefined {
  const alike = starts.filter(
    ({ action, resource, taskDefinitionArn }) =>
      sameAction(action, need.action) &&
      (resource === '' ? taskDefinitionArn === need.taskDefinitionArn : isOn(resource, need.resources)),
  );
  if (alike.length === 0) return undefined;
  return { count: sum(alike.map(({ count }) => count)), last: Math.max(...alike.map(({ last }) => last)) };
}

/** A call that was refused may be told by CloudTrail as well as by ECS. */
function latest(one: Times | undefined, other: Times | undefined): Times | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { count: Math.max(one.count, other.count), last: Math.max(one.last, other.last) };
}

function refusalOf(need: RequiredPermission, { usage, unchangedSince: since }: StartEvidence): Times | undefined {
  const denied = usage.denied.get(actionKey(need.action));
  if (denied === undefined || denied.last < since || !mayBeOn(denied, need.resources)) return undefined;
  return { count: eventCount(denied), last: denied.last };
}

function contradiction(
  need: RequiredPermission,
  missing: readonly RequiredPermission[],
  required: readonly RequiredPermission[],
  seen: StartEvidence,
): string | undefined {
  const streams = seen.usage.used.get('logs:createlogstream');
  if (need.action === 'logs:CreateLogGroup') {
    return streams !== undefined && latestOn(streams, need.resources) !== undefined
      ? 'log streams are created in the group, so that it exists'
      : undefined;
  }
  // Its absence alone stops no task: the logs are lost. Where no stream could be created either, somebody else sees to them.
  if (need.action === 'logs:PutLogEvents' && !missing.some((one) => isStreamOf(need, one))) return undefined;
  const runs = seen.startedBy.get(need.taskDefinitionArn)?.some((at) => at > seen.unchangedSince);
  if (runs === true) return 'tasks of the task definition run that started since';
  const lackedBy = new Set(missing.filter((one) => isSame(one, need)).map((one) => one.taskDefinitionArn));
  const lackIt = (others: readonly RequiredPermission[]) =>
    others.every(({ taskDefinitionArn }) => lackedBy.has(taskDefinitionArn));
  const since = Math.max(seen.unchangedSince, need.registeredAt ?? Number.POSITIVE_INFINITY);
  if (streams !== undefined && loggedSince(since, need, required, streams, lackIt)) {
    return 'its containers create log streams since';
  }
  return launchedSince(need, seen) ? 'tasks were started since, and no refusal was recorded' : undefined;
}

/** Whether the container that needs it has begun to log, or one of another definition that needs it no less. */
function loggedSince(
  since: EpochMs,
  need: RequiredPermission,
  required: readonly RequiredPermission[],
  streams: ActionUsage,
  lackIt: (others: readonly RequiredPermission[]) => boolean,
): boolean {
  const container = /^containerDefinitions\[\d+\]\./.exec(need.field)?.[0];
  if (container === undefined) return false;
  const logging = required.filter(({ action }) => action === 'logs:CreateLogStream');
  return logging
    .filter((one) => one.taskDefinitionArn === need.taskDefinitionArn && one.field.startsWith(container))
    .some(({ resources }) => {
      const shared = logging.filter((one) => one.resources.join() === resources.join());
      return lackIt(shared) && (latestOn(streams, resources) ?? Number.NEGATIVE_INFINITY) > since;
    });
}

/** Whether tasks of the task definition were started while a refusal would have been seen. */
function launchedSince({ action, region, taskDefinitionArn }: RequiredPermission, seen: StartEvidence): boolean {
  const { evidence, unchangedSince: since } = seen;
  const observability = evidence.observabilityOf(action);
  if (observability.kind !== 'management') return false;
  const watched = evidence.watched(observability, action);
  if (!('interval' in watched)) return false;
  const { family, revision } = familyAndRevisionOf(taskDefinitionArn);
  const starts = evidence.taskStarts.get(revisionKey(region, family, revision)) ?? [];
  return starts.some((bucket) => bucketStart(bucket) >= Math.max(since, watched.interval.from));
}

/** The last moment at which the action is known to have been used on one of the resources. */
function latestOn({ resources, last }: ActionUsage, patterns: readonly string[]): EpochMs | undefined {
  const on = resources.items.map((item) => isOn(item, patterns));
  if (!on.includes(true)) return undefined;
  if (!resources.cut && !on.includes(false)) return last;
  return Math.max(...resources.since.filter((_, index) => on[index]));
}

function mayBeOn({ resources, resourcesStated }: ActionUsage, patterns: readonly string[]): boolean {
  if (!resourcesStated || resources.cut || resources.items.length === 0) return true;
  return resources.items.some((item) => isOn(item, patterns));
}

/** Events name a log group with or without what follows it. */
function isOn(arn: string, patterns: readonly string[]): boolean {
  return patterns.some((wild) => resourceMatches([{ wild }], arn) || resourceMatches([{ wild }], `${arn}:`));
}

function isStreamOf({ taskDefinitionArn, field }: RequiredPermission, other: RequiredPermission): boolean {
  return (
    other.action === 'logs:CreateLogStream' && other.taskDefinitionArn === taskDefinitionArn && other.field === field
  );
}

function isSame(one: RequiredPermission, other: RequiredPermission): boolean {
  return one.action === other.action && one.resources.join() === other.resources.join();
}

/** Since when the role's policies are known to be what they are; never where IAM's events were not read. */
function unchangedSince(role: Role, { past, usage }: Evidence): EpochMs {
  const region = iamEventsRegion(partitionOf(role.arn));
  if (region === undefined) return Number.POSITIVE_INFINITY;
  const watched = watchedFor({ kind: 'management' }, 'iam:PutRolePolicy', { ...past, enabledRegions: [region] });
  if (!('interval' in watched)) return Number.POSITIVE_INFINITY;
  const sources = policiesAndBoundary(role).map(({ source }) => source);
  const changes = [
    ...usage.grants.ofRole(role.name),
    ...sources.flatMap((source) => ('arn' in source ? (usage.grants.ofPolicy(source.arn) ?? []) : [])),
  ];
  const versions = sources.flatMap((source) => ('versionCreatedAt' in source ? (source.versionCreatedAt ?? []) : []));
  return Math.max(role.createdAt, watched.interval.from, ...changes.map(({ at }) => at), ...versions);
}
