import { assertNever } from '../base/assert-never.ts';
import { listed } from '../base/format.ts';
import { day, type EpochMs, type TimeRange } from '../base/time.ts';
import { isDeclarable } from '../ecs/declarable-actions.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { SOURCES, type SourceName } from '../evidence/source-name.ts';
import type { EventClass, Watched } from '../evidence/watched.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import type { Evidence } from './assessment-input.ts';
import type { ClosedJob } from './closed-job.ts';
import type { GrantAges } from './grant-age.ts';
import { isLongEnough } from './long-enough.ts';
import { requirementSentence } from './requirement-sentence.ts';
import type { ServiceSilence } from './service-silence.ts';
import type { TaskOccasions } from './task-occasions.ts';
import type { TimeInUse } from './time-in-use.ts';
import { unrecordedOn } from './unrecorded-on.ts';
import { days } from './words.ts';

/** What stands in the way of calling an action unused. */
export interface Uncertainty {
  readonly verdict: 'unobservable' | 'undetermined';
  readonly because: string;
}

/** Nothing does: the action was watched for `interval` and not seen. */
export interface NoUseProof {
  readonly interval: TimeRange;
  readonly sources: readonly SourceName[];
  /** The events that would have shown it; `anyCall`: the role made no call of the service at all. */
  readonly events: EventClass | { readonly kind: 'anyCall' };
}

/** Nobody who may use the role ever uses the action, whatever was watched. */
export interface NeverUsed {
  /** Why, as a sentence. */
  readonly neverUsed: string;
}

/** A found role with all that is asked about it; made once for all its actions. */
export interface RoleCase {
  readonly role: Role;
  readonly unparsed: readonly RolePolicy[];
  readonly usage: RoleUsage;
  readonly ages: GrantAges;
  /** Since when it is granted, as far as changes were seen. */
  readonly grantedSince: (grant: Grant) => EpochMs;
  readonly occasions: TaskOccasions;
  readonly inUse: TimeInUse;
  readonly evidence: Evidence;
  readonly lastAccessed?: RoleLastAccessed;
  /** What the silence of that data proves; present with it. */
  readonly silence?: ServiceSilence;
  /** Only the ECS agent uses the role, and makes a closed set of calls with it. */
  readonly closedJob?: ClosedJob;
}

/**
 * Returns the first reason why an unseen, granted action must not be called `unused`, or the interval that proves it.
 * Order: unobservable, unreadable, too young, too short,
 * no occasion to use it.
 */
export function checkUnused(
  grant: Grant,
  possiblyRequired: readonly RequiredPermission[],
  roleCase: RoleCase,
): Uncertainty | NoUseProof | NeverUsed {
  const closed = notRead(roleCase) === undefined ? roleCase.closedJob?.judge(grant.action) : undefined;
  if (closed !== undefined && 'neverUsed' in closed) return closed;
  if (!grant.inCatalog) {
    return {
      verdict: 'unobservable',
      because: 'The catalogue of IAM actions does not know it, so no event is known to show it.',
    };
  }
  const shown = unrecorded(grant, roleCase) ?? noUseOfEvents(grant.action, roleCase);
  const found = isEnough(shown, roleCase) ? shown : bySilence(grant.action, shown, roleCase);
  if ('verdict' in found) return closed === undefined ? found : { verdict: 'undetermined', because: closed.doubt };
  const proof = { ...found, interval: sinceCreation(found.interval, roleCase.role) };
  const because =
    notRead(roleCase) ??
    creditedByUnknown(grant, roleCase) ??
    attemptedInVain(grant, roleCase) ??
    besideAttempt(grant, roleCase) ??
    perhapsRequired(grant, possiblyRequired, roleCase.evidence) ??
    roleTooYoung(roleCase) ??
    roleCase.ages.uncertaintyOf(grant) ??
    watchedTooShort(proof.interval, roleCase.evidence) ??
    roleCase.occasions.missingIn(sinceGranted(proof.interval, grant, roleCase)) ??
    roleCase.inUse.tooShortIn(proof.interval, roleCase.evidence.thresholds.minWatched);
  return because === undefined ? proof : { verdict: 'undetermined', because: closed?.doubt ?? because };
}

