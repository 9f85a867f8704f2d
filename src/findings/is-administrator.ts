import { accountOf, partitionOf } from '../iam/arn.ts';
import { evaluateCondition } from '../iam/condition/condition.ts';
import { namesAction } from '../iam/match-statement.ts';
import { policyName } from '../iam/named-policy.ts';
import type { Statement } from '../iam/policy.ts';
import { anyOfForm } from '../iam/representative-arn.ts';
import type { Role } from '../iam/role.ts';
import { roleEvaluator } from '../iam/role-evaluator.ts';
import { sortPolicies } from '../iam/role-policies.ts';
import { roleBudget } from '../rightsize/role-budget.ts';

/** Whoever may do one of these to any role, user or policy of the account can come to everything in it. */
const TO_EVERYTHING: readonly (readonly [action: string, form: string])[] = [
  ['iam:AttachRolePolicy', 'arn:*:iam::*:role/*'],
  ['iam:PutRolePolicy', 'arn:*:iam::*:role/*'],
  ['iam:UpdateAssumeRolePolicy', 'arn:*:iam::*:role/*'],
  ['iam:AttachUserPolicy', 'arn:*:iam::*:user/*'],
  ['iam:PutUserPolicy', 'arn:*:iam::*:user/*'],
  ['iam:CreateAccessKey', 'arn:*:iam::*:user/*'],
  ['iam:CreateLoginProfile', 'arn:*:iam::*:user/*'],
  ['iam:CreatePolicyVersion', 'arn:*:iam::*:policy/*'],
];

/** True where the role is granted every action on every resource, by what its policies come to; such roles have a rule of their own. */
export function isAdministrator(role: Role): boolean {
  return administratorPolicies(role).length > 0;
}

/**
 * Names of the role's policies that grant every action on every resource; none where denies or the boundary take away
 * every way to come to the rest.
 */
export function administratorPolicies(role: Role): readonly string[] {
  const { context } = sortPolicies(role, []);
  const granting = role.policies.filter(
    ({ document }) =>
      document.ok &&
      document.value.statements.some(
        (statement) =>
          statesEverything(statement) &&
          evaluateCondition(statement.condition, { version: document.value.version, context }).truth === true,
      ),
  );
  if (granting.length === 0) return [];
  const place = { partition: partitionOf(role.arn), accountId: accountOf(role.arn) };
  const { ask } = roleEvaluator(role, roleBudget(role, 'whether it is an administrator'));
  const left = TO_EVERYTHING.some(([action, form]) => ask(action, anyOfForm(form, place)) !== 'closed');
  return left ? granting.map(({ source }) => policyName(source)) : [];
}

/** Whether the role's boundary, if it has one, allows every action on every resource. */
export function isUnbounded(role: Role): boolean {
  const { boundary } = role;
  if (boundary === undefined) return true;
  if (!boundary.document.ok) return false;
  const { statements, version } = boundary.document.value;
  const { context } = sortPolicies(role, []);
  return (
    statements.every(({ effect }) => effect === 'Allow') &&
    statements.some(
      (statement) =>
        statement.action?.some(isEverything) === true &&
        statement.resource?.some(spansEverything) === true &&
        evaluateCondition(statement.condition, { version, context }).truth === true,
    )
  );
}

/** `*` on every resource, or a NotAction that leaves IAM granted, which amounts to the same; whatever the conditions. */
function statesEverything(statement: Statement): boolean {
  if (statement.effect !== 'Allow') return false;
  if (statement.resource !== undefined && !statement.resource.some(spansEverything)) return false;
  if (statement.notAction !== undefined) return TO_EVERYTHING.some(([action]) => namesAction(statement, action));
  return statement.action?.some(isEverything) ?? false;
}

function isEverything(action: string): boolean {
  return /^\*+(:\*+)?$/.test(action);
}

function spansEverything(resource: string): boolean {
  return /^(\*+|arn:\*+|arn:[^:]+:\*+)(:\*+)*$/.test(resource);
}
