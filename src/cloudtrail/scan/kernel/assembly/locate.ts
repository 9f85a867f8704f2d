import { beginOf, clearFields, setField, USER_IDENTITY } from './fields.ts';
import { identityEnd, knownCallerAt } from './callers.ts';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  COMMA_QUOTE,
  MALFORMED,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipColon,
  skipEscaped,
  skipPlain,
  skipScalar,
  skipSpace,
  skipValue,
} from './json.ts';
import { expectedAfter, expectNext, FIRST, fieldOf, isWritten, lengthOf, OTHER, slotOf } from './keys.ts';

/** Bit of `escapedFields`: a key of the record holds an escape, so it may be the key of any field, or a field stands twice. */
export const UNUSUAL_KEY: u32 = 1 << 31;

/** Bit n: field n of the record last located is a string with an escape. */
export let escapedFields: u32 = 0;
/** The cached caller of the record last located, or -1. */
export let knownCaller: i32 = -1;

/** Skips `{"Records":[`, to the first record or the closing bracket. */
export function openRecords(start: usize): usize {
  const open = skipSpace(start);
  if (load<u8>(open) != OPEN_OBJECT) return MALFORMED;
  const key = skipSpace(open + 1);
  // "Records" with quotes, as little-endian u64 and one byte.
  if (load<u64>(key) != 0x7364726f63655222 || load<u8>(key, 8) != QUOTE) return MALFORMED;
  const list = skipColon(key + 9);
  if (list == MALFORMED || load<u8>(list) != OPEN_ARRAY) return MALFORMED;
  return skipSpace(list + 1);
}

/** Whether the rest of the text is `]}` and white space. */
export function isEnd(start: usize, end: usize): bool {
  if (load<u8>(start) != CLOSE_ARRAY) return false;
  const close = skipSpace(start + 1);
  return load<u8>(close) == CLOSE_OBJECT && skipSpace(close + 1) == end;
}

/** Skips a record and sets the byte ranges of its fields. A record in which a field stands twice is unusual. */
export function locate(start: usize): usize {
  if (load<u8>(start) != OPEN_OBJECT) return MALFORMED;
  clearFields();
  escapedFields = 0;
  knownCaller = -1;
  let slot = FIRST;
  let at = start + 1;
  if (load<u8>(at) != QUOTE) {
    at = skipSpace(at);
    if (load<u8>(at) == CLOSE_OBJECT) return at + 1;
  }
  for (;;) {
    const expected = expectedAfter(slot);
    let value: usize;
    if (isWritten(expected, at)) {
      slot = expected;
      value = at + lengthOf(expected);
    } else {
      if (load<u8>(at) != QUOTE) return MALFORMED;
      let end = skipPlain(at + 1);
      let next = OTHER;
      if (load<u8>(end) == QUOTE) {
        next = slotOf(at, ++end);
        expectNext(slot, next);
      } else {
        end = skipEscaped(end);
        if (end == MALFORMED) return MALFORMED;
        escapedFields |= UNUSUAL_KEY;
      }
      slot = next;
      value = skipColon(end);
      if (value == MALFORMED) return MALFORMED;
    }
    if (load<u8>(value) <= 0x20) value = skipSpace(value);

    const field = fieldOf(slot);
    const first = <u32>load<u8>(value);
    let escaped: u32 = 0;
    if (first == QUOTE) {
      at = skipPlain(value + 1);
      if (load<u8>(at) == QUOTE) {
        at++;
      } else {
        escaped = load<u8>(at) == BACKSLASH ? 1 : 0;
        at = skipEscaped(at);
      }
    } else if ((first & ~0x20) == OPEN_ARRAY) {
      if (field == USER_IDENTITY) {
        knownCaller = knownCallerAt(value);
        at = knownCaller < 0 ? skipValue(value) : identityEnd;
      } else {
        at = skipValue(value);
      }
    } else {
      at = skipScalar(value);
    }
    if (at == MALFORMED) return MALFORMED;
    if (field >= 0) {
      if (beginOf(field) != 0) escapedFields |= UNUSUAL_KEY;
      setField(field, value, at);
      escapedFields = (escapedFields & ~(1 << field)) | (escaped << field);
    }

    if (load<u16>(at) == COMMA_QUOTE) {
      at++;
      continue;
    }
    if (load<u8>(at) <= 0x20) at = skipSpace(at);
    if (load<u8>(at) == CLOSE_OBJECT) return at + 1;
    if (load<u8>(at) != COMMA) return MALFORMED;
    at = skipSpace(at + 1);
  }
  return MALFORMED;
}
