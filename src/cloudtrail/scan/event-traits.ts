import { isDecidedByValues, mayTellOfRoles } from './decided-by-values.ts';
import { beginOf, endOf, type LocatedRecord } from './located-record.ts';
import { FIELD } from './record-fields.ts';
import { createTupleInterner } from './tuple-interner.ts';
import { createWords } from './words.ts';

/** What source and name of an event tell. */
export interface EventTraits {
  /** Equal numbers are the same event. */
  readonly id: number;
  readonly eventSource: string;
  readonly eventName: string;
  readonly tellsOfRoles: boolean;
  readonly byValues: boolean;
}

/** Tells events apart. */
export interface EventDirectory {
  /** Of a record whose event source and name are strings without escapes. */
  of(record: LocatedRecord): EventTraits;
}

/** Knows no event yet. */
export function createEventDirectory(): EventDirectory {
  const sources = createWords((text) => text);
  const names = createWords((text) => text);
  const pairs = createTupleInterner(2);
  const known: EventTraits[] = [];
  return {
    of(record) {
      const { source } = record;
      const sourceId = sources.idOf(
        source,
        beginOf(record, FIELD.eventSource) + 1,
        endOf(record, FIELD.eventSource) - 1,
      );
      const nameId = names.idOf(source, beginOf(record, FIELD.eventName) + 1, endOf(record, FIELD.eventName) - 1);
      pairs.tuple[0] = sourceId;
      pairs.tuple[1] = nameId;
      const id = pairs.intern();
      if (id === known.length) known.push(traitsOf(id, sources.known(sourceId), names.known(nameId)));
      return known[id] as EventTraits;
    },
  };
}

function traitsOf(id: number, eventSource: string, eventName: string): EventTraits {
  return {
    id,
    eventSource,
    eventName,
    tellsOfRoles: mayTellOfRoles(eventSource.toLowerCase(), eventName),
    byValues: isDecidedByValues(eventName),
  };
}
