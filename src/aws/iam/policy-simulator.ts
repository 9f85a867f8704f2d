import {
  type EvaluationResult,
  IAMClient,
  type PolicyIdentifier,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { errorCode } from '../../base/error-code.ts';
import { actionKey } from '../../evidence/action-usage.ts';
import type { Action } from '../../iam/action.ts';
import { type RoleArn, roleNameOf } from '../../iam/arn.ts';
import type { PolicySource } from '../../iam/role.ts';
import type { AccessQuestion } from '../../rightsize/verify/access-questions.ts';
import type { SimulatedDecision, SimulatedDecisions } from '../../rightsize/verify/change-verification.ts';
import { MalformedAnswer } from '../client/aws-error.ts';
import { abortOptions, callApi, pages, requireField } from '../client/call-api.ts';
import { POLICY_SIMULATIONS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** What a role's policies are to be in a simulation: those of today without some, and others beside them. */
export interface SimulatedChange {
  readonly without: readonly PolicySource[];
  /** The JSON of each. */
  readonly with: readonly string[];
}

/** Asks IAM's own engine. */
export interface PolicySimulator {
  /**
   * Decisions on the actions of a question; with today's policies where no change is given.
   *
   * @throws {Error} the service's own, or `MalformedAnswer` where an action has no decision
   */
  decide(role: RoleArn, question: AccessQuestion, change?: SimulatedChange): Promise<SimulatedDecisions>;
}

/** "SimulatePrincipalPolicy" names no limit; so many answers come at once without pages. */
const ACTIONS_PER_CALL = 50;

/** Makes a simulator; its calls keep one pace. */
export function createPolicySimulator(session: AwsSession): PolicySimulator {
  const limiter = session.rateLimiter(POLICY_SIMULATIONS);
  const simulate = async (
    role: RoleArn,
    resource: string,
    actions: readonly Action[],
    change?: SimulatedChange,
  ): Promise<readonly (readonly [string, SimulatedDecision])[]> => {
    const input = {
      PolicySourceArn: role,
      ActionNames: [...actions],
      ResourceArns: [resource],
      ...(change && {
        PolicyInputList: [...change.with],
        PolicyExclusionList: change.without.map((source) => identifierOf(source, role)),
      }),
    };
    const found: (readonly [string, SimulatedDecision])[] = [];
    const listing = pages((Marker) =>
      callApi(
        () =>
          session
            .client(IAMClient)
            .send(new SimulatePrincipalPolicyCommand({ ...input, Marker }), abortOptions(session.signal)),
        (answer) => ({
          items: requireField(answer.EvaluationResults, 'EvaluationResults').map(decisionOf),
          next: answer.IsTruncated === true ? requireField(answer.Marker, 'Marker') : undefined,
        }),
        limiter,
        session.signal,
      ),
    );
    for await (const page of listing) found.push(...page);
    return found;
  };
  return {
    async decide(role, { resource, actions }, change) {
      const decisions = new Map<string, SimulatedDecision>();
      for (const part of batches(actions)) {
        const found = await simulate(role, resource, part, change).catch(async (error: unknown) => {
          // One action that IAM does not know has it refuse all of them.
          if (errorCode(error) !== 'InvalidInput' || part.length === 1) throw error;
          return (await Promise.all(part.map((action) => simulate(role, resource, [action], change)))).flat();
        });
        for (const [action, decision] of found) decisions.set(action, decision);
      }
      const silent = actions.find((action) => !decisions.has(actionKey(action)));
      if (silent !== undefined) throw new MalformedAnswer(`there is no decision on ${silent}`);
      return decisions;
    },
  };
}

function batches(actions: readonly Action[]): readonly (readonly Action[])[] {
  return Array.from({ length: Math.ceil(actions.length / ACTIONS_PER_CALL) }, (_, index) =>
    actions.slice(index * ACTIONS_PER_CALL, (index + 1) * ACTIONS_PER_CALL),
  );
}

function identifierOf(source: PolicySource, role: RoleArn): PolicyIdentifier {
  if ('arn' in source) return { PolicyArn: source.arn };
  return {
    InlinePolicyIdentifier: {
      PolicyName: source.name,
      AttachmentType: 'role',
      AttachmentName: roleNameOf(role),
    },
  };
}

const DECISIONS: ReadonlySet<string> = new Set<SimulatedDecision['decision']>([
  'allowed',
  'explicitDeny',
  'implicitDeny',
]);

function decisionOf({
  EvalActionName: action,
  EvalDecision: decision,
  MissingContextValues: missingContext = [],
}: EvaluationResult): readonly [string, SimulatedDecision] {
  const said = requireField(decision, 'EvalDecision');
  if (!DECISIONS.has(said)) throw new MalformedAnswer(`"EvalDecision" is "${said}"`);
  return [requireField(action, 'EvalActionName').toLowerCase(), { decision: said, missingContext }];
}
