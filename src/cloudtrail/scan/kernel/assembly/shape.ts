import { copyShort, hasByte } from './byte-range.ts';
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, QUOTE, skipString } from './json.ts';

/** Bytes. Records with a longer shape are unusual. */
const MAX_SHAPE: u32 = 1024;
const NUMBER: u32 = 0x30;
const EMPTY_TEXT: u32 = 0x65;
const TEXT: u32 = 0x22;
const NONE_TEXT: u32 = 0x6f;
/** `NONE` as a little-endian u32. */
const NONE: u32 = 0x454e4f4e;
/** Ends of the names of directory buckets and their access points, `--x-s3` and `--xa-s3`, as little-endian u32: `x-s3`, `--xa`, `a-s3`. */
const X_S3: u32 = 0x33732d78;
const XA: u32 = 0x61782d2d;
const A_S3: u32 = 0x33732d61;
/** Bytes of `NONE` with each character escaped as `\u004e`. */
const LONGEST_NONE: u32 = 24;

/** Most string values whose byte ranges are stored. */
export const MOST_TEXTS: u32 = 16;

export const SHAPE = memory.data(1024 + 96);
const TEXTS = memory.data(16 * 8);
/** Count of string values in the parameters last read. */
export let textCount: u32 = 0;

/** Begin of the string value with this number, without its quote. */
@inline
export function textBegin(index: u32): usize {
  return load<u32>(TEXTS + (index << 3));
}

@inline
export function textEnd(index: u32): usize {
  return load<u32>(TEXTS + (index << 3), 4);
}

/**
 * Writes the shape of request parameters (valid JSON) to `SHAPE` and returns its length. The shape keeps keys, brackets and
 * literals, and of each string whether it is empty, `NONE` (counts as no value) or other. Returns -1 where the shape does not
 * decide which actions an event proves: an escape in a key, a shape beyond `MAX_SHAPE` the name of a directory bucket or, if `rolesCount`, a key that may hold a role.
 */
export function writeShape(start: usize, end: usize, rolesCount: bool): i32 {
  let length: u32 = 0;
  let at = start;
  textCount = 0;
  while (at < end) {
    if (length >= MAX_SHAPE) return -1;
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) {
      const behind = skipString(at);
      if (isKey(behind)) {
        const size = <u32>(behind - at);
        if (length + size > MAX_SHAPE || !isPlainKey(at + 1, behind - 1, rolesCount)) return -1;
        copyShort(SHAPE + length, at, size);
        length += size;
        store<u8>(SHAPE + length++, COLON);
      } else {
        const mark = markOf(at + 1, behind - 1);
        if (mark < 0) return -1;
        if (textCount < MOST_TEXTS) {
          store<u32>(TEXTS + (textCount << 3), <u32>at + 1);
          store<u32>(TEXTS + (textCount << 3), <u32>behind - 1, 4);
        }
        textCount++;
        store<u8>(SHAPE + length++, mark);
      }
      at = behind;
    } else if (byte == 0x2d || byte - 0x30 < 10) {
      store<u8>(SHAPE + length++, NUMBER);
      at++;
      while (at < end && !endsNumber(load<u8>(at))) at++;
    } else {
      if (byte > 0x20 && byte != COLON) store<u8>(SHAPE + length++, byte);
      at++;
    }
  }
  return length;
}

@inline
function isKey(behind: usize): bool {
  let at = behind;
  while (load<u8>(at) <= 0x20) at++;
  return load<u8>(at) == COLON;
}

@inline
function endsNumber(byte: u32): bool {
  return byte == COMMA || byte == CLOSE_ARRAY || byte == CLOSE_OBJECT || byte <= 0x20;
}

/** The mark of a string value; -1 where it may be an escaped `NONE`, or names a directory bucket, whose calls are another service's. */
function markOf(start: usize, end: usize): i32 {
  const length = <u32>(end - start);
  if (length == 0) return EMPTY_TEXT;
  if (length >= 7) {
    const tail = load<u32>(end - 4);
    if (tail == X_S3 || (tail == A_S3 && load<u32>(end - 7) == XA)) return -1;
  }
  if (length > LONGEST_NONE || length < 4) return TEXT;
  if (length == 4 && load<u32>(start) == NONE) return NONE_TEXT;
  return hasByte(start, end, <u8>BACKSLASH) ? -1 : TEXT;
}

/** Whether a key has no escape and, if `rolesCount`, none of the words of `ROLE_KEY` (`pass-role.ts`), in upper or lower case. */
function isPlainKey(start: usize, end: usize, rolesCount: bool): bool {
  for (let at = start; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == BACKSLASH) return false;
    if (!rolesCount) continue;
    switch (byte | 0x20) {
      case 0x72: // role
        if (at + 4 <= end && (load<u32>(at) | 0x20202020) == 0x656c6f72) return false;
        break;
      case 0x63: // credentials
        if (at + 11 <= end && (load<u64>(at) | 0x2020202020202020) == 0x69746e6564657263 && (load<u32>(at, 7) | 0x20202020) == 0x736c6169)
          return false;
        break;
      case 0x61: // attributevalue
        if (at + 14 <= end && (load<u64>(at) | 0x2020202020202020) == 0x7475626972747461 && (load<u64>(at, 6) | 0x2020202020202020) == 0x65756c6176657475)
          return false;
        break;
    }
  }
  return true;
}
