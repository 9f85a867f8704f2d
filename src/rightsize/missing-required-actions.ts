import { assertNever } from '../base/assert-never.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import type { RequiredPermission } from '../ecs/role-use.ts';
import { actionKey } from '../evidence/action-usage.ts';
import type { RoleUsage } from '../evidence/role-usage.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import { accountOf } from '../iam/arn.ts';
import { arnParts } from '../iam/arn-pattern.ts';
import { commonText } from '../iam/common-text.ts';
import { type Decision, evaluate } from '../iam/evaluate.ts';
import type { Grant, Obstacle } from '../iam/grant.ts';
import { namesAction } from '../iam/match-statement.ts';
import { policyName } from '../iam/named-policy.ts';
import { organizationLevel } from '../iam/organization-level.ts';
import { isWild } from '../iam/pattern.ts';
import type { StatementRef } from '../iam/policy.ts';
import { roleContext } from '../iam/request-context.ts';
import type { Role, RolePolicy } from '../iam/role.ts';
import { policiesAndBoundary } from '../iam/role-policies.ts';
import type { RoleGrants } from './assessment-input.ts';
import { type StartEvidence, stopsFor, withStartEvidence } from './start-evidence.ts';
import type { MissingPermission } from './verdict.ts';

/** Services whose resources can have policies of their own, which may grant what the role's policies do not. */
const RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  'ecr',
  'elasticfilesystem',
  'kms',
  's3',
  's3files',
  'secretsmanager',
]);

/**
 * The certainly required permissions that the role's policies do not give: not granted at all, blocked, or not granted on any of the
 * resources that the need reaches, with what was seen of starts without them. What hangs on conditions, was seen to work, or depends on
 * a policy that could not be read is not called missing.
 */
export function missingRequiredActions(
  role: Role,
  grants: RoleGrants,
  required: readonly RequiredPermission[],
  seen: StartEvidence,
): readonly MissingPermission[] {
  const unseen = required.filter(({ action }) => !worked(action, seen.usage));
  const missing = withStartEvidence(ungrantedRequirements(role, grants, unseen), required, seen);
  return [...missing, ...refusedBesides(role, grants, { required, missing }, seen)];
}

/**
 * What tasks stopped for want of since the role is as it is, although the role's policies allow it (a policy of the resource, of the organization or of an
 * endpoint may refuse it too), or the definition only possibly needs it. What it does not declare is left: reasons are texts, and a workload that
 * writes into them must not have a statement of its choice recommended.
 */
function refusedBesides(
  role: Role,
  grants: RoleGrants,
  {
    required,
    missing,
  }: { readonly required: readonly RequiredPermission[]; readonly missing: readonly MissingPermission[] },
  { refusedStarts, unchangedSince, usage }: StartEvidence,
): readonly MissingPermission[] {
  if (grants.unparsed.length > 0 || role.unread.length > 0) return [];
  return refusedStarts.flatMap((start) => {
    const { action, taskDefinitionArn, last } = start;
    const stopped = { count: start.count, last };
    const usedSince = (usage.used.get(actionKey(action))?.last ?? Number.NEGATIVE_INFINITY) > last;
    if (last < unchangedSince || usedSince || missing.some((need) => stopsFor(need, [start]) !== undefined)) return [];
    const need = required.find(
      (one) =>
        one.job === 'execution' && one.taskDefinitionArn === taskDefinitionArn && stopsFor(one, [start]) !== undefined,
    );
    if (need === undefined) return [];
    const gap = gapOf(need, grants.of(action), role) ?? { allowed: true as const };
    return [{ ...need, ...gap, certainty: 'certain' as const, refused: stopped, stopped }];
  });
}

/** The same by the policies alone, whatever was seen. */
export function ungrantedRequirements(
  role: Role,
  grants: RoleGrants,
  required: readonly RequiredPermission[],
): readonly MissingPermission[] {
  if (grants.unparsed.length > 0 || role.unread.length > 0) return [];
  // Hundreds of task definitions ask for the same of a shared role.
  const gaps = new Map<string, Gap | 'none'>();
  return required
    .filter(({ certainty }) => certainty === 'certain')
    .flatMap((permission) => {
      const { action, resources, absentKeys = [] } = permission;
      const key = [action, ...resources, '', ...absentKeys].join('\n');
      const gap = getOrInsert(gaps, key, () => gapOf(permission, grants.of(action), role) ?? 'none');
      return gap === 'none' ? [] : [withNote({ ...permission, ...gap }, role)];
    });
}

const NOT_GRANTED: Gap = {};

