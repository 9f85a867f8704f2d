import { recordClassOf } from './event-class.ts';
import { withoutApiVersion } from './event-name.ts';
import { recordPrefixOf } from './event-source.ts';
import { DATA_EVENTS } from './observability/data-events.ts';
import type { RecordedKind } from './observation.ts';
import { type CloudTrailRecord, parseRecord } from './record.ts';
import { renamedActions } from './renames/rename-table.ts';

const DATA_EVENT_TYPES: ReadonlySet<string> = new Set(DATA_EVENTS.flatMap(({ resourceTypes }) => resourceTypes));

/**
 * What a record tells of the trail that delivered it. A data event that may have been recorded for the sake of resources of several types
 * tells nothing.
 */
export function recordedKindOf(json: unknown): RecordedKind | undefined {
  const eventClass = recordClassOf(json);
  if (eventClass !== 'management' && eventClass !== 'data') return undefined;
  const parsed = parseRecord(json);
  if (!parsed.ok) return undefined;
  const { at, eventSource, eventName, resources } = parsed.value;
  if (eventClass === 'management') return { at, events: eventClass, eventSource, eventName };
  const named = resources.flatMap(({ type }) => (type !== undefined && DATA_EVENT_TYPES.has(type) ? [type] : []));
  const [events, ...others] = new Set(named.length > 0 ? named : typesOfEvent(parsed.value));
  return events === undefined || others.length > 0 ? undefined : { at, events, eventSource, eventName };
}

/** The types of data events by the name of the event alone; none of what is no data event that is known. */
export function typesOfEvent({
  eventSource,
  eventName,
}: Pick<CloudTrailRecord, 'eventSource' | 'eventName'>): readonly string[] {
  const prefix = recordPrefixOf(eventSource);
  const name = withoutApiVersion(eventName) ?? eventName;
  const actions: readonly string[] = renamedActions(prefix, name) ?? [`${prefix}:${name}`];
  return DATA_EVENTS.flatMap((row) =>
    row.actions.some((action) => actions.includes(`${row.service}:${action}`)) ? row.resourceTypes : [],
  );
}
