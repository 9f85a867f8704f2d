import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  MALFORMED,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipColon,
  skipEscaped,
  skipPlain,
  skipSpace,
  skipValue,
} from './json-bytes.ts';
import { FIELDS, fieldWithKey } from './record-fields.ts';

/** Numbers per record: where it begins, where it ends, its odd fields, then begin and end of each field. */
export const STRIDE = 3 + 2 * FIELDS.length;
/** Set in the third number of a record with an escape in one of its own keys: any field may hide behind it. */
export const ODD_KEY = 1 << 30;

/**
 * Where the records of a file and their fields lie, `STRIDE` numbers each. A field's begin is 0 when the record lacks
 * it (no value can lie at 0); of a repeated key the last one counts, as with `JSON.parse`. Bit *n* of the third number
 * tells that field *n* is a string with an escape in it.
 */
export interface RecordTable {
  readonly count: number;
  readonly numbers: Int32Array;
}

const RECORDS = new TextEncoder().encode('"Records"');

/** Keeps its memory between files, so the table of one file is good until the next one is located. */
export interface RecordLocator {
  /** `undefined` for what is not precisely `{"Records":[{…},…]}`: another shape, or malformed anywhere. */
  locate(bytes: Uint8Array): RecordTable | undefined;
}

/**
 * Finds the records of a log file in one pass over every byte: depth and strings are followed throughout, keys count
 * at their own depth only, and the whole text is checked to be JSON.
 */
export function createRecordLocator(): RecordLocator {
  let numbers = new Int32Array(STRIDE * 4_096);
  return {
    locate(bytes) {
      let at = openRecords(bytes);
      if (at === MALFORMED) return undefined;
      let count = 0;
      if (bytes[at] === CLOSE_ARRAY) return isEnd(bytes, at) ? { count, numbers } : undefined;
      for (;;) {
        if ((count + 1) * STRIDE > numbers.length) numbers = grown(numbers);
        at = locateFields(bytes, at, numbers, count * STRIDE);
        if (at === MALFORMED) return undefined;
        count++;
        at = skipSpace(bytes, at);
        if (bytes[at] !== COMMA) break;
        at = skipSpace(bytes, at + 1);
      }
      return isEnd(bytes, at) ? { count, numbers } : undefined;
    },
  };
}

function grown(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** Steps over `{"Records":[`. */
function openRecords(bytes: Uint8Array): number {
  const open = skipSpace(bytes, 0);
  if (bytes[open] !== OPEN_OBJECT) return MALFORMED;
  const key = skipSpace(bytes, open + 1);
  for (let index = 0; index < RECORDS.length; index++) if (bytes[key + index] !== RECORDS[index]) return MALFORMED;
  const list = skipColon(bytes, key + RECORDS.length);
  if (list === MALFORMED || bytes[list] !== OPEN_ARRAY) return MALFORMED;
  return skipSpace(bytes, list + 1);
}

/** Whether `]}` and nothing more follows. */
function isEnd(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] !== CLOSE_ARRAY) return false;
  const close = skipSpace(bytes, start + 1);
  return bytes[close] === CLOSE_OBJECT && skipSpace(bytes, close + 1) === bytes.length;
}

/** Notes one record at `row` and steps over it. */
function locateFields(bytes: Uint8Array, start: number, numbers: Int32Array, row: number): number {
  if (bytes[start] !== OPEN_OBJECT) return MALFORMED;
  numbers.fill(0, row, row + STRIDE);
  numbers[row] = start;
  let odd = 0;
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] !== CLOSE_OBJECT) {
    for (;;) {
      if (bytes[at] !== QUOTE) return MALFORMED;
      let keyEnd = skipPlain(bytes, at + 1);
      let field = -1;
      if (bytes[keyEnd] === QUOTE) {
        field = fieldWithKey(bytes, at + 1, keyEnd++);
      } else {
        keyEnd = skipEscaped(bytes, keyEnd);
        if (keyEnd === MALFORMED) return MALFORMED;
        odd |= ODD_KEY;
      }
      const value = skipColon(bytes, keyEnd);
      if (value === MALFORMED) return MALFORMED;
      let escaped = false;
      if (bytes[value] === QUOTE) {
        at = skipPlain(bytes, value + 1);
        if (bytes[at] === QUOTE) {
          at++;
        } else {
          escaped = bytes[at] === BACKSLASH;
          at = skipEscaped(bytes, at);
        }
      } else {
        at = skipValue(bytes, value);
      }
      if (at === MALFORMED) return MALFORMED;
      if (field >= 0) {
        numbers[row + 3 + 2 * field] = value;
        numbers[row + 4 + 2 * field] = at;
        odd = escaped ? odd | (1 << field) : odd & ~(1 << field);
      }
      if (bytes[at] !== COMMA) at = skipSpace(bytes, at);
      if (bytes[at] === CLOSE_OBJECT) break;
      if (bytes[at] !== COMMA) return MALFORMED;
      at = skipSpace(bytes, at + 1);
    }
  }
  numbers[row + 1] = at + 1;
  numbers[row + 2] = odd;
  return at + 1;
}
