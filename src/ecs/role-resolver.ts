import type { Result } from '../base/result.ts';
import { ok } from '../base/result.ts';
import { accountOf, type RoleArn, roleNameOf } from '../iam/arn.ts';
import type { RegionInventory } from './inventory.ts';
import { type AccountOfRoles, parseRoleReference, type RoleReference } from './role-reference.ts';

/** Reads a role reference the same way wherever it stands. */
export type RoleResolver = (text: string) => Result<RoleReference>;

/**
 * Reads role references of one account. A short name resolves to the full ARN that another definition gives for it:
 * role names are unique in their account whatever the path ("IAM identifiers").
 */
export function roleResolver(inventories: readonly RegionInventory[], account: AccountOfRoles): RoleResolver {
  const byName = new Map<string, RoleArn>();
  for (const text of references(inventories)) {
    const reference = parseRoleReference(text, account);
    if (!reference.ok || reference.value.byShortName) continue;
    const { arn } = reference.value;
    if (accountOf(arn) !== account.accountId) continue;
    const name = roleNameOf(arn).toLowerCase();
    const known = byName.get(name);
    // Two paths for one name cannot both exist; the same one is taken whatever the order of reading.
    if (known === undefined || arn < known) byName.set(name, arn);
  }
  return (text) => {
    const reference = parseRoleReference(text, account);
    if (!reference.ok || !reference.value.byShortName) return reference;
    const arn = byName.get(text.toLowerCase()) ?? reference.value.arn;
    return ok({ arn, byShortName: true });
  };
}

function* references(inventories: readonly RegionInventory[]): Iterable<string> {
  for (const { taskDefinitions, overrides } of inventories) {
    for (const { taskRoleArn, executionRoleArn } of [...taskDefinitions, ...overrides]) {
      if (taskRoleArn !== undefined) yield taskRoleArn;
      if (executionRoleArn !== undefined) yield executionRoleArn;
    }
  }
}
