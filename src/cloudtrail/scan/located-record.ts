import type { ByteSource } from './byte-interner.ts';
import type { EventTraits } from './event-traits.ts';
import { QUOTE } from './json-bytes.ts';
import { type RecordTable, STRIDE } from './locate-records.ts';
import { FIELD } from './record-fields.ts';
import { textOf } from './words.ts';

/** One record of a located file. Fields are addressed by their numbers (`FIELD`). */
export interface LocatedRecord {
  source: ByteSource;
  numbers: Int32Array;
  /** Where its numbers begin. */
  row: number;
}

/** A cursor on the first record of a file; moved by setting `row`. */
export function firstRecord(source: ByteSource, table: RecordTable): LocatedRecord {
  return { source, numbers: table.numbers, row: 0 };
}

/** Moves the cursor to a record. */
export function moveTo(record: LocatedRecord, index: number): void {
  record.row = index * STRIDE;
}

/** Where the field's value begins; 0 when the record lacks it. */
export function beginOf(record: LocatedRecord, field: number): number {
  return record.numbers[record.row + 3 + 2 * field] as number;
}

/** Where the field's value ends. */
export function endOf(record: LocatedRecord, field: number): number {
  return record.numbers[record.row + 4 + 2 * field] as number;
}

/** The first byte of the field's value; 0 when the record lacks it. */
export function firstByteOf(record: LocatedRecord, field: number): number {
  const begin = beginOf(record, field);
  return begin === 0 ? 0 : (record.source.bytes[begin] as number);
}

/** Whether an escape stands in one of the record's own keys, or in a field that is a string. */
export function hasEscapes(record: LocatedRecord): boolean {
  return record.numbers[record.row + 2] !== 0;
}

/** Whether the field is a string of at least one character. */
export function isText(record: LocatedRecord, field: number): boolean {
  return firstByteOf(record, field) === QUOTE && endOf(record, field) - beginOf(record, field) > 2;
}

/** The value of a field that is a string without escapes. */
export function plainText(record: LocatedRecord, field: number): string {
  return textOf(record.source.bytes, beginOf(record, field) + 1, endOf(record, field) - 1);
}

/** The value of a field of a record without escapes, `undefined` when the record lacks it. */
export function parsedValue(record: LocatedRecord, field: number): unknown {
  const begin = beginOf(record, field);
  if (firstByteOf(record, field) === QUOTE) return plainText(record, field);
  return begin === 0 ? undefined : JSON.parse(textOf(record.source.bytes, begin, endOf(record, field)));
}

/** The whole record. */
export function wholeRecord(record: LocatedRecord): unknown {
  const { numbers, row, source } = record;
  return JSON.parse(textOf(source.bytes, numbers[row] as number, numbers[row + 1] as number));
}

/**
 * A record without an error, without the members that then say nothing. Its caller and event were read before; its
 * other texts hold no escapes.
 */
export function ordinaryRecord(
  record: LocatedRecord,
  userIdentity: unknown,
  { eventSource, eventName }: EventTraits,
): Readonly<Record<string, unknown>> {
  return {
    userIdentity,
    eventSource,
    eventName,
    eventTime: parsedValue(record, FIELD.eventTime),
    awsRegion: parsedValue(record, FIELD.awsRegion),
    eventType: parsedValue(record, FIELD.eventType),
    eventCategory: parsedValue(record, FIELD.eventCategory),
    eventID: parsedValue(record, FIELD.eventID),
    requestParameters: parsedValue(record, FIELD.requestParameters),
    resources: parsedValue(record, FIELD.resources),
    recipientAccountId: parsedValue(record, FIELD.recipientAccountId),
  };
}
