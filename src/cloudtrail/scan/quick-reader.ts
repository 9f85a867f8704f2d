import type { EpochMs } from '../../base/time.ts';
import { interpretRecord } from '../interpret-record.ts';
import { createCallers } from './callers.ts';
import { createEventTimes } from './event-time.ts';
import { createEventDirectory, type EventTraits } from './event-traits.ts';
import { OPEN_OBJECT } from './json-bytes.ts';
import {
  beginOf,
  endOf,
  firstByteOf,
  hasEscapes,
  isText,
  type LocatedRecord,
  parsedValue,
  plainText,
} from './located-record.ts';
import { addEvent, type EventGroup, type ObservationGroups } from './observation-groups.ts';
import { FIELD } from './record-fields.ts';
import { createRecordKinds } from './record-kinds.ts';
import type { ScanOptions } from './record-scanner.ts';

/** Deals with the ordinary records of located files. */
export interface QuickReader {
  /** False when the record is out of the ordinary: nothing was done about it. */
  read(record: LocatedRecord, groups: ObservationGroups): boolean;
  /** Forgets the batch before. */
  beginBatch(): void;
}

/** Distinct callers remembered from batch to batch. */
const MAX_CALLERS = 20_000;

/** What a batch holds of one kind of record. */
interface Kind {
  readonly group: EventGroup;
  /** The details of the records that were interpreted. */
  readonly details: number[];
}

/**
 * Reads records by the bytes of their fields. What a record proves (`interpretRecord`) depends on its caller, its
 * error, its source, name, type, category and Region, and, of the request parameters, on their shape; records with an
 * error, and events of which the values of parameters decide, are left to others. Its resources depend on `resources`,
 * the parameters and the account: they are read of the first few records that differ in these.
 */
export function createQuickReader({ catalog, wanted = () => true, samples = 8 }: ScanOptions): QuickReader {
  let callers = createCallers(wanted);
  const events = createEventDirectory();
  const times = createEventTimes();
  const kinds = createRecordKinds();
  let met: Kind[] = [];

  const interpret = (record: LocatedRecord, userIdentity: unknown, event: EventTraits) =>
    interpretRecord(onlyFields(record, userIdentity, event), catalog);

  const count = (
    record: LocatedRecord,
    number: number,
    at: EpochMs,
    userIdentity: unknown,
    event: EventTraits,
    groups: ObservationGroups,
  ): void => {
    const kind = met[number];
    if (kind !== undefined) {
      const isNew = !kind.group.sampled && !kind.details.includes(kinds.detailsOf(record));
      if (!isNew || kind.details.length >= samples) {
        kind.group.sampled ||= isNew;
        addEvent(kind.group, at, () => plainText(record, FIELD.eventID));
        return;
      }
    }
    const group = groups.add(interpret(record, userIdentity, event));
    if (kind === undefined && group !== undefined) met[number] = { group, details: [kinds.detailsOf(record)] };
    else kind?.details.push(kinds.detailsOf(record));
  };

  return {
    read(record, groups) {
      if (hasEscapes(record) || firstByteOf(record, FIELD.userIdentity) !== OPEN_OBJECT) return false;
      if (!isText(record, FIELD.eventSource) || !isText(record, FIELD.eventName)) return false;
      const { source } = record;
      const at = times.read(source, beginOf(record, FIELD.eventTime), endOf(record, FIELD.eventTime));
      if (at === undefined) return false;
      const caller = callers.known(
        callers.idOf(source, beginOf(record, FIELD.userIdentity), endOf(record, FIELD.userIdentity)),
      );
      const event = events.of(record);
      if (caller.kind === 'unknown' || event.tellsOfRoles) return false;
      if (caller.kind === 'other') return true;
      if (event.byValues || beginOf(record, FIELD.errorCode) !== 0) return false;
      const number = kinds.kindOf(record, caller.principal, event, at);
      if (number < 0) return false;
      count(record, number, at, caller.userIdentity, event, groups);
      return true;
    },
    beginBatch() {
      kinds.beginBatch();
      met = [];
      if (callers.size > MAX_CALLERS) callers = createCallers(wanted);
    },
  };
}

/** The record without the members that say nothing when there is no error. */
function onlyFields(
  record: LocatedRecord,
  userIdentity: unknown,
  event: EventTraits,
): Readonly<Record<string, unknown>> {
  const { eventSource, eventName } = event;
  const text = (field: number) => (beginOf(record, field) === 0 ? undefined : plainText(record, field));
  return {
    userIdentity,
    eventSource,
    eventName,
    eventTime: text(FIELD.eventTime),
    awsRegion: text(FIELD.awsRegion),
    eventType: text(FIELD.eventType),
    eventCategory: text(FIELD.eventCategory),
    eventID: text(FIELD.eventID),
    requestParameters: parsedValue(record, FIELD.requestParameters),
    resources: parsedValue(record, FIELD.resources),
    recipientAccountId: parsedValue(record, FIELD.recipientAccountId),
  };
}
