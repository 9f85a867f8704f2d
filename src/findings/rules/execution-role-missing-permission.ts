import { byKey } from '../../base/by-key.ts';
import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import { sortedSet } from '../../base/sorted-set.ts';
import { day, toMinute } from '../../base/time.ts';
import type { Action } from '../../iam/action.ts';
import type { Role } from '../../iam/role.ts';
import type { MissingPermission, RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { jobsOf, unreadPolicies, withRole } from '../role-facts.ts';
import type { FindingDraft, Outcome, Rule, RuleContext } from '../rule.ts';
import { type SwappedRoles, swappedAsExecutionRole, swapRemedy } from '../swapped-roles.ts';

/** Fires on permissions that a task definition certainly needs of its execution role and does not get. */
export const executionRoleMissingPermission = {
  id: 'execution-role-missing-permission',
  title: 'Execution role lacks a permission that the task definition needs',
  motivation:
    'The ECS agent needs it to start the container. Without it the task stops before the application runs: at the next deployment, or at the next replacement of a failed task.',
  severity:
    'HIGH; MEDIUM where only the logs are lost, or a task stopped for want of what the role is granted; LOW where tasks were seen to start without it since role and task definition are as they are, and no refusal was.',
  remediation:
    'Add the statement to a policy of the execution role; where the two roles of the task definition are swapped, swap them.',
  page: { title: 'Amazon ECS task execution IAM role', url: `${ECS_DEVELOPER_GUIDE}/task_execution_IAM_role.html` },
  evidence:
    'The task definition, what services and tasks launch it on, why tasks stopped within the last hour, and every policy of the role with its permissions boundary.',
  notApplicable: 'The role is no execution role, does not exist, or belongs to another account.',
  classifier: 'Missing Permission',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment, context: RuleContext, all: readonly RoleAssessment[]): Outcome {
  return withRole(assessment, (role) => {
    const missing = assessment.missing.filter((need) => need.job === 'execution' && need.certainty === 'certain');
    // An unread policy may grant what seems to be missing.
    const unread = unreadPolicies(role);
    if (unread !== undefined) return { kind: 'unavailable', why: unread };
    if (missing.length === 0) {
      if (!context.inventoryComplete) return { kind: 'unavailable', why: 'not every task definition was read' };
      if (jobsOf(assessment).has('execution')) return { kind: 'fine' };
      return { kind: 'notApplicable', why: 'the role is no execution role' };
    }
    const lacking = missing.filter(({ contradictedBy }) => contradictedBy === undefined);
    if (lacking.length === 0) return { kind: 'finding', draft: perhapsNeeded(role, missing) };
    const swapped = swappedAsExecutionRole(assessment, all);
    const isSwapped = lacking.every((need) => swapped?.taskDefinitionArns.has(need.taskDefinitionArn));
    if (swapped !== undefined && isSwapped) return { kind: 'finding', draft: swappedDraft(swapped, lacking) };
    return { kind: 'finding', draft: lackingDraft(role, lacking, missing) };
  });
}

function lackingDraft(
  role: Role,
  lacking: readonly MissingPermission[],
  missing: readonly MissingPermission[],
): FindingDraft {
  const actions = actionsOf(lacking);
  const denying = sortedSet(lacking.flatMap(({ blockedBy = [] }) => blockedBy.map((ref) => ref.policy)));
  const withholding = sortedSet(lacking.flatMap(({ withheldBy = [] }) => withheldBy));
  const blockers = sortedSet([...denying, ...withholding]);
  const allowed = lacking.filter((need) => need.allowed === true);
  const absent = lacking.filter(isAbsent);
  const statement = JSON.stringify(statementFor(absent));
  const refused = lacking.filter((need) => need.refused !== undefined);
  const consequence = consequenceOf(actions);
  const perhaps = actionsOf(missing.filter((need) => need.contradictedBy !== undefined));
  return {
    severity: consequence === LOGS_LOST || allowed.length === lacking.length ? 'MEDIUM' : 'HIGH',
    title: `Execution role ${role.name} ${allowed.length === lacking.length ? 'was refused' : 'lacks'} ${counted(actions.length, 'permission')} that its task definitions need`,
    description: sentences(
      `${listed(actions, 8)} ${actions.length === 1 ? 'is' : 'are'} needed by ${listed(fieldsOf(lacking), 4)}. Without ${actions.length === 1 ? 'it' : 'them'} ${consequence}.`,
      denying.length > 0 ? `Granted, but taken away by ${listed(denying)}.` : '',
      withholding.length > 0 ? `Granted, but not allowed by ${listed(withholding)}.` : '',
      allowed.length > 0
        ? `The role's policies allow ${listed(actionsOf(allowed), 4)}: a policy of the resource, of the organization or of a VPC endpoint refuses it, or the role was changed a moment ago.`
        : '',
      lacking.some((need) => need.absentKeys !== undefined && absent.includes(need))
        ? `On Fargate the sign-in to the registry does not come through an endpoint of yours: a condition on ${listed([...new Set(lacking.flatMap((need) => need.absentKeys ?? []))])} never holds for it.`
        : '',
      refused.some((need) => need.stopped === undefined)
        ? `IAM refused ${listed(actionsOf(refused.filter((need) => need.stopped === undefined)), 4)} since role and task definition are as they are.`
        : '',
      perhaps.length > 0 ? `${listed(perhaps, 4)} may be needed too, though tasks start without.` : '',
    ),
    ...(refused.length > 0 && { passing: unique(refused.map(seenOf)).join(' ') }),
    reason: `no ${listed(actions, 3)}: ${consequence}`,
    actions,
    remediation: sentences(
      absent.length > 0
        ? statement.length < 380
          ? `Add to a policy of ${role.name}: ${statement}`
          : `Add ${listed(actionsOf(absent), 5)} to a policy of ${role.name}; the exact statement is in the product field "statement".`
        : '',
      blockers.length > 0 ? `Allow it in ${listed(blockers, 2)} too.` : '',
      allowed.length > 0
        ? `Look for what else refuses ${listed(actionsOf(allowed), 3)} on ${listed(resourcesOf(allowed), 2)}: the message of the stopped task says which policy; ecs-role-auditor diagnose --task reads it.`
        : '',
    ),
    evidence: {
      ...(absent.length > 0 && { statement }),
      fields: fieldsOf(lacking).join(', '),
    },
  };
}

const LOGS_LOST = "the container's logs are lost";

/** Without leave to write into its log stream a container runs, and its logs are lost. */
function consequenceOf(actions: readonly Action[]): string {
  return actions.every((action) => action === 'logs:PutLogEvents') ? LOGS_LOST : 'the container does not start';
}

function perhapsNeeded(role: Role, missing: readonly MissingPermission[]): FindingDraft {
  const actions = actionsOf(missing);
  const signs = sortedSet(missing.flatMap(({ contradictedBy }) => contradictedBy ?? []));
  const absent = missing.filter(isAbsent);
  const statement = JSON.stringify(statementFor(absent));
  return {
    severity: 'LOW',
    title: `Execution role ${role.name} is without ${counted(actions.length, 'permission')} that may be needed`,
    description: `${listed(actions, 8)} may be needed by ${listed(fieldsOf(missing), 4)}. Tasks do without so far: ${listed(signs)}.`,
    reason: `no ${listed(actions, 3)}, which may be needed`,
    actions,
    remediation: sentences(
      'Nothing fails today.',
      absent.length === 0
        ? `${role.name} is granted it, and kept from it by a deny, its permissions boundary or an organization policy.`
        : statement.length < 340
          ? `To be safe, add to a policy of ${role.name}: ${statement}`
          : 'The statement that would grant it is in the product field "statement".',
    ),
    evidence: { ...(absent.length > 0 && { statement }), fields: fieldsOf(missing).join(', ') },
  };
}

function swappedDraft(swapped: SwappedRoles, lacking: readonly MissingPermission[]): FindingDraft {
  const { families, taskRole, executionRole } = swapped;
  const actions = actionsOf(lacking);
  return {
    severity: 'HIGH',
    title: `Task role and execution role of ${listed(families, 3)} are swapped`,
    description: `${executionRole} is the execution role and has the application's permissions; ${taskRole} is the task role and has all that the ECS agent needs: ${listed(actions, 8)}. As it is, the container does not start.`,
    reason: `task role and execution role are swapped with ${taskRole}`,
    actions,
    remediation: swapRemedy(swapped),
    evidence: { taskRole, executionRole, fields: fieldsOf(lacking).join(', ') },
  };
}

/** Whether a statement in a policy of the role is what is missing: it would give nothing where something else stands in the way. */
function isAbsent({ blockedBy, withheldBy, allowed }: MissingPermission): boolean {
  return blockedBy === undefined && withheldBy === undefined && allowed !== true;
}

function actionsOf(missing: readonly MissingPermission[]): readonly Action[] {
  return [...new Set(missing.map((need) => need.action))].sort(byText);
}

/** What was seen, and when last, as a sentence. */
function seenOf({ action, family, refused = { count: 0, last: 0 }, stopped }: MissingPermission): string {
  return stopped === undefined
    ? `${action} was refused ${counted(refused.count, 'time')}, last on ${day(refused.last)}.`
    : `${counted(stopped.count, 'task')} of ${family} stopped for want of ${action}, last at ${toMinute(stopped.last)}.`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function resourcesOf(missing: readonly MissingPermission[]): readonly string[] {
  return sortedSet(missing.flatMap(({ resources }) => resources));
}

function fieldsOf(missing: readonly MissingPermission[]): readonly string[] {
  return sortedSet(missing.map((need) => `${need.family} (${need.field})`));
}

function sentences(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}

function statementFor(missing: readonly MissingPermission[]): unknown {
  const actionsByResources = new Map<string, Set<Action>>();
  for (const need of missing) {
    const resources = JSON.stringify([...need.resources].sort(byText));
    const actions = actionsByResources.get(resources) ?? new Set();
    actionsByResources.set(resources, actions.add(need.action));
  }
  const statements = [...actionsByResources].sort(byKey).map(([resources, actions]) => ({
    Effect: 'Allow',
    Action: [...actions].sort(byText),
    Resource: JSON.parse(resources) as unknown,
  }));
  return statements.length === 1 ? statements[0] : statements;
}
