import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import { byKey } from '../base/by-key.ts';
import { byText } from '../base/by-text.ts';
import { getOrInsert } from '../base/get-or-insert.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { BudgetExceeded } from '../base/step-budget.ts';
import { rolelessTasks } from '../ecs/roleless-tasks.ts';
import { applicationGrants, type InstanceRole } from '../findings/instance-role.ts';
import type { RoleArn } from '../iam/arn.ts';
import { effectiveGrants } from '../iam/effective-grants.ts';
import type { Role } from '../iam/role.ts';
import { roleBudget } from '../rightsize/role-budget.ts';
import type { Inventory } from './read-inventory.ts';

/** The roles of instances that tasks without a task role run on. */
export interface InstanceRoles {
  readonly roles: readonly InstanceRole[];
  readonly incomplete: readonly Incomplete[];
}

/** Reads them, by what runs now; asks nothing where each task has a role. */
export async function readInstanceRoles(
  context: Pick<AuditContext, 'catalog' | 'instanceRoles' | 'roles'>,
  inventory: Inventory,
): Promise<InstanceRoles> {
  const families = new Map<RoleArn, Set<string>>();
  const incomplete: Incomplete[] = [];
  for (const region of inventory.regions) {
    const tasks = rolelessTasks(region);
    if (tasks.length === 0 || context.instanceRoles === undefined) continue;
    const { instanceRoles } = context;
    const reading = await attempt(`Instance roles in ${region.region}`, () =>
      instanceRoles.read(
        region.region,
        tasks.map(({ host }) => host),
      ),
    );
    const { value, incomplete: lost } =
      'value' in reading ? reading.value : { value: new Map<string, RoleArn>(), incomplete: [reading.incomplete] };
    incomplete.push(...lost);
    for (const { family, host } of tasks) {
      const role = value.get(host.containerInstance);
      if (role !== undefined) getOrInsert(families, role, () => new Set<string>()).add(family);
    }
  }
  if (families.size === 0) return { roles: [], incomplete };
  const arns = [...families].sort(byKey).map(([arn]) => arn);
  const reading = await attempt('Roles of instances', () => context.roles.read(arns));
  if ('incomplete' in reading) incomplete.push(reading.incomplete);
  else incomplete.push(...reading.value.incomplete);
  const lookups = 'value' in reading ? reading.value.value : [];
  const found = new Map(
    lookups.flatMap((lookup): [RoleArn, Role][] => (lookup.kind === 'found' ? [[lookup.role.arn, lookup.role]] : [])),
  );
  const grantsOf = (role: Role) =>
    effectiveGrants(role, context.catalog, { budget: roleBudget(role, 'what the instance is granted') });
  const foundOf = (role: Role): Pick<InstanceRole, 'found'> => {
    try {
      return { found: { role, grants: applicationGrants(role, grantsOf) } };
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      incomplete.push({ what: `Role of instances ${role.arn}`, why: error.message });
      return {};
    }
  };
  return {
    roles: arns.map((arn) => {
      const role = found.get(arn);
      const own = [...(families.get(arn) ?? [])].sort(byText);
      return { arn, families: own, ...(role && foundOf(role)) };
    }),
    incomplete,
  };
}
