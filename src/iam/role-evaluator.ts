import type { StepBudget } from '../base/step-budget.ts';
import { sum } from '../base/sum.ts';
import { evaluate, evaluationSteps, type IamRequest, type PolicySet } from './evaluate.ts';
import type { NamedPolicy } from './named-policy.ts';
import { createContext, type RequestContext } from './request-context.ts';
import { type GrantingRole, sortPolicies } from './role-policies.ts';

/**
 * Whether a role may make a request. `open`: allowed, unless a deny under conditions that are not known applies. `limited`: only under
 * conditions that are not known. `closed`: denied, or allowed by nothing.
 */
export type Openness = 'open' | 'limited' | 'closed';

/** Answers for one role, by its own policies and its boundary. */
export interface RoleEvaluator {
  /**
   * @param action concrete, any case of letters
   * @param resource an ARN, or `*` for an action that works on no resource
   * @param facts condition keys of the request that are known beside those of the role
   * @throws {BudgetExceeded} when there are not enough steps left
   */
  ask(action: string, resource: string, facts?: Readonly<Record<string, string>>): Openness;
}

/**
 * Makes the requests of a role's sessions decidable. A boundary that could not be read withholds nothing. Each question takes steps
 * for each statement, with its actions and resources.
 */
export function roleEvaluator(role: GrantingRole, budget: StepBudget): RoleEvaluator {
  const { identity, ceilings, context } = sortPolicies(role, []);
  const [ceiling] = ceilings;
  const boundary = ceiling?.complete === true ? ceiling.policies[0] : undefined;
  const policies: PolicySet = { identity, ...(boundary !== undefined && { boundary }) };
  const allows: PolicySet = {
    identity: identity.map(allowsOf),
    ...(boundary !== undefined && { boundary: allowsOf(boundary) }),
  };
  const steps = sum([...identity, ...(boundary === undefined ? [] : [boundary])].map(stepsOf));
  return {
    ask(action, resource, facts = {}) {
      budget.spend(steps);
      const request: IamRequest = { action, resource, context: withFacts(context, facts) };
      const { decision } = evaluate(request, policies);
      if (decision === 'allowed') return 'open';
      if (decision !== 'conditional') return 'closed';
      return evaluate(request, allows).decision === 'allowed' ? 'open' : 'limited';
    },
  };
}

function stepsOf({ document }: NamedPolicy): number {
  return sum(document.statements.map(evaluationSteps));
}

function allowsOf({ name, document }: NamedPolicy): NamedPolicy {
  return {
    name,
    document: { ...document, statements: document.statements.filter(({ effect }) => effect === 'Allow') },
  };
}

/** Role sessions never carry a sign of MFA: AssumeRole does not hand it on ("Secure API access with MFA"). */
function withFacts(context: RequestContext, facts: Readonly<Record<string, string>>): RequestContext {
  const { values } = createContext(facts);
  return {
    ...context,
    values: new Map([...context.values, ...values]),
    absent: new Set([...context.absent, 'aws:multifactorauthpresent', 'aws:multifactorauthage']),
  };
}