/** Whether calls succeeded, and were not refused afterwards. */
function worked(action: Action, { used, denied }: RoleUsage): boolean {
  const key = actionKey(action);
  const last = used.get(key)?.last;
  return last !== undefined && last >= (denied.get(key)?.last ?? Number.NEGATIVE_INFINITY);
}

/** What is wrong with a need that is not met: nothing grants it, these statements deny it, or these policies above the role's own do not allow it. */
type Gap = Pick<MissingPermission, 'blockedBy' | 'withheldBy'>;

function gapOf(permission: RequiredPermission, grant: Grant | undefined, role: Role): Gap | undefined {
  if (grant === undefined) return NOT_GRANTED;
  if (grant.access === 'yes') return undefined;
  if (grant.access === 'blocked') {
    return gap(
      grant.blockedBy.flatMap((found) => (found.kind === 'deny' ? [found.statement] : [])),
      grant.blockedBy.flatMap(withholderOf),
    );
  }
  // One of several ARNs (a secret with and without its random suffix) is enough.
  const resources = permission.resources.flatMap((resource) => representatives(permission.action, resource, role));
  const decisions = resources.map((resource) => decide(permission, resource, role));
  if (!decisions.every(isRefusal)) return undefined;
  const denies = decisions.flatMap(({ decision, because }) =>
    decision === 'explicitDeny' ? because.flatMap((reason) => reason.statement ?? []) : [],
  );
  const isWithheld = decisions.some(
    ({ decision, because }) => decision === 'implicitDeny' && because.every(({ part }) => part === 'boundary'),
  );
  return gap(denies, isWithheld && role.boundary !== undefined ? [policyName(role.boundary.source)] : []);
}

function gap(denies: readonly StatementRef[], withheldBy: readonly string[]): Gap {
  const distinct = new Map(denies.map((ref) => [`${ref.policy} ${ref.index}`, ref]));
  return {
    ...(distinct.size > 0 && { blockedBy: [...distinct.values()] }),
    ...(withheldBy.length > 0 && { withheldBy }),
  };
}

function withholderOf(found: Obstacle): readonly string[] {
  switch (found.kind) {
    case 'deny':
      return [];
    case 'boundary':
      return [found.policy];
    case 'scp':
      return [organizationLevel(found)];
    default:
      return assertNever(found);
  }
}

/**
 * The resource itself; of a pattern one ARN that fits it, and one that also fits each pattern that a statement allows the action on, if any can:
 * where all of them are refused, nothing that fits the pattern is allowed.
 */
function representatives(action: Action, resource: string, role: Role): readonly string[] {
  if (resource === '*' || !isWild(resource)) return [resource];
  const policies = policiesAndBoundary(role);
  const allowed = policies
    .flatMap(({ document }) => (document.ok ? document.value.statements : []))
    .filter((statement) => statement.effect === 'Allow' && namesAction(statement, action))
    .flatMap((statement) => statement.resource ?? []);
  const common = allowed
    .map((pattern) => pattern.replace(/\$\{[^}]*\}/g, '*'))
    // The missing parts of a shortened ARN are taken for `*`.
    .flatMap((pattern) => (pattern.split(':').length < 6 ? [pattern, `${pattern}:*`] : [pattern]))
    .flatMap((pattern) => commonText(resource, pattern) ?? []);
  return [...new Set([resource.replace(/[*?]/g, 'x'), ...common])];
}

function isRefusal({ decision }: Decision): boolean {
  return decision === 'implicitDeny' || decision === 'explicitDeny';
}

function decide({ action, absentKeys = [] }: RequiredPermission, resource: string, role: Role): Decision {
  const boundary = role.boundary === undefined ? undefined : named(role.boundary)[0];
  const context = roleContext({ ...role, sessionTagsPossible: true });
  const absent = new Set([...context.absent, ...absentKeys.map((key) => key.toLowerCase())]);
  return evaluate(
    { action, resource, context: { ...context, absent } },
    { identity: role.policies.flatMap(named), ...(boundary === undefined ? {} : { boundary }) },
  );
}

function named({ source, document }: RolePolicy) {
  return document.ok ? [{ name: policyName(source), document: document.value }] : [];
}

function withNote(missing: MissingPermission, { arn }: Role): MissingPermission {
  if (!RESOURCE_POLICIES.has(serviceOf(missing.action)) || missing.resources.includes('*')) return missing;
  // Across accounts both must allow it.
  const owners = missing.resources.map((resource) => arnParts(resource)?.[4]);
  if (owners.every((owner) => owner !== undefined && /^\d{12}$/.test(owner) && owner !== accountOf(arn)))
    return missing;
  const note = 'a policy on the resource itself may still grant it';
  return { ...missing, note: missing.note === undefined ? note : `${missing.note}; ${note}` };
}
