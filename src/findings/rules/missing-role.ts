import { listed } from '../../base/format.ts';
import { roleNameOf } from '../../iam/arn.ts';
import type { RoleAssessment } from '../../rightsize/verdict.ts';
import { ECS_DEVELOPER_GUIDE } from '../aws-guides.ts';
import { familiesOf, jobsOf, namingFields } from '../role-facts.ts';
import type { Outcome, Rule } from '../rule.ts';

/** Fires where IAM says that no such role exists. */
export const missingRole = {
  id: 'missing-role',
  title: 'Task definition names a role that does not exist',
  motivation:
    'ECS cannot start a task with it. Whoever may create a role of that name decides what the next task is allowed to do.',
  severity: 'HIGH.',
  remediation: 'Register a revision that names an existing role, and deregister those that name this one.',
  page: { title: 'IAM roles for Amazon ECS', url: `${ECS_DEVELOPER_GUIDE}/ecs-iam-role-overview.html` },
  evidence: "IAM's own statement that no such role exists.",
  notApplicable: 'The role belongs to another account, whose IAM the audit does not read.',
  classifier: 'Missing Role',
  probe,
} as const satisfies Rule;

function probe(assessment: RoleAssessment): Outcome {
  const { lookup, inUse } = assessment;
  if (lookup.kind === 'unreadable') return { kind: 'unavailable', why: lookup.why };
  if (lookup.kind === 'foreign') return { kind: 'notApplicable', why: 'the role belongs to another account' };
  if (lookup.kind === 'found') return { kind: 'fine' };
  const families = familiesOf(assessment);
  const jobs = [...jobsOf(assessment)].sort().map((job) => `${job} role`);
  return {
    kind: 'finding',
    draft: {
      severity: 'HIGH',
      title: `Role ${roleNameOf(lookup.arn)} does not exist, but ${listed(families, 3)} ${families.length === 1 ? 'names' : 'name'} it`,
      description: `IAM knows no role ${lookup.arn}, named as ${listed(jobs)} (${listed(namingFields(assessment))}) by ${listed(families)}. Tasks of these revisions cannot start.${
        inUse.byShortName
          ? ' The task definition gives the short name only, so a role with a path is not found by it.'
          : ''
      } Whoever creates a role of this name decides what these tasks may do.`,
      reason: 'does not exist, so no task starts with it',
      actions: [],
      evidence: { namedAs: jobs.join(', ') },
    },
  };
}
