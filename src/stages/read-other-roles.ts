import type { AuditContext } from '../audit-context.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { InstanceRole } from '../findings/instance-role.ts';
import type { RoleLookup } from '../iam/role.ts';
import { readInstanceRoles } from './read-instance-roles.ts';
import type { Inventory } from './read-inventory.ts';
import { readPassableRoles } from './read-passable-roles.ts';

/** Roles that rules ask about beside the audited ones. */
export interface OtherRoles {
  /** Those that the audited ones may pass by name. */
  readonly passable: readonly RoleLookup[];
  /** Those of instances that tasks without a task role run on; absent where not all was read. */
  readonly ofInstances?: readonly InstanceRole[];
  readonly incomplete: readonly Incomplete[];
}

/** Reads them; what is lost makes a rule say less. */
export async function readOtherRoles(
  context: AuditContext,
  lookups: readonly RoleLookup[],
  inventory: Inventory,
): Promise<OtherRoles> {
  const passable = await readPassableRoles(context, lookups);
  const { roles, incomplete } = await readInstanceRoles(context, inventory);
  const isWhole = inventory.complete && incomplete.length === 0;
  return { passable, ...(isWhole && { ofInstances: roles }), incomplete };
}
