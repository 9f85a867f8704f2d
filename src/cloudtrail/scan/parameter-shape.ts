import { type ByteSource, byteSource } from './byte-interner.ts';
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, QUOTE, skipString } from './json-bytes.ts';

/** The longest shape told; longer parameters are read in full. */
const MAX_SHAPE = 1_024;
const NUMBER = 0x30;
const EMPTY_TEXT = 0x65;
const TEXT = 0x22;
const NONE_TEXT = 0x6f;
const NONE = bytesOf('NONE');
/** Four characters escaped as `\u004e`. */
const LONGEST_NONE = 24;
/** Words in a key, anywhere and in any case, that make a role among the values count (`ROLE_KEY` of `pass-role.ts`). */
const ROLE_WORDS = ['role', 'credentials', 'attributevalue'].map(bytesOf);
/** 1 for each byte that such a word may begin with. */
const MAY_BEGIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  ROLE_WORDS.some(([first]) => first === (byte | 0x20)) ? 1 : 0,
);

/** Writes shapes into memory of its own: what `write` wrote is good until the next call. */
export interface ShapeWriter {
  readonly written: ByteSource;
  /**
   * Writes the shape of a value that is known to be JSON and returns its length; -1 where the shape does not tell all
   * that decides which actions an event proves: a key that may hold a role, an escape in a key, too long a shape.
   */
  write(bytes: Uint8Array, start: number, end: number): number;
}

/**
 * The shape of request parameters: their keys, brackets and literals, whether each string is empty or `NONE` (which
 * counts as no value, see `namesParameter`), and no other values. Two calls of one event whose parameters have the same
 * shape prove the same actions, but for the few events and keys whose values matter (`isDecidedByValues`, and roles
 * that are passed).
 */
export function createShapeWriter(): ShapeWriter {
  const shape = new Uint8Array(MAX_SHAPE + 8);
  return {
    written: byteSource(shape),
    write(bytes, start, end) {
      let length = 0;
      let at = start;
      while (at < end) {
        if (length >= MAX_SHAPE) return -1;
        const byte = bytes[at] as number;
        if (byte === QUOTE) {
          const after = skipString(bytes, at);
          if (isKey(bytes, after)) {
            if (length + after - at > MAX_SHAPE || !isPlainKey(bytes, at + 1, after - 1)) return -1;
            for (let index = at; index < after; index++) shape[length++] = bytes[index] as number;
            shape[length++] = COLON;
          } else {
            const mark = markOf(bytes, at + 1, after - 1);
            if (mark < 0) return -1;
            shape[length++] = mark;
          }
          at = after;
        } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
          shape[length++] = NUMBER;
          at++;
          while (at < end && !endsNumber(bytes[at] as number)) at++;
        } else {
          if (byte > 0x20 && byte !== COLON) shape[length++] = byte;
          at++;
        }
      }
      return length;
    },
  };
}

function isKey(bytes: Uint8Array, behind: number): boolean {
  let at = behind;
  while ((bytes[at] as number) <= 0x20) at++;
  return bytes[at] === COLON;
}

function endsNumber(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || byte <= 0x20;
}

/** -1 where escapes may hide a `NONE`. */
function markOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return EMPTY_TEXT;
  if (length > LONGEST_NONE || length < NONE.length) return TEXT;
  if (length === NONE.length && NONE.every((byte, at) => bytes[start + at] === byte)) return NONE_TEXT;
  for (let at = start; at < end; at++) if (bytes[at] === BACKSLASH) return -1;
  return TEXT;
}

/** Without escapes, and without a word that speaks of a role. */
function isPlainKey(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === BACKSLASH) return false;
    if (MAY_BEGIN[byte] === 1 && ROLE_WORDS.some((word) => isWord(word, bytes, at, end))) return false;
  }
  return true;
}

/** Whether a word of small letters stands here, in any case. */
function isWord(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (start + word.length > end) return false;
  for (let at = 0; at < word.length; at++) {
    if (((bytes[start + at] as number) | 0x20) !== word[at]) return false;
  }
  return true;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
