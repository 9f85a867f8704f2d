import type { StepBudget } from '../../base/step-budget.ts';
import type { RoleUsage } from '../../evidence/role-usage.ts';
import { checkedResources } from '../../iam/arn-forms.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { namesAction } from '../../iam/match-statement.ts';
import type { Role } from '../../iam/role.ts';
import type { RoleAssessment } from '../verdict.ts';

/** The role that a change is about, and what is known of its use. */
export interface ProofInput {
  readonly role: Role;
  readonly assessment: RoleAssessment;
  readonly usage: RoleUsage;
  readonly catalog: Catalog;
  readonly budget: StepBudget;
}

/** Every use that was seen and every permission that is certainly required, as IAM is asked about them. */
export function proofRequests({ role, assessment, usage, catalog }: Omit<ProofInput, 'budget'>) {
  const seen = [...usage.used.values()].map(({ action, resources }) => ({
    action,
    named: resources.items,
    on: checkedResources(action, resources.items, catalog),
  }));
  const required = assessment.required
    .filter(({ certainty }) => certainty === 'certain')
    .map(({ action, resources }) => ({ action, named: resources, on: resources }));
  return [...seen, ...required].flatMap(({ action, named, on }) => {
    // Of an action whose resources are not known, what is granted today is asked about.
    const resources = named.length > 0 ? on : grantedResources(role, action);
    return resources.map((resource) => ({ action, resource }));
  });
}

function grantedResources(role: Role, action: string): readonly string[] {
  const granted = role.policies.flatMap(({ document }) =>
    document.ok
      ? document.value.statements
          .filter((statement) => statement.effect === 'Allow' && namesAction(statement, action))
          .flatMap(({ resource = [] }) => resource)
      : [],
  );
  return [...new Set([...granted, '*'])];
}
