import type { RegionInventory } from './inventory.ts';

/**
 * Task definitions that can run but whose fields are not known: those that ECS did not give, and those of running tasks
 * with overrides that are not in the inventory. Sorted, each once.
 */
export function unreadTaskDefinitions(inventories: readonly RegionInventory[]): readonly string[] {
  const unread = inventories.flatMap((inventory) => {
    const known = new Set(inventory.taskDefinitions.map((definition) => definition.taskDefinitionArn));
    const running = inventory.overrides.map((override) => override.taskDefinitionArn);
    return [...inventory.unreadTaskDefinitions, ...running.filter((arn) => !known.has(arn))];
  });
  return [...new Set(unread)].sort();
}

/**
 * Regions of which not every task definition that can run is known to be in the inventory: those where something could
 * not be read, and enabled ones that were not asked. Roles belong to no Region, so a definition in any may name them.
 */
export function unlistedRegions(
  inventories: readonly RegionInventory[],
  enabledRegions: readonly string[],
): readonly string[] {
  const partly = inventories.filter(({ incomplete }) => incomplete.length > 0).map(({ region }) => region);
  const asked = new Set(inventories.map(({ region }) => region));
  return [...new Set([...partly, ...enabledRegions.filter((region) => !asked.has(region))])].sort();
}
