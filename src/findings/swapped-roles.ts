import { byText } from '../base/by-text.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import { memoizeWeakly } from '../base/memoize.ts';
import { sameAction } from '../iam/action.ts';
import { roleNameOf } from '../iam/arn.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import { belongsToTheAgent } from './agent-actions.ts';
import { arnOf } from './role-facts.ts';

/** Task definitions that name one role's ARN where the other's belongs. */
export interface SwappedRoles {
  readonly taskDefinitionArns: ReadonlySet<string>;
  /** In order of name. */
  readonly families: readonly string[];
  /** Names, as the task definitions use the roles now. */
  readonly taskRole: string;
  readonly executionRole: string;
}

/**
 * Finds task definitions that would be whole if their two roles changed places: the execution role lacks what the ECS agent needs and has what
 * only an application calls, and the task role has all that the agent needs and nothing else.
 */
export function swappedAsExecutionRole(
  assessment: RoleAssessment,
  all: readonly RoleAssessment[],
): SwappedRoles | undefined {
  const lacking = assessment.missing.filter((need) => need.job === 'execution' && need.contradictedBy === undefined);
  if (lacking.length === 0) return undefined;
  const lackedBy = new Map(lacking.map(({ taskDefinitionArn, family }) => [taskDefinitionArn, family]));
  const taskRoles = byTaskDefinition(all);
  for (const other of new Set([...lackedBy.keys()].flatMap((arn) => taskRoles.get(arn) ?? []))) {
    const uses = other.inUse.uses.filter(
      ({ job, taskDefinitionArn }) => job === 'task' && lackedBy.has(taskDefinitionArn),
    );
    // What follows looks at all that the roles are granted, so it is asked of few.
    if (other === assessment || isOfTheAgent(assessment) || !isOfTheAgent(other)) continue;
    const swapped = uses
      .map(({ taskDefinitionArn }) => taskDefinitionArn)
      .filter((arn) => coversNeedsOf(arn, assessment, other));
    if (swapped.length === 0) continue;
    return {
      taskDefinitionArns: new Set(swapped),
      families: [...new Set(swapped.flatMap((arn) => lackedBy.get(arn) ?? []))].sort(byText),
      taskRole: roleNameOf(arnOf(other)),
      executionRole: roleNameOf(arnOf(assessment)),
    };
  }
  return undefined;
}

/** The task roles that a task definition names. */
const byTaskDefinition = memoizeWeakly(
  (all: readonly RoleAssessment[]): ReadonlyMap<string, readonly RoleAssessment[]> => {
    const found = new Map<string, RoleAssessment[]>();
    for (const assessment of all) {
      for (const { job, taskDefinitionArn } of assessment.inUse.uses) {
        if (job === 'task') getOrInsert(found, taskDefinitionArn, () => []).push(assessment);
      }
    }
    return found;
  },
);

/** The same, asked of the role that stands in the task role's place; undefined where some use of it is as it should be. */
export function swappedAsTaskRole(
  assessment: RoleAssessment,
  all: readonly RoleAssessment[],
): SwappedRoles | undefined {
  if (!isOfTheAgent(assessment)) return undefined;
  const { uses } = assessment.inUse;
  return all
    .filter(({ missing }) => missing.length > 0)
    .map((other) => swappedAsExecutionRole(other, [assessment]))
    .find(
      (found) =>
        found !== undefined && uses.every(({ taskDefinitionArn }) => found.taskDefinitionArns.has(taskDefinitionArn)),
    );
}

/** What to do about it: `in the next revision of my-app make a the taskRoleArn and b the executionRoleArn`. */
export function swapRemedy({ families, taskRole, executionRole }: SwappedRoles): string {
  return `Swap the two ARNs in the next revision of ${families.slice(0, 3).join(', ')}: ${executionRole} as taskRoleArn, ${taskRole} as executionRoleArn. Grant nothing.`;
}

/** Whether the role has permissions, and only such as the ECS agent uses. */
function isOfTheAgent({ actions }: RoleAssessment): boolean {
  const granted = actions.filter(({ verdict }) => verdict !== 'blocked');
  return granted.length > 0 && granted.every(({ action }) => belongsToTheAgent(action));
}

function coversNeedsOf(taskDefinitionArn: string, { required }: RoleAssessment, other: RoleAssessment): boolean {
  return required
    .filter((need) => need.job === 'execution' && need.certainty === 'certain')
    .filter((need) => need.taskDefinitionArn === taskDefinitionArn)
    .every((need) =>
      other.actions.some(({ action, verdict }) => verdict !== 'blocked' && sameAction(action, need.action)),
    );
}
