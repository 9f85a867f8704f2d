import { actionMatches } from '../iam/pattern.ts';
import type { PolicyDocument, Statement } from '../iam/policy.ts';

/** The service principal of ECS tasks, whatever the partition. */
export const ECS_TASKS = 'ecs-tasks.amazonaws.com';

/** The statements of a trust policy that let ECS tasks assume the role. */
export function statementsTrustingEcs(trust: PolicyDocument): readonly Statement[] {
  return trust.statements.filter(
    (statement) => statement.effect === 'Allow' && namesEcs(statement) && coversAssumeRole(statement),
  );
}

/** Whether a statement says for whose resources ECS may assume the role (`aws:SourceAccount` or `aws:SourceArn`). */
export function hasSourceCondition(statement: Statement): boolean {
  return Object.entries(statement.condition ?? {}).some(
    ([operator, keys]) =>
      !/not|null|ifexists/i.test(operator) &&
      Object.keys(keys).some((key) => /^aws:source(account|arn|orgid|orgpaths)$/i.test(key)),
  );
}

function namesEcs({ principal, notPrincipal }: Statement): boolean {
  if (notPrincipal !== undefined) return true;
  if (principal === undefined) return false;
  if (principal === '*') return true;
  return Object.entries(principal).some(
    ([kind, names]) =>
      kind.toLowerCase() === 'service' && names.some((name) => name === '*' || name.toLowerCase() === ECS_TASKS),
  );
}

function coversAssumeRole({ action, notAction }: Statement): boolean {
  if (notAction !== undefined) return !notAction.some(matchesAssumeRole);
  return action?.some(matchesAssumeRole) ?? false;
}

function matchesAssumeRole(pattern: string): boolean {
  return actionMatches(pattern, 'sts:AssumeRole');
}
