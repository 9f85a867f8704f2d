import { byText } from '../../base/by-text.ts';
import { counted, listed } from '../../base/format.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { severityOfGrants } from '../impact.ts';
import type { InstanceRole } from '../instance-role.ts';
import type { Outcome, Rule, RuleContext } from '../rule.ts';
import { compareSeverity, worstSeverity } from '../severity.ts';

/** Fires on tasks on EC2 without a task role, where the role of their instance is granted what applications use. */
export const taskUsesInstanceRole = {
  id: 'task-uses-instance-role',
  scope: 'account',
  title: 'Tasks without a task role use the role of their instance',
  motivation:
    'A container on EC2 without a task role gets the credentials of its instance, and with them what every task of the instance needs. No audit of task roles sees it.',
  severity:
    'By the most that could be done with one of those permissions, one step milder where every statement names resources; at most HIGH.',
  remediation:
    'Give each family a task role with the permissions that it uses, take them from the instance’s role, and keep containers from the instance metadata (ECS_AWSVPC_BLOCK_IMDS=true, a hop limit of 1).',
  page: { title: 'Amazon ECS container instance IAM role', url: `${ECS_DEVELOPER_GUIDE}/instance_IAM_role.html` },
  evidence: 'The tasks that run now, the instances that they run on, and every policy of the roles of those.',
  notApplicable: 'Never: with nothing on EC2 it is fine.',
  classifier: 'Instance Role',
  probe,
} as const satisfies Rule;

function probe(_all: readonly RoleAssessment[], { instanceRoles, accessLevelOf }: RuleContext): Outcome {
  if (instanceRoles === undefined) return { kind: 'unavailable', why: 'the roles of instances were not read' };
  const wide = instanceRoles.flatMap(({ families, found }) =>
    found === undefined || found.grants.length === 0 ? [] : [{ families, ...found }],
  );
  if (wide.length === 0) {
    const unread = instanceRoles.find(({ found }) => found === undefined);
    return unread === undefined ? { kind: 'fine' } : { kind: 'unavailable', why: `${unread.arn} could not be read` };
  }
  const graded = wide.flatMap(({ role, grants }) => {
    const severityOf = severityOfGrants(role, accessLevelOf);
    return grants.map((grant) => ({ action: grant.action, severity: severityOf(grant) }));
  });
  graded.sort((a, b) => compareSeverity(a.severity, b.severity) || byText(a.action, b.action));
  const actions = [...new Set(graded.map(({ action }) => action))];
  const families = [...new Set(wide.flatMap((one) => one.families))];
  const worst = worstSeverity(graded.map(({ severity }) => severity));
  return {
    kind: 'finding',
    draft: {
      severity: worst === 'CRITICAL' ? 'HIGH' : worst,
      title: `${counted(families.length, 'family')} ${families.length === 1 ? 'runs' : 'run'} with the role of ${families.length === 1 ? 'its' : 'their'} instances`,
      description: `${listed(families, 6)}: tasks on EC2 whose definition names no task role, so that containers which reach the instance metadata get the instance’s credentials. ${wide.map(roleText).join(' ')}`,
      reason: `no task role: ${listed(families, 3)}`,
      actions,
      evidence: {
        instanceRoles: wide
          .slice(0, 10)
          .map(({ role }) => role.arn)
          .join(' '),
        familyNames: families.slice(0, 40).join(' '),
      },
    },
  };
}

function roleText({ role, grants }: NonNullable<InstanceRole['found']>): string {
  return `${role.name} is granted, beside what instances need, ${listed(
    grants.map(({ action }) => action),
    6,
  )}.`;
}
