import { matchStatement } from './match-statement.ts';
import { describeStatement, type NamedPolicy, refTo } from './named-policy.ts';
import { organizationLevel } from './organization-level.ts';
import type { Statement, StatementRef } from './policy.ts';
import type { RequestContext } from './request-context.ts';
import { allOf, anyOf, type Truth } from './truth.ts';

/** One request to be decided. */
export interface IamRequest {
  /** Concrete; any case of letters. */
  readonly action: string;
  /** An ARN, or `*` for an action that works on no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** The policies in force. */
export interface PolicySet {
  readonly identity: readonly NamedPolicy[];
  /** Absent where the principal has none. */
  readonly boundary?: NamedPolicy;
  /** Each level of the organization, root first, must allow; an empty level allows nothing. Absent where there is none. */
  readonly scpLevels?: readonly (readonly NamedPolicy[])[];
}

/** Which part of the policies a reason is about. */
export type PolicyPart = 'identity' | 'boundary' | 'scp';

/** Why a decision was made: a statement that matched (or may match), or a part of the policies that allows nothing. */
export interface Reason {
  readonly part: PolicyPart;
  /** Absent where the reason is that no statement allows the action. */
  readonly statement?: StatementRef;
  readonly effect?: 'Allow' | 'Deny';
  /** A sentence for people. */
  readonly text: string;
}

/**
 * `conditional`: the answer hangs on facts of the request that are not known. `implicitDeny`: nothing allows it in at
 * least one part that must.
 */
export type DecisionKind = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'conditional';

/** A decision and the statements that made it. */
export interface Decision {
  readonly decision: DecisionKind;
  readonly because: readonly Reason[];
}

/**
 * Decides one request by "Policy evaluation logic": allowed if the identity policies, the boundary and every organization level
 * allow it and no statement of any of them denies it. Resource-based and session policies are not looked at.
 *
 * @example
 * ```ts
 * import { parsePolicy } from './parse-policy.ts';
 *
 * const statement = { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::logs/*' };
 * const { value: document } = parsePolicy({ Version: '2012-10-17', Statement: [statement] });
 * const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::logs/today', context: {} };
 * evaluate(request, { identity: [{ name: 'read-logs', document }] }).decision; // → 'allowed'
 * evaluate({ ...request, action: 's3:PutObject' }, { identity: [{ name: 'read-logs', document }] }).decision; // → 'implicitDeny'
 * ```
 */
export function evaluate(request: IamRequest, policies: PolicySet): Decision {
  const layers = layersOf(policies).map((layer) => judge(layer, request));
  const denies = layers.flatMap((layer) => layer.denies);
  const denied = anyOf(denies.map((vote) => vote.truth));
  if (denied === true) return decided('explicitDeny', () => reasons(denies.filter(isCertain)));
  const refusing = layers.filter((layer) => layer.allowed === false);
  if (refusing.length > 0) return decided('implicitDeny', () => refusing.map((layer) => layer.refusal()));
  const allowed = allOf(layers.map((layer) => layer.allowed));
  const open = layers.filter((layer) => layer.allowed === 'unknown');
  if (allowed === true && denied === false) {
    return decided('allowed', () => reasons(layers.flatMap((layer) => layer.allows.filter(isCertain))));
  }
  return decided('conditional', () => reasons([...open.flatMap((layer) => layer.allows), ...denies]));
}

/** Most callers ask for the decision alone, and there may be a thousand reasons. */
function decided(decision: DecisionKind, because: () => readonly Reason[]): Decision {
  return {
    decision,
    get because() {
      return because();
    },
  };
}

/** What it costs to ask a statement about a request, in steps of a `StepBudget`. */
export function evaluationSteps({ action = [], notAction = [], resource = [], notResource = [] }: Statement): number {
  return (
    STEPS_PER_STATEMENT + action.length + notAction.length + STEPS_PER_RESOURCE * (resource.length + notResource.length)
  );
}

const STEPS_PER_STATEMENT = 10;
const STEPS_PER_RESOURCE = 10;

interface Layer {
  readonly part: PolicyPart;
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
}

/** One statement that applies, certainly or perhaps. */
interface Vote {
  readonly truth: Truth;
  readonly reason: () => Reason;
}

interface Judgement {
  readonly allowed: Truth;
  readonly allows: readonly Vote[];
  readonly denies: readonly Vote[];
  readonly refusal: () => Reason;
}

function layersOf(policies: PolicySet): readonly Layer[] {
  const { identity, boundary, scpLevels = [] } = policies;
  return [
    { part: 'identity', name: 'the identity policies', policies: identity },
    ...(boundary === undefined ? [] : [{ part: 'boundary', name: boundary.name, policies: [boundary] } as const]),
    ...scpLevels.map((policies, level) => {
      const name = organizationLevel({ level, policies: policies.map((policy) => policy.name) });
      return { part: 'scp', name, policies } as const;
    }),
  ];
}

function judge(layer: Layer, request: IamRequest): Judgement {
  const allows: Vote[] = [];
  const denies: Vote[] = [];
  for (const { name, document } of layer.policies) {
    const scope = { version: document.version, context: request.context };
    for (const statement of document.statements) {
      const { truth, unknown } = matchStatement(statement, request.action, request.resource, scope);
      if (truth === false) continue;
      const reason = (): Reason => {
        const ref = refTo(name, statement);
        const text = describeVote(describeStatement(ref), statement.effect, unknown, request);
        return { part: layer.part, statement: ref, effect: statement.effect, text };
      };
      const vote: Vote = { truth, reason };
      (statement.effect === 'Allow' ? allows : denies).push(vote);
    }
  }
  return {
    allowed: anyOf(allows.map((vote) => vote.truth)),
    allows,
    denies,
    refusal: () => ({
      part: layer.part,
      text: `no statement of ${layer.name} allows ${request.action} on ${request.resource}`,
    }),
  };
}

function describeVote(
  statement: string,
  effect: 'Allow' | 'Deny',
  unknown: readonly string[],
  { action, resource }: IamRequest,
): string {
  if (unknown.length === 0) return `${statement} ${effect === 'Allow' ? 'allows' : 'denies'} ${action} on ${resource}`;
  return `${statement} may ${effect === 'Allow' ? 'allow' : 'deny'} ${action} on ${resource}: ${unknown.join('; ')}`;
}

function isCertain(vote: Vote): boolean {
  return vote.truth === true;
}

function reasons(votes: readonly Vote[]): readonly Reason[] {
  return votes.map((vote) => vote.reason());
}
