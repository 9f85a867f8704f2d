import pLimit from 'p-limit';
import { assertNever } from '../../base/assert-never.ts';
import type { Incomplete, IncompleteReason } from '../../base/incomplete.ts';
import { accountOf, type RoleArn, roleNameOf } from '../../iam/arn.ts';
import { policyTitle } from '../../iam/policy-title.ts';
import type { RoleLookup } from '../../iam/role.ts';
import { policiesAndBoundary } from '../../iam/role-policies.ts';
import type { RoleReader } from '../../ports.ts';
import { awsErrorName, toIncomplete } from '../client/aws-error.ts';
import { IAM_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { readBulkRoles } from './iam-bulk.ts';
import { openManagedPolicies } from './iam-managed-policies.ts';
import { type ReadRole, toRole } from './iam-role.ts';
import { type OwnRoleDetail, readRoleDetail } from './iam-role-detail.ts';

/** GetRole, two lists, and about two policies: what reading one role by itself takes. */
const CALLS_PER_ROLE = 5;
const ROLES_AT_ONCE = 8;

/**
 * Reads roles in few calls. How many pages the account's bulk listing has is known only at its end, so it is read
 * until it has cost as much as asking role by role would; then, or when it is denied or fails, the rest is asked role
 * by role. That is never more than twice the fewest calls.
 *
 * A role is `missing` only where IAM says so (NoSuchEntity) or a complete listing lacks it.
 */
export function createRoleReader(session: AwsSession, accountId: string): RoleReader {
  return {
    async read(arns) {
      const limiter = session.rateLimiter(IAM_READS);
      const managed = openManagedPolicies(session, limiter);
      const own = arns.filter((arn) => accountOf(arn) === accountId);
      // Names are unique in an account whatever the path, and short names in task definitions have none.
      const names = new Set(own.map(roleNameOf));
      const bulk =
        names.size === 0
          ? { roles: new Map(), complete: true }
          : await readBulkRoles(session, names, managed, limiter, names.size * CALLS_PER_ROLE);

      async function detailOf(name: string): Promise<OwnRoleDetail | undefined> {
        const detail = bulk.roles.get(name);
        if (detail !== undefined) return { detail, incomplete: [] };
        return bulk.complete ? undefined : await readRoleDetail(session, name, limiter);
      }

      const limit = pLimit(ROLES_AT_ONCE);
      const byName = new Map<string, Promise<NamedLookup>>();
      for (const name of names)
        byName.set(name, limit(async () => lookUp(await detailOf(name), managed)).catch(failed));

      const lookups = await Promise.all(
        arns.map(async (arn) => {
          const named = await byName.get(roleNameOf(arn));
          const lookup = toLookup(arn, accountId, named);
          return { lookup, incomplete: incompleteOf(lookup, named) };
        }),
      );
      return {
        value: lookups.map(({ lookup }) => lookup),
        incomplete: lookups.flatMap(({ incomplete }) => incomplete),
      };
    },
  };
}

type NamedLookup =
  | ({ readonly kind: 'found' } & ReadRole)
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'unreadable' } & IncompleteReason);

async function lookUp(detail: OwnRoleDetail | undefined, managed: Parameters<typeof toRole>[1]): Promise<NamedLookup> {
  return detail === undefined ? { kind: 'missing' } : { kind: 'found', ...(await toRole(detail, managed)) };
}

function failed(error: unknown): NamedLookup {
  if (awsErrorName(error).startsWith('NoSuchEntity')) return { kind: 'missing' };
  const { what: _, ...reason } = toIncomplete('role', error, { action: 'iam:GetRole' });
  return { kind: 'unreadable', ...reason };
}

function toLookup(arn: RoleArn, accountId: string, named: NamedLookup | undefined): RoleLookup {
  const owner = accountOf(arn);
  if (owner !== accountId) return { kind: 'foreign', arn, accountId: owner };
  if (named === undefined) return { kind: 'unreadable', arn, why: 'It was not asked for' };
  switch (named.kind) {
    case 'found':
      return { kind: 'found', role: named.role };
    case 'missing':
      return { kind: 'missing', arn };
    case 'unreadable':
      return { kind: 'unreadable', arn, why: named.why };
    default:
      return assertNever(named);
  }
}

function incompleteOf(lookup: RoleLookup, named: NamedLookup | undefined): Incomplete[] {
  if (lookup.kind === 'unreadable') {
    const missing = named?.kind === 'unreadable' ? named.missing : undefined;
    return [{ what: `role ${lookup.arn}`, why: lookup.why, ...(missing && { missing }) }];
  }
  if (lookup.kind !== 'found' || named?.kind !== 'found') return [];
  const { role } = lookup;
  const incomplete: Incomplete[] = named.incomplete.map((why) => ({ what: `policies of role ${role.arn}`, ...why }));
  const documents = policiesAndBoundary(role);
  for (const { source, document } of documents) {
    // What could not be fetched is in `unread` already.
    if (document.ok || role.unread.some((why) => why.startsWith(`${policyTitle(source)}: `))) continue;
    incomplete.push({ what: `${policyTitle(source)} of role ${role.arn}`, why: document.problem });
  }
  if (!role.trustPolicy.ok)
    incomplete.push({ what: `trust policy of role ${role.arn}`, why: role.trustPolicy.problem });
  return incomplete;
}
