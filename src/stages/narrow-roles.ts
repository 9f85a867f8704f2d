import type { AuditRequest } from '../audit-request.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { didYouMean } from '../base/nearest.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import { roleNameOf } from '../iam/arn.ts';

/** The roles that a run is about. */
export interface NarrowedRoles {
  readonly roles: readonly RoleInUse[];
  /** True when something was left out on request. */
  readonly narrowed: boolean;
  /** Filters that matched nothing: a misspelt family must not look like a clean bill. */
  readonly incomplete: readonly Incomplete[];
}

/** Keeps the roles and families asked for. Roles keep all their uses: a shared role is judged as a whole. */
export function narrowRoles(all: readonly RoleInUse[], request: AuditRequest): NarrowedRoles {
  const { roles, roleNames, families } = request;
  if (roles === undefined && roleNames === undefined && families === undefined) {
    return { roles: all, narrowed: false, incomplete: [] };
  }
  const isNamed = (role: RoleInUse, name: string): boolean => roleNameOf(role.arn).toLowerCase() === name.toLowerCase();
  const matches = (role: RoleInUse): boolean =>
    ((roles === undefined && roleNames === undefined) ||
      roles?.includes(role.arn) === true ||
      roleNames?.some((name) => isNamed(role, name)) === true) &&
    (families === undefined || role.uses.some((use) => families.includes(use.family)));
  const known = all.map((role) => roleNameOf(role.arn));
  const everyFamily = new Set(all.flatMap((role) => role.uses.map((use) => use.family)));
  const unnamed = (name: string): string =>
    `no task definition in the audited Regions names it${didYouMean(name, known)}`;
  const incomplete = [
    ...(roles ?? [])
      .filter((arn) => !all.some((role) => role.arn === arn))
      .map((arn) => ({ what: `Role ${arn}`, why: unnamed(roleNameOf(arn)) })),
    ...(roleNames ?? [])
      .filter((name) => !all.some((role) => isNamed(role, name)))
      .map((name) => ({ what: `Role ${name}`, why: unnamed(name) })),
    ...(families ?? [])
      .filter((family) => !all.some((role) => role.uses.some((use) => use.family === family)))
      .map((family) => ({
        what: `Family ${family}`,
        why: `it names no role in the audited Regions, or does not exist${didYouMean(family, everyFamily)}`,
      })),
  ];
  return { roles: all.filter(matches), narrowed: true, incomplete };
}
