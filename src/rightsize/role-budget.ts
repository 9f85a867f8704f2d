import { counted } from '../base/format.ts';
import { type StepBudget, stepBudget } from '../base/step-budget.ts';
import { sum } from '../base/sum.ts';
import type { Role, RoleLookup } from '../iam/role.ts';
import { policiesAndBoundary } from '../iam/role-policies.ts';

/**
 * Steps that work on the policies of one role may take, for each kind of work: about a second on one vCPU. AdministratorAccess beside ten
 * ordinary policies takes a hundredth of it; what IAM's limits on policies allow in all can take a hundred times as many.
 */
const ROLE_STEPS = 20_000_000;

/**
 * What may be spent on one role; `work` names what is spent on, such as `what they grant`. `outOfTime` ends it before that
 * (`stepBudget`).
 */
export function roleBudget(role: Role, work: string, outOfTime?: () => string | undefined): StepBudget {
  const statements = counted(statementCount(role), 'policy statement');
  const excess = `${work}: its ${statements} take more steps to tell apart than one role is given`;
  return stepBudget(ROLE_STEPS, excess, outOfTime);
}

/** What a role's policies make of work, for an order in which time that runs out is at the cost of those that take most of it. */
export function effortOf(lookup: RoleLookup): number {
  return lookup.kind === 'found' ? statementCount(lookup.role) : 0;
}

/** How many statements the policies and the boundary of a role have. */
export function statementCount(role: Role): number {
  return sum(policiesAndBoundary(role).map(({ document }) => (document.ok ? document.value.statements.length : 0)));
}
