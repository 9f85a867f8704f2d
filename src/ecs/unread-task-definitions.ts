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
