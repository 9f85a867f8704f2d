import type { ActionCatalog } from '../action-catalog.ts';
import { prefixesOf } from '../event-source.ts';
import { parseRecord } from '../record.ts';
import { resourcesOf } from '../resources.ts';
import type { WantedCaller } from './callers.ts';
import type { EventTraits } from './event-traits.ts';
import { type LocatedRecord, ordinaryRecord } from './located-record.ts';

/** Reads the resources that an ordinary record names, as `interpretRecord` does when no role is passed. */
export type ResourceReader = (record: LocatedRecord, caller: WantedCaller, event: EventTraits) => readonly string[];

/** Works out the service prefix of each event source once. */
export function createResourceReader(catalog: ActionCatalog): ResourceReader {
  const prefixes = new Map<string, string>();
  return (record, caller, event) => {
    const parsed = parseRecord(ordinaryRecord(record, caller.userIdentity, event));
    if (!parsed.ok) return [];
    const { eventSource, recipientAccountId } = parsed.value;
    const prefix = prefixes.get(eventSource) ?? prefixesOf(eventSource, catalog)[0] ?? '';
    prefixes.set(eventSource, prefix);
    return resourcesOf(parsed.value, prefix, recipientAccountId ?? caller.principal.accountId);
  };
}
