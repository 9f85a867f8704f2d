import { listed } from '../base/format.ts';
import { day, type EpochMs, type TimeRange } from '../base/time.ts';
import { isDeclarable } from '../ecs/declarable-actions.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import type { Evidence } from './assessment-input.ts';
import type { ClosedJob } from './closed-job.ts';
import type { GrantAges } from './grant-age.ts';
import { isLongEnough } from './long-enough.ts';
import { type NoUseProof, noUseOfEvents, type Uncertainty } from './no-use-of-events.ts';
import { requirementSentence } from './requirement-sentence.ts';
import type { ServiceSilence } from './service-silence.ts';
import type { TaskOccasions } from './task-occasions.ts';
import type { TimeInUse } from './time-in-use.ts';
import { unrecordedOn } from './unrecorded-on.ts';
import { days } from './words.ts';

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
  /** IAM's last-accessed data, with what its silence and its calls prove. */
  readonly lastAccessed?: {
    readonly report: RoleLastAccessed;
    readonly silence: ServiceSilence;
    readonly besideAttempts: ReadonlyMap<string, string>;
  };
  /** Only the ECS agent uses the role, and makes a closed set of calls with it. */
  readonly closedJob?: ClosedJob;
}

/**
 * Returns the first reason why an unseen, granted action must not be called `unused`, or the interval that proves it.
 * Order: unobservable, unreadable, in doubt, too young, too
 * short, no occasion to use it.
 */
export function checkUnused(
  grant: Grant,
  possiblyRequired: readonly RequiredPermission[],
  roleCase: RoleCase,
): Uncertainty | NoUseProof | NeverUsed {
  const judged = notRead(roleCase) === undefined ? roleCase.closedJob?.judge(grant.action) : undefined;
  // What shows that others use the role may be forgotten.
  if (judged !== undefined && 'neverUsed' in judged && isTrusted(roleCase)) return judged;
  const closed = judged !== undefined && 'doubt' in judged ? judged : undefined;
  if (!grant.inCatalog) {
    return {
      verdict: 'unobservable',
      because: 'The catalogue of IAM actions does not know it, so no event is known to show it.',
    };
  }
  const shown = unrecorded(grant, roleCase) ?? noUseOfEvents(grant.action, roleCase.role.arn, roleCase.evidence);
  const found = isEnough(shown, roleCase) ? shown : bySilence(grant.action, shown, roleCase);
  if ('verdict' in found) return closed === undefined ? found : { verdict: 'undetermined', because: closed.doubt };
  const proof = { ...found, interval: sinceCreation(found.interval, roleCase.role) };
  const because =
    notRead(roleCase) ??
    creditedByUnknown(grant, roleCase) ??
    attemptedInVain(grant, roleCase) ??
    roleCase.lastAccessed?.besideAttempts.get(actionKey(grant.action)) ??
    perhapsRequired(grant, possiblyRequired, roleCase.evidence) ??
    roleTooYoung(roleCase) ??
    roleCase.ages.uncertaintyOf(grant) ??
    watchedTooShort(proof.interval, roleCase.evidence) ??
    perhapsForgotten(proof.interval, roleCase) ??
    roleCase.evidence.unconfirmed?.get(roleCase.role.arn) ??
    roleCase.occasions.missingIn(sinceGranted(proof.interval, grant, roleCase)) ??
    roleCase.inUse.tooShortIn(proof.interval, roleCase.evidence.thresholds.minWatched);
  return because === undefined ? proof : { verdict: 'undetermined', because: closed?.doubt ?? because };
}

function isTrusted({ role, evidence: { tampering, unconfirmed } }: RoleCase): boolean {
  return tampering === undefined && unconfirmed?.has(role.arn) !== true;
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

/** What IAM's last-accessed data adds where events prove nothing. */
function bySilence(action: Action, shown: Uncertainty | NoUseProof, roleCase: RoleCase): Uncertainty | NoUseProof {
  const silence = roleCase.lastAccessed?.silence.of(action);
  if (silence === undefined) return shown;
  if ('doubt' in silence)
    return 'verdict' in shown ? { ...shown, because: `${shown.because} ${silence.doubt}` } : shown;
  return { interval: silence.interval, sources: ['last-accessed'], events: { kind: 'anyCall' } };
}

function isEnough(found: Uncertainty | NoUseProof, { evidence }: RoleCase): found is NoUseProof {
  return 'interval' in found && isLongEnough(found.interval, evidence.now, evidence.thresholds.minWatched);
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

/** What was used before the interval may have been known, until somebody tampered with what was kept. */
function perhapsForgotten(interval: TimeRange, { role, evidence: { tampering, now } }: RoleCase): string | undefined {
  if (tampering === undefined) return undefined;
  const from = Math.max(tampering.windowFrom, role.createdAt);
  if (isLongEnough(interval, now, now - from)) return undefined;
  return `What earlier runs kept was tampered with (noticed on ${day(tampering.at)}), so uses before ${day(interval.from)} may be forgotten; it must be watched since ${day(from)}.`;
}
