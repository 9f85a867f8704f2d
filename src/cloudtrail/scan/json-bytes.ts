/**
 * Steps over JSON text held in bytes (UTF-8), to the letter of RFC 8259: whatever `JSON.parse` refuses is refused here.
 * Every function takes the position where its part begins and returns the one behind it, or `MALFORMED`.
 */
export const MALFORMED = -1;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** Deeper values are refused; no AWS record comes near. */
const MAX_DEPTH = 256;

/** 1 for each byte that may stand in a string as it is: no quote, backslash or control character. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);
/** 1 for each byte that may follow a backslash, `u` apart. */
const ESCAPABLE = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Steps over white space. */
export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** Steps over the bytes of a string that need no care: to its closing quote, its first backslash, or an error. */
export function skipPlain(bytes: Uint8Array, start: number): number {
  let at = start;
  while (PLAIN[bytes[at] as number] === 1) at++;
  return at;
}

/** Steps over a string, from its opening quote to behind the closing one. */
export function skipString(bytes: Uint8Array, start: number): number {
  const at = skipPlain(bytes, start + 1);
  return bytes[at] === QUOTE ? at + 1 : skipEscaped(bytes, at);
}

/** Steps over the rest of a string, from its first backslash on. */
export function skipEscaped(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === BACKSLASH) {
    const escaped = bytes[at + 1] ?? 0;
    if (ESCAPABLE[escaped] === 1) at += 2;
    else if (escaped === 0x75 && isHex(bytes, at + 2)) at += 6;
    else return MALFORMED;
    at = skipPlain(bytes, at);
  }
  return bytes[at] === QUOTE ? at + 1 : MALFORMED;
}

function isHex(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at] ?? 0;
    const digit = byte >= 0x30 && byte <= 0x39;
    const letter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66;
    if (!digit && !letter) return false;
  }
  return true;
}

/** Steps over an object's key and colon, to the value. */
export function skipKey(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return MALFORMED;
  const end = skipString(bytes, start);
  return end === MALFORMED ? MALFORMED : skipColon(bytes, end);
}

/** Steps over the colon behind a key, to the value. */
export function skipColon(bytes: Uint8Array, start: number): number {
  const colon = bytes[start] === COLON ? start : skipSpace(bytes, start);
  if (bytes[colon] !== COLON) return MALFORMED;
  return bytes[colon + 1] === QUOTE ? colon + 1 : skipSpace(bytes, colon + 1);
}

/** Whether each open container is an object. */
const isObject = new Uint8Array(MAX_DEPTH);

/** Steps over any value. */
export function skipValue(bytes: Uint8Array, start: number): number {
  let at = start;
  let depth = 0;
  for (;;) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipString(bytes, at);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const inside = skipSpace(bytes, at + 1);
      if (bytes[inside] === byte + 2) {
        at = inside + 1;
      } else {
        if (depth === MAX_DEPTH) return MALFORMED;
        isObject[depth++] = byte === OPEN_OBJECT ? 1 : 0;
        at = byte === OPEN_OBJECT ? skipKey(bytes, inside) : inside;
        if (at === MALFORMED) return MALFORMED;
        continue;
      }
    } else {
      at = skipScalar(bytes, at);
    }
    if (at === MALFORMED) return MALFORMED;

    // Behind a value: as many closings as there are, then perhaps a comma and the next value.
    for (;;) {
      if (depth === 0) return at;
      let next = bytes[at];
      if (next !== COMMA && next !== CLOSE_OBJECT && next !== CLOSE_ARRAY) {
        at = skipSpace(bytes, at);
        next = bytes[at];
      }
      const inObject = isObject[depth - 1] === 1;
      if (next === COMMA) {
        at = bytes[at + 1] === QUOTE ? at + 1 : skipSpace(bytes, at + 1);
        if (inObject) at = skipKey(bytes, at);
        if (at === MALFORMED) return MALFORMED;
        break;
      }
      if (next !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return MALFORMED;
      depth--;
      at++;
    }
  }
}

const TRUE = [0x74, 0x72, 0x75, 0x65];
const FALSE = [0x66, 0x61, 0x6c, 0x73, 0x65];
const NULL = [0x6e, 0x75, 0x6c, 0x6c];

/** Steps over `true`, `false`, `null` or a number. */
export function skipScalar(bytes: Uint8Array, start: number): number {
  switch (bytes[start]) {
    case 0x74:
      return skipWord(bytes, start, TRUE);
    case 0x66:
      return skipWord(bytes, start, FALSE);
    case 0x6e:
      return skipWord(bytes, start, NULL);
    default:
      return skipNumber(bytes, start);
  }
}

function skipWord(bytes: Uint8Array, start: number, word: readonly number[]): number {
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return MALFORMED;
  }
  return start + word.length;
}

function skipNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === 0x2d ? start + 1 : start;
  let at = skipDigits(bytes, first);
  if (at === first || (bytes[first] === 0x30 && at > first + 1)) return MALFORMED;
  if (bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = skipDigits(bytes, fraction);
    if (at === fraction) return MALFORMED;
  }
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[at + 1];
    const exponent = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = skipDigits(bytes, exponent);
    if (at === exponent) return MALFORMED;
  }
  return at;
}

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = bytes[at]) at++;
  return at;
}
