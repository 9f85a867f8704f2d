import { isAgentAction } from '../ecs/declarable-actions.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import type { Action } from '../iam/action.ts';
import { accountOf, partitionOf } from '../iam/arn.ts';
import type { Role } from '../iam/role.ts';
import { analyseTrust } from '../iam/trust.ts';
import type { Evidence } from './assessment-input.ts';
import { isLongEnough } from './long-enough.ts';

const ECS_TASKS = /^ecs-tasks\.amazonaws\.com(\.cn)?$/;

/** What agents may ask for beside what fields are known to declare: sign-in to public registries, the place of a file system. */
const PERHAPS = /^(ecr-public:|sts:getservicebearertoken$|fsx:describefilesystems$)/i;

/**
 * Whether a role has the closed job of an execution role: containers never get its credentials, and the ECS agent makes the
 * calls that task definitions declare, no others ("Amazon ECS task execution IAM role"). That holds while ECS alone may assume
 * the role, no definition or task has it as its task role, all of them could be read, and
 * nothing else was seen to use it. Who starts a task may give it the role in place of its task role, and a definition may be gone
 * again with what ran it: that shows in management events alone, so that these must have been watched.
 */
export function hasClosedJob(
  inUse: RoleInUse,
  { arn, trustPolicy }: Role,
  usage: RoleUsage,
  evidence: Pick<Evidence, 'unreadTaskDefinitions' | 'unlistedRegions' | 'watched' | 'thresholds' | 'now'>,
): boolean {
  if (inUse.uses.length === 0 || inUse.uses.some(({ job }) => job !== 'execution')) return false;
  if (evidence.unreadTaskDefinitions.length > 0 || evidence.unlistedRegions.length > 0) return false;
  const starts = evidence.watched({ kind: 'management' }, 'ecs:RunTask');
  if (!('interval' in starts) || !isLongEnough(starts.interval, evidence.now, evidence.thresholds.minWatched)) {
    return false;
  }
  // Whatever makes such a call, it is not the agent.
  if ([...usage.used.values(), ...usage.denied.values()].some(({ action }) => isOutsideAgentsJob(action))) return false;
  if (usage.overriddenToAt !== undefined || !trustPolicy.ok) return false;
  if (usage.assumed !== undefined && !ECS_TASKS.test(usage.assumed.by)) return false;
  const { principals } = analyseTrust(trustPolicy.value, { accountId: accountOf(arn), partition: partitionOf(arn) });
  return principals.every(({ kind, name }) => kind === 'service' && ECS_TASKS.test(name.toLowerCase()));
}

/** Whether the ECS agent never makes a call that needs the action, whatever a task definition says. */
export function isOutsideAgentsJob(action: Action): boolean {
  return !isAgentAction(action) && !PERHAPS.test(action);
}