/** Nobody watched a role before there was one. */
function sinceCreation({ from, to }: TimeRange, { createdAt }: Role): TimeRange {
  return { from: Math.max(from, createdAt), to };
}

/** A start before the grant could not use it. */
function sinceGranted({ from, to }: TimeRange, grant: Grant, { grantedSince }: RoleCase): TimeRange {
  return { from: Math.max(from, grantedSince(grant)), to };
}

/** That the grant reaches resources on which the action leaves no trace. */
function unrecorded(grant: Grant, { role }: RoleCase): Uncertainty | undefined {
  const reason = unrecordedOn(grant, role);
  return reason === undefined
    ? undefined
    : { verdict: 'unobservable', because: `CloudTrail may not show it: ${reason}.` };
}

/** That events would have shown the action and did not, or why they could not. */
function noUseOfEvents(action: Action, { evidence }: RoleCase): Uncertainty | NoUseProof {
  const observability = evidence.observabilityOf(action);
  if (observability.kind === 'never') {
    return { verdict: 'unobservable', because: `CloudTrail does not show it: ${observability.reason}.` };
  }
  if (observability.kind === 'unknown') {
    return { verdict: 'unobservable', because: `CloudTrail may not show it: ${observability.reason}.` };
  }
  const watched = evidence.watched(observability, action);
  if (!('interval' in watched)) return unwatched(watched, observability, action, evidence);
  return { ...watched, events: observability };
}

/** What IAM's last-accessed data adds where events prove nothing. */
function bySilence(action: Action, shown: Uncertainty | NoUseProof, roleCase: RoleCase): Uncertainty | NoUseProof {
  const silence = roleCase.silence?.of(action);
  if (silence === undefined) return shown;
  if ('doubt' in silence)
    return 'verdict' in shown ? { ...shown, because: `${shown.because} ${silence.doubt}` } : shown;
  return { interval: silence.interval, sources: ['last-accessed'], events: { kind: 'anyCall' } };
}

function isEnough(found: Uncertainty | NoUseProof, { evidence }: RoleCase): found is NoUseProof {
  return 'interval' in found && isLongEnough(found.interval, evidence.now, evidence.thresholds.minWatched);
}

function unwatched(
  watched: Exclude<Watched, { readonly interval: TimeRange }>,
  events: EventClass,
  action: Action,
  { past }: Pick<Evidence, 'past'>,
): Uncertainty {
  const seen =
    events.kind === 'data'
      ? `data events of ${listed(events.resourceTypes, 3)}`
      : `management events of ${serviceOf(action)}`;
  switch (watched.why) {
    case 'regionsUnknown':
      return {
        verdict: 'undetermined',
        because: 'The enabled Regions of the account are not known, so nobody can say that all of them were watched.',
      };
    case 'off':
      return {
        verdict: 'unobservable',
        because: `Nothing that is switched on records ${seen} in ${listed(watched.regions, 3)} for a source to read.`,
      };
    case 'unread':
      return {
        verdict: 'undetermined',
        because: `No source has read ${seen} in ${listed(watched.regions, 3)}${settingsUnknown(watched.regions, past)}.`,
      };
    case 'broken':
      return {
        verdict: 'undetermined',
        because: `No source has read ${seen} in every enabled Region at the same time and up to now${inRegions(watched.regions)}.`,
      };
    default:
      return assertNever(watched);
  }
}

function inRegions(regions: readonly string[]): string {
  return regions.length === 0 ? '' : ` (missing: ${listed(regions, 3)})`;
}

