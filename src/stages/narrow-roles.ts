import { type AuditRequest, EmptyAuditError } from '../audit-request.ts';
import { listed } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { didYouMean } from '../base/nearest.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import { roleNameOf } from '../iam/arn.ts';
import { compileGlob, matchesGlob } from '../iam/glob.ts';
import type { RegionScope } from './choose-regions.ts';
import type { Inventory } from './read-inventory.ts';

/** The roles that a run is about. */
export interface NarrowedRoles {
  readonly roles: readonly RoleInUse[];
  /** True when something was left out on request. */
  readonly narrowed: boolean;
  /** The families that every run is about, where they are not all, and this run is one of those. */
  readonly families?: readonly string[];
  /** Filters that matched nothing: a misspelt family must not look like a clean bill. */
  readonly incomplete: readonly Incomplete[];
}

/** What a run was asked to look at alone, for its result. */
export function narrowing(
  { narrowed }: Pick<NarrowedRoles, 'narrowed'>,
  { regions }: Pick<AuditRequest, 'regions'>,
): { readonly narrowedTo?: 'roles' | 'regions' } {
  if (narrowed) return { narrowedTo: 'roles' };
  return regions === undefined ? {} : { narrowedTo: 'regions' };
}

/**
 * Keeps the roles and families asked for; `*` and `?` in families are wildcards. Roles keep all their uses: a shared role is
 * judged as a whole.
 *
 * @param ours the families that the configuration says, where a request says nothing
 */
export function narrowRoles(all: readonly RoleInUse[], request: AuditRequest, ours?: readonly string[]): NarrowedRoles {
  const { roles, roleNames } = request;
  const narrowed = roles !== undefined || roleNames !== undefined || request.families !== undefined;
  const families = narrowed ? request.families : ours;
  if (!narrowed && families === undefined) return { roles: all, narrowed: false, incomplete: [] };
  const wanted = families?.map((family) => ({ family, matches: familyPattern(family) }));
  const isNamed = (role: RoleInUse, name: string): boolean => roleNameOf(role.arn).toLowerCase() === name.toLowerCase();
  const matches = (role: RoleInUse): boolean =>
    ((roles === undefined && roleNames === undefined) ||
      roles?.includes(role.arn) === true ||
      roleNames?.some((name) => isNamed(role, name)) === true) &&
    (wanted === undefined || role.uses.some((use) => wanted.some(({ matches: fits }) => fits(use.family))));
  const known = all.map((role) => roleNameOf(role.arn));
  const everyFamily = new Set(all.flatMap((role) => role.uses.map((use) => use.family)));
  const unnamed = (name: string): string => {
    const own = all.filter((role) => role.uses.some((use) => use.family === name)).map((role) => roleNameOf(role.arn));
    const hint = own.length > 0 ? `; ${name} is a family, with ${rolesNamed(own)}` : didYouMean(name, known);
    return `no task definition in the audited Regions names it${hint}`;
  };
  const unused = (family: string): string => {
    const role = all.find((each) => isNamed(each, family));
    const hint = role === undefined ? didYouMean(family, everyFamily) : familiesOf(role);
    return `it names no role in the audited Regions, or does not exist${hint}`;
  };
  const incomplete = [
    ...(roles ?? [])
      .filter((arn) => !all.some((role) => role.arn === arn))
      .map((arn) => ({ what: `Role ${arn}`, why: unnamed(roleNameOf(arn)) })),
    ...(roleNames ?? [])
      .filter((name) => !all.some((role) => isNamed(role, name)))
      .map((name) => ({ what: `Role ${name}`, why: unnamed(name) })),
    ...(wanted ?? [])
      .filter(({ matches: fits }) => !all.some((role) => role.uses.some((use) => fits(use.family))))
      .map(({ family }) => ({
        what: `Family ${family}`,
        why: unused(family),
      })),
  ];
  const kept = all.filter(matches);
  if (narrowed || families === undefined) return { roles: kept, narrowed, incomplete };
  return { roles: kept, narrowed, families, incomplete };
}

/** `the role a`, `the roles a and b`. */
function rolesNamed(names: readonly string[]): string {
  return `the role${names.length === 1 ? '' : 's'} ${listed(names)}`;
}

function familiesOf({ arn, uses }: RoleInUse): string {
  const families = [...new Set(uses.map(({ family }) => family))];
  return `; ${roleNameOf(arn)} is a role, of ${listed(families)}`;
}

/**
 * Refuses a run that would look at nothing, where all was read that could have been looked at.
 *
 * @throws {EmptyAuditError} when no role is left, and filters or named Regions are why
 */
export function refuseEmpty(
  { roles, incomplete }: NarrowedRoles,
  inventory: Inventory,
  { audited, enabled, incomplete: unread }: RegionScope,
): void {
  if (roles.length > 0 || !inventory.complete || enabled === undefined) return;
  const reasons = incomplete.map(({ what, why }) => `${what.charAt(0).toLowerCase()}${what.slice(1)}: ${why}`);
  if (reasons.length > 0) throw new EmptyAuditError(`Cannot find ${reasons.join('; ')}`);
  if (audited.length === 0) {
    const named = unread.map(({ what, why }) => `${what.charAt(0).toLowerCase()}${what.slice(1)}: ${why}`);
    throw new EmptyAuditError(`Cannot read ${named.join('; ')}`);
  }
  if (audited.length < enabled.length) {
    throw new EmptyAuditError(
      `Cannot find a role to audit: no task definition in ${audited.join(', ')} names one; enabled are ${enabled.join(', ')}`,
    );
  }
}

/** A test of families, whose names are case-sensitive. */
export function familyPattern(pattern: string): (family: string) => boolean {
  const glob = compileGlob(pattern, { caseSensitive: true });
  return (family) => matchesGlob(glob, family);
}
