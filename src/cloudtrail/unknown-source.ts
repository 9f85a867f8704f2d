import type { ActionCatalog } from './action-catalog.ts';

const MAX_REMEMBERED = 5_000;
const remembered = new WeakMap<ActionCatalog, Map<string, readonly string[]>>();

/**
 * The services that an event may be of whose source no service is known to log under: those whose prefix the source's
 * label begins with (`appconfigdata` is authorised as `appconfig`), and those that have an action of the event's name.
 */
export function servicesPerhapsBehind(label: string, eventName: string, catalog: ActionCatalog): readonly string[] {
  const known = remembered.get(catalog) ?? new Map<string, readonly string[]>();
  remembered.set(catalog, known);
  const key = `${label} ${eventName}`;
  const found = known.get(key) ?? search(label, eventName, catalog);
  if (known.size < MAX_REMEMBERED) known.set(key, found);
  return found;
}

function search(label: string, eventName: string, catalog: ActionCatalog): readonly string[] {
  const own = label.replaceAll('-', '');
  return catalog
    .services()
    .filter(
      (service) =>
        own.startsWith(service.replaceAll('-', '')) || catalog.indexOf(`${service}:${eventName}`) !== undefined,
    );
}
