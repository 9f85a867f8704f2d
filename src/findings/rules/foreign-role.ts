import { listed } from '../../base/format.ts';
import { roleNameOf } from '../../iam/arn.ts';
import { familiesOf } from '../role-facts.ts';
import type { Probe } from '../rule.ts';

/** Fires where a task definition names a role of another account. */
export const foreignRole: Probe = (assessment, _all, context) => {
  const { lookup } = assessment;
  if (lookup.kind !== 'foreign') return { kind: 'fine' };
  const families = familiesOf(assessment);
  return {
    kind: 'finding',
    draft: {
      severity: 'MEDIUM',
      title: `${listed(families, 3)} ${families.length === 1 ? 'names' : 'name'} role ${roleNameOf(lookup.arn)} of account ${lookup.accountId}`,
      description: `${lookup.arn} does not belong to account ${context.accountId}. A role can be passed to ECS only within its own account, so tasks of ${listed(families)} cannot start with it. This audit does not read what it grants.`,
      actions: [],
      evidence: { otherAccount: lookup.accountId },
    },
  };
};
