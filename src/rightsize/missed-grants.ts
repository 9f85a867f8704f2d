import { ok } from '../base/result.ts';
import { BudgetExceeded } from '../base/step-budget.ts';
import type { EpochMs } from '../base/time.ts';
import type { GrantChange } from '../cloudtrail/observation.ts';
import { type ActionUsage, actionKey } from '../evidence/action-usage.ts';
import type { GrantLog } from '../evidence/grant-log.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import type { Action } from '../iam/action.ts';
import { namesAction } from '../iam/match-statement.ts';
import type { Statement } from '../iam/policy.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import { type RoleEvaluator, roleEvaluator } from '../iam/role-evaluator.ts';
import { policiesAndBoundary } from '../iam/role-policies.ts';
import type { PastGrants } from '../ledger/past-grants.ts';
import { roleBudget } from './role-budget.ts';

/** An action that an earlier run saw granted, that no longer is, and that the role was refused since. */
export interface MissedGrant {
  readonly action: Action;
  /** The last run that saw it granted. */
  readonly grantedAt: EpochMs;
  readonly refused: Pick<ActionUsage, 'first' | 'last'>;
  /** The refused resources that it was granted on, by `statement` where there is one; empty where no refusal named any. */
  readonly resources: readonly string[];
  /** The statement that granted it and went; absent where giving it back would give nothing, as a deny or a boundary came in its way. */
  readonly statement?: Statement;
  /** The change that took it away, as far as IAM's events tell. */
  readonly change?: GrantChange;
  /** The last use that was seen; absent where none was. */
  readonly lastUsed?: EpochMs;
}

/** What is known of a role's past and of its calls. */
export interface MissedGrantInput {
  readonly role: Role;
  readonly past: readonly PastGrants[];
  readonly usage: Pick<RoleUsage, 'used' | 'denied'>;
  readonly log: GrantLog;
}

/**
 * What a role was refused after it was taken away. A refusal of what it never had, of resources that it never had it on, or of
 * what it is granted today says nothing. Undefined where its policies take more work than one role is given.
 */
export function missedGrants({ role, past, usage, log }: MissedGrantInput): readonly MissedGrant[] | undefined {
  if (past.length === 0 || usage.denied.size === 0) return [];
  try {
    const budget = roleBudget(role, 'what was taken from it');
    const today = (more: readonly RolePolicy[] = []) =>
      roleEvaluator({ ...role, policies: [...role.policies, ...more] }, budget);
    const now = today();
    const earlier = past.map((each) => ({ ...each, before: roleEvaluator(each.role, budget) }));
    return [...usage.denied.values()].flatMap((denied) => {
      const found = earlier.flatMap((each) => missedOf(denied, each, now, today) ?? []).at(0);
      if (found === undefined) return [];
      const lastUsed = usage.used.get(actionKey(denied.action))?.last;
      const change = changeBetween(found.grantedAt, denied, changesOf(role, log));
      return [{ ...found, ...(change && { change }), ...(lastUsed !== undefined && { lastUsed }) }];
    });
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

function missedOf(
  { action, first, last, resources }: ActionUsage,
  { seenAt, role, gone, before }: PastGrants & { readonly before: RoleEvaluator },
  today: RoleEvaluator,
  todayWith: (more: readonly RolePolicy[]) => RoleEvaluator,
): MissedGrant | undefined {
  if (last <= seenAt) return undefined;
  const granting = allowing(role.policies, action);
  // Without resources, a refusal while it was granted tells that something else stands in the way.
  if (resources.items.length === 0 && first <= seenAt) return undefined;
  const asked = resources.items.length > 0 ? resources.items : granting.flatMap(representatives);
  const taken = asked.filter(
    (resource) => before.ask(action, resource) !== 'closed' && today.ask(action, resource) === 'closed',
  );
  if (taken.length === 0 || (resources.items.length === 0 && taken.length < asked.length)) return undefined;
  const { statement, opened } = restoring(gone, action, taken, todayWith);
  return {
    action,
    grantedAt: seenAt,
    refused: { first, last },
    resources: resources.items.length > 0 ? opened : [],
    ...(statement && { statement }),
  };
}

/** The statement that, given back, opens most of the resources to the role of today; none where a deny or the boundary keeps all of them closed. */
function restoring(
  { source, document }: RolePolicy,
  action: Action,
  taken: readonly string[],
  todayWith: (more: readonly RolePolicy[]) => RoleEvaluator,
): { readonly statement?: Statement; readonly opened: readonly string[] } {
  if (!document.ok) return { opened: taken };
  const found = allowing([{ source, document }], action).map((statement) => {
    const then = todayWith([{ source, document: ok({ ...document.value, statements: [statement] }) }]);
    return { statement, opened: taken.filter((resource) => then.ask(action, resource) !== 'closed') };
  });
  const [best] = found.filter(({ opened }) => opened.length > 0).sort((a, b) => b.opened.length - a.opened.length);
  return best ?? { opened: taken };
}

function allowing(policies: Role['policies'], action: Action): readonly Statement[] {
  return policies
    .flatMap(({ document }) => (document.ok ? document.value.statements : []))
    .filter((statement) => statement.effect === 'Allow' && namesAction(statement, action));
}

/** One resource for each pattern of the statement. */
function representatives({ resource = ['*'] }: Statement): readonly string[] {
  return resource.map((pattern) => (pattern === '*' ? pattern : pattern.replace(/[*?]/g, 'x')));
}

const TAKING: ReadonlySet<string> = new Set([
  'DetachRolePolicy',
  'DeleteRolePolicy',
  'PutRolePolicy',
  'AttachRolePolicy',
  'PutRolePermissionsBoundary',
  'CreatePolicyVersion',
  'SetDefaultPolicyVersion',
]);

function changesOf(role: Role, log: GrantLog): readonly GrantChange[] {
  const versions = policiesAndBoundary(role).flatMap(({ source }) =>
    'arn' in source ? (log.ofPolicy(source.arn) ?? []) : [],
  );
  return [...log.ofRole(role.name), ...versions]
    .filter(({ eventName, roleName, policyArn }) => TAKING.has(eventName) && (roleName ?? policyArn) !== undefined)
    .sort((a, b) => a.at - b.at);
}

/** The last change before the refusals began, or the first one before they ended. */
function changeBetween(
  grantedAt: EpochMs,
  { first, last }: Pick<ActionUsage, 'first' | 'last'>,
  changes: readonly GrantChange[],
): GrantChange | undefined {
  const since = changes.filter(({ at }) => at >= grantedAt && at <= last);
  return since.findLast(({ at }) => at <= first) ?? since.at(0);
}
