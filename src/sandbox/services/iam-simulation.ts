import { type DecisionKind, evaluate, type PolicySet } from '../../iam/evaluate.ts';
import { namesAction } from '../../iam/match-statement.ts';
import type { NamedPolicy } from '../../iam/named-policy.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import { createContext, knowledgeOf, type RequestContext, roleContext } from '../../iam/request-context.ts';
import type { SandboxAccount, SandboxRole } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { JsonObject } from '../wire/json.ts';
import { iamPage } from './iam-page.ts';

/**
 * SimulatePrincipalPolicy ("IAM API Reference") of a role: its policies without those of `PolicyExclusionList`, with those of
 * `PolicyInputList`, inside its boundary. Condition keys that nobody gives are absent, and named as missing.
 */
export function simulatePrincipalPolicy(fields: Fields, call: Call): JsonObject {
  const arn = fields.requiredText('PolicySourceArn');
  const role = call.account.roles.find((known) => known.arn === arn);
  if (role === undefined) throw new AwsError('NoSuchEntity', `The role with ARN ${arn} cannot be found.`, 404);
  const actions = fields.texts('ActionNames');
  const wrong = actions.find((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(action));
  if (wrong !== undefined) throw new AwsError('InvalidInput', `Invalid action: ${wrong}`);
  const resources = fields.texts('ResourceArns');
  const excluded = fields.objects('PolicyExclusionList');
  const added = fields.texts('PolicyInputList');
  const policies = policySet(call.account, role, { excluded, added });
  const context = roleContext({ arn: role.arn as `arn:${string}:iam::${string}:role/${string}`, tags: role.tags });
  const isChanged = excluded.length > 0 || added.length > 0;
  const results = actions.flatMap((action) =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => {
      const refused = isChanged && call.account.simulatorRefuses.includes(action);
      const { decision, missing } = decide({ action, resource, context }, policies);
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: refused ? 'implicitDeny' : decision,
        MissingContextValues: missing,
      };
    }),
  );
  const page = iamPage(results, fields, `SimulatePrincipalPolicy ${arn}`);
  return { EvaluationResults: page.items, ...page.more };
}

interface Change {
  readonly excluded: readonly JsonObject[];
  readonly added: readonly string[];
}

function policySet(account: SandboxAccount, role: SandboxRole, { excluded, added }: Change): PolicySet {
  const isGone = (name: string): boolean =>
    excluded.some(
      ({ PolicyArn: arn, InlinePolicyIdentifier: inline }) =>
        arn === name || (inline as JsonObject | undefined)?.['PolicyName'] === name,
    );
  const managed = (arn: string): readonly NamedPolicy[] =>
    named(arn, account.managedPolicies.find((known) => known.arn === arn)?.versions.at(-1)?.document);
  const [boundary] = role.boundary === undefined ? [] : managed(role.boundary);
  return {
    identity: [
      ...Object.entries(role.inlinePolicies).flatMap(([name, text]) => (isGone(name) ? [] : named(name, text))),
      ...role.attached.flatMap((arn) => (isGone(arn) ? [] : managed(arn))),
      ...added.flatMap((text, index) => given(`PolicyInputList.${index + 1}`, text)),
    ],
    ...(boundary !== undefined && { boundary }),
  };
}

function named(name: string, text: unknown): readonly NamedPolicy[] {
  const document = parsePolicy(text);
  return document.ok ? [{ name, document: document.value }] : [];
}

function given(name: string, text: string): readonly NamedPolicy[] {
  const policies = named(name, text);
  if (policies.length === 0) throw new AwsError('InvalidInput', `Invalid Input ${name}`);
  return policies;
}

interface Simulated {
  readonly decision: Exclude<DecisionKind, 'conditional'>;
  readonly missing: readonly string[];
}

function decide(
  request: { readonly action: string; readonly resource: string; readonly context: RequestContext },
  policies: PolicySet,
): Simulated {
  const { decision } = evaluate(request, policies);
  if (decision !== 'conditional') return { decision, missing: [] };
  const missing = missingKeys(request.action, request.context, policies);
  const { absent } = createContext(Object.fromEntries(missing.map((key) => [key, null])));
  const context = { ...request.context, absent: new Set([...request.context.absent, ...absent]) };
  const { decision: then } = evaluate({ ...request, context }, policies);
  return { decision: then === 'conditional' ? 'implicitDeny' : then, missing };
}

function missingKeys(action: string, context: RequestContext, { identity, boundary }: PolicySet): readonly string[] {
  const policies = boundary === undefined ? identity : [...identity, boundary];
  const keys = policies
    .flatMap(({ document }) => document.statements)
    .filter((statement) => namesAction(statement, action))
    .flatMap(({ condition = {} }) => Object.values(condition).flatMap((block) => Object.keys(block)));
  return [...new Set(keys)].filter((key) => knowledgeOf(context, key).kind === 'unknown');
}
