import type { StepBudget } from '../../base/step-budget.ts';
import { sum } from '../../base/sum.ts';
import { complement, intersect, isEmpty, isSubset, placesOf, setOf, subtract, union } from '../../iam/action-set.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { type EffectiveGrants, effectiveGrants } from '../../iam/effective-grants.ts';
import { type DecisionKind, evaluate, evaluationSteps, type PolicySet } from '../../iam/evaluate.ts';
import { policyName } from '../../iam/named-policy.ts';
import type { Statement } from '../../iam/policy.ts';
import { statementObject } from '../../iam/policy-object.ts';
import type { Role, RolePolicy } from '../../iam/role.ts';
import { sortPolicies } from '../../iam/role-policies.ts';
import { inCurrentVersion } from './current-version.ts';
import { grantedWithin } from './granted-within.ts';
import { type ProofInput, proofRequests } from './proof-requests.ts';
import type { PolicyChange } from './recommendation.ts';

/** The role as it would be with the change made. */
export function changedRole(role: Role, change: PolicyChange): Role {
  const kept = role.policies.filter(({ source }) => change.keeps.includes(source));
  const added = change.documents.map(({ kind, name, document }): RolePolicy => {
    const arn = `${role.arn.split(':role/')[0]}:policy/${name}`;
    const source = kind === 'inline' ? { kind, name } : { kind, name, arn, awsManaged: false };
    return { source, document: { ok: true, value: document } };
  });
  return { ...role, policies: [...kept, ...added] };
}

/**
 * Looks for what is wrong with a change, as the end of a sentence; undefined for one that is proven: each new statement lies
 * inside one of today's, the denies are the same, exactly the actions that the change names are gone, and whatever was seen or is
 * required is decided as it is today.
 */
export function problemWith(change: PolicyChange, input: ProofInput): string | undefined {
  const { role, catalog, budget } = input;
  const after = changedRole(role, change);
  const grants = {
    before: effectiveGrants(role, catalog, { budget }),
    after: effectiveGrants(after, catalog, { budget }),
  };
  return (
    outsideToday(change, role, budget) ??
    otherDenies({ before: role, after }) ??
    otherActions(change, grants, catalog) ??
    widerAccess(grants, catalog) ??
    otherDecision({ before: role, after }, input)
  );
}

/** The statements of a role's own policies as version 2012-10-17 says them. */
function statementsOf({ policies }: Role): readonly Statement[] {
  return policies.flatMap(({ document }) =>
    document.ok ? document.value.statements.map((one) => inCurrentVersion(one, document.value.version)) : [],
  );
}

function outsideToday(change: PolicyChange, role: Role, budget: StepBudget): string | undefined {
  const allows = statementsOf(role).filter(({ effect }) => effect === 'Allow');
  const isInside = grantedWithin(allows, budget);
  for (const { statement } of change.documents.flatMap(({ statements }) => statements)) {
    if (statement.effect === 'Allow' && !isInside(statement)) {
      return `statement "${statement.sid}" is not inside what is granted today`;
    }
  }
  return undefined;
}

function otherDenies({ before, after }: BeforeAndAfter<Role>): string | undefined {
  const [today, then] = [deniesOf(before), deniesOf(after)];
  const [lost] = today.difference(then);
  if (lost !== undefined) return `the deny ${lost} would be lost`;
  const [added] = then.difference(today);
  return added === undefined ? undefined : `the deny ${added} would be new`;
}

/** Each deny of a role as text, whatever its Sid; one that is without effect is none. */
function deniesOf(role: Role): ReadonlySet<string> {
  return new Set(
    statementsOf(role)
      .filter(({ effect, action }) => effect === 'Deny' && action?.length !== 0)
      .map(({ sid: _, ...rest }) => JSON.stringify(statementObject({ ...rest, index: 0 }))),
  );
}

interface BeforeAndAfter<T> {
  readonly before: T;
  readonly after: T;
}

function otherActions(
  change: PolicyChange,
  { before, after }: BeforeAndAfter<EffectiveGrants>,
  catalog: Catalog,
): string | undefined {
  const everything = (grants: EffectiveGrants) => union(grants.granted().known, grants.blocked().known);
  const dropped = setOf(
    catalog.size,
    [...change.dropped, ...change.ineffective, ...change.unproven].flatMap((action) => catalog.indexOf(action) ?? []),
  );
  const expected = subtract(everything(before), dropped);
  const example = (set: ReturnType<typeof everything>) => catalog.actionAt(placesOf(set).next().value ?? 0);
  const lost = subtract(expected, everything(after));
  if (!isEmpty(lost)) return `${example(lost)} would be lost`;
  const gained = intersect(everything(after), complement(expected));
  if (!isEmpty(gained)) return `${example(gained)} would still be granted, or newly so`;
  const unproven = new Set(change.unproven);
  const unknown = [...before.granted().unknown, ...before.blocked().unknown].find(
    (action) => after.of(action) === undefined && !unproven.has(action),
  );
  return unknown === undefined ? undefined : `${unknown} would be lost`;
}

function widerAccess({ before, after }: BeforeAndAfter<EffectiveGrants>, catalog: Catalog): string | undefined {
  if (isSubset(after.unlimited(), before.unlimited()) && isSubset(after.granted().known, before.granted().known)) {
    return undefined;
  }
  const [place = 0] = placesOf(subtract(after.unlimited(), before.unlimited()));
  return `${catalog.actionAt(place)} would be granted more widely`;
}

const RANK: Readonly<Record<DecisionKind, number>> = { explicitDeny: 0, implicitDeny: 0, conditional: 1, allowed: 2 };

/**
 * Asks the evaluator about every use that was seen and every permission that is certainly required, before and after: on the
 * resources that the catalogue says are checked, whatever the policy was made of.
 */
function otherDecision(roles: BeforeAndAfter<Role>, input: ProofInput): string | undefined {
  const { context } = sortPolicies(input.role, []);
  const before = policySet(roles.before);
  const after = policySet(roles.after);
  const steps = sum([roles.before, roles.after].flatMap(statementsOf).map(evaluationSteps));
  for (const { action, resource } of proofRequests(input)) {
    input.budget.spend(steps);
    const request = { action, resource, context };
    const today = evaluate(request, before).decision;
    const then = evaluate(request, after).decision;
    if (RANK[then] !== RANK[today]) return `${action} on ${resource} is ${today} today and would be ${then}`;
  }
  return undefined;
}

function policySet({ policies, boundary }: Role): PolicySet {
  const named = ({ source, document }: RolePolicy) =>
    document.ok ? [{ name: policyName(source), document: document.value }] : [];
  const [limit] = boundary === undefined ? [] : named(boundary);
  return { identity: policies.flatMap(named), ...(limit !== undefined && { boundary: limit }) };
}
