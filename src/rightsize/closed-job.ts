import { listed } from '../base/format.ts';
import type { EpochMs } from '../base/time.ts';
import { isAgentAction, isServiceOfAgent } from '../ecs/declarable-actions.ts';
import type { RoleTasks } from '../ecs/role-tasks.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleLastAccessed } from '../evidence/last-accessed/role-last-accessed.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import type { Action } from '../iam/action.ts';
import { accountOf, partitionOf } from '../iam/arn.ts';
import type { Role } from '../iam/role.ts';
import { analyseTrust } from '../iam/trust.ts';
import type { Evidence, RoleGrants, Subject } from './assessment-input.ts';
import { isLongEnough } from './long-enough.ts';

const ECS_TASKS = /^ecs-tasks\.amazonaws\.com(\.cn)?$/;

/** What agents may ask for beside what fields are known to declare: sign-in to public registries, the place of a file system. */
const PERHAPS = /^(ecr-public:|sts:getservicebearertoken$|fsx:describefilesystems$)/i;

/** The services of these. */
const PERHAPS_OF = /^(ecr-public|sts|fsx)$/i;

/** What is certain of a role that only the ECS agent uses, whatever was watched. */
export interface ClosedJob {
  /** Of a granted action that no field is known to need: why nobody uses it, or why somebody may; undefined where it is declared. */
  judge(action: Action): { readonly neverUsed: string } | { readonly doubt: string } | undefined;
}

/**
 * The closed job of an execution role; undefined for a role that has another one. Actions outside the agent's list are never used, and of those
 * inside the ones that a task definition, or a service's Service Connect, declares.
 */
export function closedJobOf(
  inUse: RoleInUse,
  role: Role,
  usage: RoleUsage,
  { required, grants, tasks }: Pick<Subject, 'required'> & { readonly grants: RoleGrants; readonly tasks: RoleTasks },
  evidence: Evidence,
): ClosedJob | undefined {
  if (!hasClosedJob(inUse, role, usage, evidence)) return undefined;
  const certain = required.filter(({ certainty }) => certainty === 'certain');
  // A role without anything that its task definitions need stands there by mistake: perhaps where the task role belongs.
  if (certain.length > 0 && certain.every(({ action }) => grants.of(action) === undefined)) return undefined;
  const declared = new Set(required.map(({ action }) => actionKey(action)));
  const doubt = doubtAboutAll(inUse, usage, declared, tasks);
  return {
    judge(action) {
      if (declared.has(actionKey(action))) return undefined;
      if (isOutsideAgentsJob(action))
        return { neverUsed: `${ONLY_THE_AGENT} makes no call that needs this, whatever a task definition says.` };
      const because = doubt ?? doubtAbout(actionKey(action), declared);
      return because === undefined
        ? {
            neverUsed: `${ONLY_THE_AGENT} makes no call that needs this, since no field of its task definitions asks for one.`,
          }
        : { doubt: because };
    },
  };
}

const ONLY_THE_AGENT = 'Only the ECS agent gets the credentials of this execution role, and it';

/** Why what is declared today may not be all that the agent is asked for. */
function doubtAboutAll(
  inUse: RoleInUse,
  { used, denied }: RoleUsage,
  declared: ReadonlySet<string>,
  { external = [] }: RoleTasks,
): string | undefined {
  if (inUse.uses.some(({ override }) => override)) {
    return 'Tasks are started with this execution role in place of the one that their definition names; others may need it.';
  }
  const undeclared = [...used, ...denied].find(([key, { certainty }]) => certainty === 'exact' && !declared.has(key));
  if (undeclared !== undefined) {
    return `${undeclared[1].action} was called, which no task definition declares today: what else is not declared may be called.`;
  }
  return external.length === 0
    ? undefined
    : `Tasks of ${listed(external, 3)} may run on external instances, whose agent may need it.`;
}

/** What whoever starts a task may ask for beside its definition ("ContainerOverride", Amazon ECS API Reference), and what fields may bring along. */
function doubtAbout(key: string, declared: ReadonlySet<string>): string | undefined {
  if (key.startsWith('s3:')) return 'Whoever starts a task may name environment files, which the agent reads from S3.';
  if (key === 'kms:decrypt') {
    return 'Whoever starts a task may name environment files, and a customer-managed key may encrypt them.';
  }
  const besides = key.startsWith('ssm:') || /^logs:(describe|putretention)/.test(key);
  const service = key.slice(0, key.indexOf(':') + 1);
  return besides && [...declared].some((other) => other.startsWith(service))
    ? `The agent may need it beside what task definitions declare of ${service.slice(0, -1)}.`
    : undefined;
}

/**
 * Whether a role has the closed job of an execution role: containers never get its credentials, and the ECS agent makes the
 * calls that task definitions declare, no others ("Amazon ECS task execution IAM role"). That holds while ECS alone may assume
 * the role, no definition or task has it as its task role, all of them could be read, and
 * nothing else was seen to use it. Who starts a task may give it the role in place of its task role, and a definition may be gone
 * again with what ran it: that shows in management events alone, so that these must have been watched.
 */
function hasClosedJob(
  inUse: RoleInUse,
  { arn, trustPolicy, createdAt }: Role,
  usage: RoleUsage,
  evidence: Evidence,
): boolean {
  if (inUse.uses.length === 0 || inUse.uses.some(({ job }) => job !== 'execution')) return false;
  if (evidence.unreadTaskDefinitions.length > 0 || evidence.unlistedRegions.length > 0) return false;
  const starts = evidence.watched({ kind: 'management' }, 'ecs:RunTask');
  if (!('interval' in starts) || !isLongEnough(starts.interval, evidence.now, evidence.thresholds.minWatched)) {
    return false;
  }
  // Whatever makes such a call, or one that nobody knows, it is not the agent.
  const calls = [usage.used, usage.denied, usage.attempted].flatMap((each) => [...each.values()]);
  if (usage.servicesWithUnknownEvents.size > 0 || calls.some(({ action }) => isOutsideAgentsJob(action))) return false;
  if (wasTriedOutsideAgentsJob(evidence.lastAccessedOf?.(arn), createdAt)) return false;
  if (usage.overriddenToAt !== undefined || !trustPolicy.ok) return false;
  if (usage.assumed !== undefined && !ECS_TASKS.test(usage.assumed.by)) return false;
  const { principals } = analyseTrust(trustPolicy.value, { accountId: accountOf(arn), partition: partitionOf(arn) });
  return principals.every(({ kind, name }) => kind === 'service' && ECS_TASKS.test(name.toLowerCase()));
}

/** Whether IAM's last-accessed data knows of a call by the role, since it was created, that the ECS agent never makes. */
function wasTriedOutsideAgentsJob(report: RoleLastAccessed | undefined, createdAt: EpochMs): boolean {
  if (report === undefined) return false;
  const actions = [...report.actions.values()];
  if (actions.some(({ action, at }) => at >= createdAt && isOutsideAgentsJob(action))) return true;
  return [...report.services].some(
    ([service, tried]) =>
      tried !== undefined && tried.at >= createdAt && !isServiceOfAgent(service) && !PERHAPS_OF.test(service),
  );
}

/** Whether the ECS agent never makes a call that needs the action, whatever a task definition says. */
function isOutsideAgentsJob(action: Action): boolean {
  return !isAgentAction(action) && !PERHAPS.test(action);
}
