import { byText } from '../../base/by-text.ts';
import { letterOf } from './access-level.ts';
import type { ServiceData } from './catalog-data.ts';
import type { ActionEntry, ActionTracking, ServiceEntry } from './service-entry.ts';

const MOST_SHARED = 35;

/**
 * Packs one service. The same entry gives the same data, whatever the order of its actions.
 *
 * @throws {Error} when an action stands twice, or names a resource type that the service does not have
 */
export function encodeService(service: ServiceEntry): ServiceData {
  const actions = service.actions.toSorted((a, b) => byText(a.name.toLowerCase(), b.name.toLowerCase()));
  rejectTwins(service.prefix, actions);
  const resources = service.resources.toSorted((a, b) => byText(a.name, b.name));
  const sets = new Map<string, number>();
  const uses = actions.map((action) => {
    const set = resourceSet(service, action, resources);
    if (set === '') return '';
    const place = sets.get(set) ?? sets.size;
    sets.set(set, place);
    return String(place);
  });
  const dependents = actions.filter((action) => action.dependents.length > 0);
  return {
    prefix: service.prefix,
    names: encodeNames(actions.map((action) => action.name)),
    levels: actions.map((action) => (action.level === undefined ? '-' : letterOf(action.level))).join(''),
    resources: resources.map((resource) => [resource.name, ...resource.arnPatterns] as const),
    resourceSets: [...sets.keys()],
    uses: uses.join(','),
    ...(dependents.length > 0 && {
      dependents: Object.fromEntries(dependents.map((action) => [action.name.toLowerCase(), action.dependents])),
    }),
    ...(service.operations !== undefined && { operations: encodeOperations(service.prefix, service.operations) }),
    ...(actions.some((action) => action.tracking !== undefined) && {
      tracking: actions.map((action) => trackingDigit(action.tracking)).join(''),
    }),
  };
}

function encodeNames(names: readonly string[]): string {
  let before = '';
  const parts = names.map((name) => {
    let shared = 0;
    while (shared < MOST_SHARED && shared < before.length && before[shared] === name[shared]) shared++;
    before = name;
    return shared.toString(36) + name.slice(shared);
  });
  return parts.join(' ');
}

function resourceSet(service: ServiceEntry, action: ActionEntry, resources: ServiceEntry['resources']): string {
  const places = action.resources.map(({ name, required }) => {
    const place = resources.findIndex((resource) => resource.name === name);
    if (place === -1) {
      throw new Error(
        `Cannot encode ${service.prefix}:${action.name}: its resource type "${name}" is not one of the service's`,
      );
    }
    return `${place}${required ? '!' : ''}`;
  });
  return places.join(',');
}

function encodeOperations(prefix: string, operations: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  const own = `${prefix}:`;
  const rows = [...operations].map(([operation, actions]) => [
    operation,
    actions.map((action) => (action.startsWith(own) ? action.slice(own.length) : action)).join(','),
  ]);
  return Object.fromEntries(rows.toSorted((a, b) => byText(a[0] ?? '', b[0] ?? '')));
}

function trackingDigit(tracking: ActionTracking | undefined): string {
  if (tracking === undefined) return '-';
  return String((tracking.policyGeneration ? 1 : 0) + (tracking.lastAccessed ? 2 : 0));
}

function rejectTwins(prefix: string, sorted: readonly ActionEntry[]): void {
  for (const [i, action] of sorted.entries()) {
    if (sorted[i - 1]?.name.toLowerCase() === action.name.toLowerCase()) {
      throw new Error(`Cannot encode ${prefix}: action "${action.name}" stands twice`);
    }
  }
}
