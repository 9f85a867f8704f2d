import { listed } from '../../base/format.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { familiesOf, jobsOf } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires where IAM says that no such role exists. */
export const missingRole: Probe = (assessment) => {
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
      description: `IAM knows no role ${lookup.arn}, named as ${listed(jobs)} by ${listed(families)}. Tasks of these revisions cannot start.${
        inUse.byShortName
          ? ' The task definition gives the short name only, so a role with a path is not found by it.'
          : ''
      } Whoever creates a role of this name decides what these tasks may do.`,
      reason: 'does not exist, so no task starts with it',
      actions: [],
      evidence: { namedAs: jobs.join(', ') },
    },
  };
};
