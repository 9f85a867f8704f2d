import { type ByteSource, byteSource } from './byte-interner.ts';
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, QUOTE, skipString } from './json-bytes.ts';

/** The longest shape told; longer parameters are read in full. */
const MAX_SHAPE = 1_024;
const NUMBER = 0x30;
const EMPTY_TEXT = 0x65;
const TEXT = 0x22;

/** Writes shapes into memory of its own: what `write` wrote is good until the next call. */
export interface ShapeWriter {
  readonly written: ByteSource;
  /**
   * Writes the shape of a value that is known to be JSON and returns its length; -1 where the shape does not tell all
   * that decides which actions an event proves: a key that speaks of a role, an escape in a key, too long a shape.
   */
  write(bytes: Uint8Array, start: number, end: number): number;
}

/**
 * The shape of request parameters: their keys, brackets and literals, whether each string is empty, and no values. Two
 * calls of one event whose parameters have the same shape prove the same actions, but for the few events and keys
 * whose values matter (`isDecidedByValues`, and roles that are passed).
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
            shape[length++] = after === at + 2 ? EMPTY_TEXT : TEXT;
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

/** Without escapes, and without `role` in any case. */
function isPlainKey(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === BACKSLASH) return false;
    if ((byte | 0x20) === 0x72 && isRest(bytes, at + 1, end)) return false;
  }
  return true;
}

/** `ole`, in any case. */
function isRest(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    start + 3 <= end &&
    ((bytes[start] as number) | 0x20) === 0x6f &&
    ((bytes[start + 1] as number) | 0x20) === 0x6c &&
    ((bytes[start + 2] as number) | 0x20) === 0x65
  );
}
