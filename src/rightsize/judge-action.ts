import { assertNever } from '../base/assert-never.ts';
import { counted, listed } from '../base/format.ts';
import { memoizeWeakly } from '../base/memoize.ts';
import { day } from '../base/time.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { type ActionUsage, actionKey, eventCount } from '../evidence/action-usage.ts';
import { attemptOf } from '../evidence/last-accessed/no-use-interval.ts';
import type { Attempt } from '../evidence/last-accessed/role-last-accessed.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { Grant, Obstacle } from '../iam/grant.ts';
import { describeStatement } from '../iam/named-policy.ts';
import { checkUnused, type RoleCase } from './check-unused.ts';
import { idleBeforeFirstUse } from './first-use.ts';
import type { NoUseProof } from './no-use-of-events.ts';
import { requirementSentence } from './requirement-sentence.ts';
import type { ActionVerdict } from './verdict.ts';
import { intervalOf, sourceNamed } from './words.ts';

const NONE: readonly string[] = [];

/** Decides one granted action of a role that was found: used, else required, else blocked, else doubted, else unused. */
export function judgeAction(grant: Grant, required: readonly RequiredPermission[], roleCase: RoleCase): ActionVerdict {
  const { action, grantedBy } = grant;
  const usage = roleCase.usage.used.get(actionKey(grant.action));
  const common = { action, grantedBy, required, resources: usage?.resources.items ?? NONE };
  if (usage !== undefined) {
    const idleSince = idleBeforeFirstUse(grant, usage, roleCase);
    return {
      ...common,
      verdict: 'used',
      because: `${usedSentence(usage)}${blockedToday(grant)}`,
      firstUsed: usage.first,
      lastUsed: usage.last,
      ...(eventCount(usage) > 0 && { uses: eventCount(usage) }),
      ...(idleSince !== undefined && { idleSince }),
      ...(sawAllResources(grant, usage, required, roleCase) && { allResources: true }),
    };
  }
  const attempt = attempted(grant, roleCase);
  if (attempt !== undefined) {
    return { ...common, verdict: 'used', because: attemptSentence(attempt), lastUsed: attempt.at };
  }
  const certain = required.filter((permission) => permission.certainty === 'certain');
  if (certain.length > 0) {
    return {
      ...common,
      verdict: 'required',
      because: `${requirementSentence(certain, 'requires')}${blockedToday(grant)}`,
    };
  }
  if (grant.access === 'blocked') return { ...common, verdict: 'blocked', because: blockedSentence(grant.blockedBy) };
  const found = checkUnused(grant, required, roleCase);
  if ('verdict' in found) return { ...common, ...found };
  if ('neverUsed' in found) return { ...common, verdict: 'unused', because: found.neverUsed };
  const denied = roleCase.usage.denied.get(actionKey(action));
  return { ...common, verdict: 'unused', because: `${noUseSentence(found, roleCase, action)}${deniedToo(denied)}` };
}

/** Whether a use elsewhere would have been seen: the question is the one that is asked before an action is called unused. */
function sawAllResources(
  grant: Grant,
  usage: ActionUsage,
  required: readonly RequiredPermission[],
  roleCase: RoleCase,
): boolean {
  if (!usage.resourcesStated || usage.resources.cut || usage.resources.items.length === 0) return false;
  const possible = required.filter((permission) => permission.certainty === 'possible');
  return !('verdict' in checkUnused(grant, possible, roleCase));
}

function usedSentence(usage: ActionUsage): string {
  const { example, certainty, regions } = usage;
  const event = `${example.eventName} (${example.eventSource})`;
  const where = `in ${listed(regions, 3)}`;
  if (eventCount(usage) === 0)
    return `Summaries of data events ${where} tell of it, last ${event} on ${day(usage.last)}.`;
  switch (certainty) {
    case 'exact':
      return `${counted(eventCount(usage), 'call')} ${where}, last ${event} on ${day(usage.last)}.`;
    case 'possible':
      return `${counted(eventCount(usage), 'call')} ${where} may have needed it, last ${event} on ${day(usage.last)}.`;
    case 'implied':
      return `${counted(eventCount(usage), 'call')} ${where} implied it, last ${event} on ${day(usage.last)}.`;
    default:
      return assertNever(certainty);
  }
}

/** A blocked action was only ever denied since. */
function attempted({ action, access }: Grant, { lastAccessed, role }: RoleCase): Attempt | undefined {
  if (lastAccessed === undefined || access === 'blocked') return undefined;
  return attemptOf(lastAccessed.report, action, role.createdAt);
}

function attemptSentence({ at, region }: Attempt): string {
  const where = region === undefined ? '' : ` in ${region}`;
  return `IAM's last-accessed data has a call of ${day(at)}${where}; it counts denied attempts too.`;
}

/** Actions that the same statements apply to share their list of obstacles, which may be long. */
const obstacles = memoizeWeakly((blockedBy: readonly Obstacle[]): string => listed(blockedBy.map(obstacle)));

function blockedToday(grant: Grant): string {
  return grant.access === 'blocked' ? ` Today it has no effect: ${obstacles(grant.blockedBy)}.` : '';
}

function blockedSentence(blockedBy: readonly Obstacle[]): string {
  return `Granted, but without effect: ${obstacles(blockedBy)}.`;
}

function obstacle(found: Obstacle): string {
  switch (found.kind) {
    case 'deny':
      return `${describeStatement(found.statement)} denies it`;
    case 'boundary':
      return `${found.policy} does not allow it`;
    case 'scp':
      return `organization level ${found.level + 1} does not allow it`;
    default:
      return assertNever(found);
  }
}

function noUseSentence(
  { interval, sources, events, closed = [] }: NoUseProof,
  { evidence }: RoleCase,
  action: Action,
): string {
  if (events.kind === 'anyCall') {
    return `No attempt to call ${serviceOf(action)} at all in ${intervalOf(interval, evidence.now)} in any Region, says ${listed(sources.map(sourceNamed))}.`;
  }
  const open = (evidence.past.enabledRegions?.length ?? 0) - closed.length;
  const regions = `${counted(open, 'enabled Region')}${closed.length === 0 ? '' : ` (organization policies deny it in ${listed(closed, 3)})`}`;
  const read = `${events.kind} events were read from ${listed(sources.map(sourceNamed))}`;
  // AWS's list says of every call what it may be checked for; without it only what this program knows of counts.
  const rules = evidence.operationsKnown ? '' : ', and judged by the built-in rules alone';
  return `No call in ${intervalOf(interval, evidence.now)} in any of ${regions}; ${read}${rules}.`;
}

function deniedToo(denied: ActionUsage | undefined): string {
  return denied === undefined ? '' : ` Denied ${counted(eventCount(denied), 'time')}, last on ${day(denied.last)}.`;
}