/** What of a trail's records counts is for its settings to say, and on the first night nobody knows how old these are. */
function settingsUnknown(regions: readonly string[], { coverages }: Evidence['past']): string {
  const byTrail = coverages.some(({ source, region }) => SOURCES[source].readsTrails && regions.includes(region));
  return byTrail
    ? ' for a time in which trails are known to have recorded them all; the settings of a trail count from the second run on that reads them'
    : '';
}

function notRead({ role, unparsed }: RoleCase): string | undefined {
  if (unparsed.length > 0) {
    return `The role's ${listed(
      unparsed.map((policy) => policyName(policy.source)),
      3,
    )} could not be understood.`;
  }
  return role.unread.length > 0 ? `Not all of the role could be read: ${listed(role.unread, 3)}.` : undefined;
}

function creditedByUnknown({ action }: Grant, { usage }: RoleCase): string | undefined {
  const unknown = usage.servicesWithUnknownEvents.get(serviceOf(action).toLowerCase());
  if (unknown === undefined) return undefined;
  return `The role made a call of this service on ${day(unknown.at)} (${unknown.event}) of which the action is not known.`;
}

/** A call that was throttled, say, was meant to be made, and may come through another day. */
function attemptedInVain({ action }: Grant, { usage }: RoleCase): string | undefined {
  const attempt = usage.attempted.get(actionKey(action));
  if (attempt === undefined) return undefined;
  const code = attempt.example.errorCode ?? 'an error';
  return `The role tried to use it on ${day(attempt.last)}; the call ended before anybody asked for the permission (${code}).`;
}

const attempts = new WeakMap<RoleCase, ReadonlyMap<string, string>>();

/** Calls that IAM's last-accessed data alone knows of were checked for what AWS checks beside them, too. */
function besideAttempt({ action }: Grant, roleCase: RoleCase): string | undefined {
  const known = attempts.get(roleCase) ?? checkedBesideAttempts(roleCase);
  attempts.set(roleCase, known);
  return known.get(actionKey(action));
}

/** By action: which call may have been checked for it, as a sentence. */
function checkedBesideAttempts({ lastAccessed, usage, role, evidence }: RoleCase): ReadonlyMap<string, string> {
  const beside = new Map<string, string>();
  for (const [name, { action, at }] of lastAccessed?.actions ?? []) {
    if (at < role.createdAt || usage.used.has(name)) continue;
    const sentence = `IAM's last-accessed data has a call of ${action} on ${day(at)}, which may have been checked for it.`;
    for (const checked of evidence.checkedFor?.(action) ?? []) beside.set(actionKey(checked), sentence);
  }
  return beside;
}

function perhapsRequired(
  { action }: Grant,
  possibly: readonly RequiredPermission[],
  evidence: Evidence,
): string | undefined {
  const [first] = possibly;
  if (first !== undefined) return requirementSentence(possibly, 'may require');
  if (!isDeclarable(action)) return undefined;
  const { unreadTaskDefinitions, unlistedRegions } = evidence;
  if (unreadTaskDefinitions.length > 0) {
    return `A task definition that could not be read may require it: ${listed(unreadTaskDefinitions, 3)}.`;
  }
  if (unlistedRegions.length > 0) {
    return `Task definitions of ${listed(unlistedRegions, 3)} could not all be listed; one of them may require it.`;
  }
  return undefined;
}

function roleTooYoung({ role, evidence }: RoleCase): string | undefined {
  const { now, thresholds } = evidence;
  const age = now - role.createdAt;
  if (age >= thresholds.minAge) return undefined;
  return `The role was created on ${day(role.createdAt)}; it must be ${days(thresholds.minAge)} old before anything is called unused.`;
}

function watchedTooShort(interval: TimeRange, { now, thresholds }: Evidence): string | undefined {
  if (isLongEnough(interval, now, thresholds.minWatched)) return undefined;
  return `Watched without a break since ${day(interval.from)} only; ${days(thresholds.minWatched)} are needed.`;
}
