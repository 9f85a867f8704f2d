/**
 * Validating JSON skipper (UTF-8, RFC 8259): refuses everything that `JSON.parse` refuses. Each `skip…` function takes the
 * address of a token and returns the address behind it, or `MALFORMED`. The text must be followed by zeros, which are valid
 * nowhere in JSON: no function checks for the end.
 */
export const MALFORMED: usize = 0;

export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const COLON: u32 = 0x3a;
export const OPEN_ARRAY: u32 = 0x5b;
export const BACKSLASH: u32 = 0x5c;
export const CLOSE_ARRAY: u32 = 0x5d;
export const OPEN_OBJECT: u32 = 0x7b;
export const CLOSE_OBJECT: u32 = 0x7d;
/** `,"` as a little-endian u16. */
export const COMMA_QUOTE: u32 = 0x222c;

/** Greatest depth; deeper values are refused, and the file is parsed by `JSON.parse`. */
const MAX_DEPTH: u32 = 256;
/** By depth: 1 if the enclosing container is an object. */
const AROUND = memory.data(256);

/** Skips white space. */
@inline
export function skipSpace(start: usize): usize {
  let at = start;
  while (isSpace(load<u8>(at))) at++;
  return at;
}

@inline
function isSpace(byte: u32): bool {
  return byte <= 0x20 && (byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09);
}

/** Skips to the next quote, backslash or control character of a string. */
@inline
export function skipPlain(start: usize): usize {
  let at = start;
  let special = specialIn(at);
  while (special == 0) {
    at += 16;
    special = specialIn(at);
  }
  return at + ctz(special);
}

/** Bit mask of 16 bytes: those that are a quote, a backslash or a control character. */
@inline
function specialIn(at: usize): i32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      i8x16.eq(i8x16.min_u(bytes, i8x16.splat(0x1f)), bytes),
    ),
  );
}

/** Skips a string, from its opening quote. */
@inline
export function skipString(start: usize): usize {
  const at = skipPlain(start + 1);
  return load<u8>(at) == QUOTE ? at + 1 : skipEscaped(at);
}

/** Skips the rest of a string, from a backslash. */
export function skipEscaped(start: usize): usize {
  let at = start;
  while (load<u8>(at) == BACKSLASH) {
    switch (<u32>load<u8>(at, 1)) {
      case QUOTE:
      case BACKSLASH:
      case 0x2f: // /
      case 0x62: // b
      case 0x66: // f
      case 0x6e: // n
      case 0x72: // r
      case 0x74: // t
        at += 2;
        break;
      case 0x75: // u
        for (let digit = at + 2; digit < at + 6; digit++) if (!isHex(load<u8>(digit))) return MALFORMED;
        at += 6;
        break;
      default:
        return MALFORMED;
    }
    at = skipPlain(at);
  }
  return load<u8>(at) == QUOTE ? at + 1 : MALFORMED;
}

@inline
function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** Skips an object's key and colon, to the value. */
@inline
function skipKey(start: usize): usize {
  if (load<u8>(start) != QUOTE) return MALFORMED;
  const end = skipString(start);
  return end == MALFORMED ? MALFORMED : skipColon(end);
}

/** Skips the colon behind a key, to the value. */
@inline
export function skipColon(start: usize): usize {
  const colon = load<u8>(start) == COLON ? start : skipSpace(start);
  if (load<u8>(colon) != COLON) return MALFORMED;
  return load<u8>(colon, 1) > 0x20 ? colon + 1 : skipSpace(colon + 1);
}

/** Skips any value. */
export function skipValue(start: usize): usize {
  let at = start;
  let depth: u32 = 0;
  let inObject: u32 = 0;
  for (;;) {
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) {
      at = skipString(at);
    } else if ((byte & ~0x20) == OPEN_ARRAY) {
      const inside = load<u8>(at, 1) > 0x20 ? at + 1 : skipSpace(at + 1);
      if (load<u8>(inside) == byte + 2) {
        at = inside + 1;
      } else {
        if (depth == MAX_DEPTH) return MALFORMED;
        store<u8>(AROUND + depth, inObject);
        depth++;
        inObject = byte == OPEN_OBJECT ? 1 : 0;
        at = inObject ? skipKey(inside) : inside;
        if (at == MALFORMED) return MALFORMED;
        continue;
      }
    } else {
      at = skipScalar(at);
    }
    if (at == MALFORMED) return MALFORMED;

    // Behind a value: closing brackets, then a comma and the next value, if any.
    for (;;) {
      if (depth == 0) return at;
      if (load<u8>(at) <= 0x20) at = skipSpace(at);
      const next = <u32>load<u8>(at);
      if (next == COMMA) {
        at = load<u8>(at, 1) > 0x20 ? at + 1 : skipSpace(at + 1);
        if (inObject) at = skipKey(at);
        if (at == MALFORMED) return MALFORMED;
        break;
      }
      if (next != (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return MALFORMED;
      depth--;
      inObject = load<u8>(AROUND + depth);
      at++;
    }
  }
  return MALFORMED;
}

/** Skips `true`, `false`, `null` or a number. */
export function skipScalar(start: usize): usize {
  const four = load<u32>(start);
  // "true", "null", "fals" as little-endian u32.
  if (four == 0x65757274 || four == 0x6c6c756e) return start + 4;
  if (four == 0x736c6166) return load<u8>(start, 4) == 0x65 ? start + 5 : MALFORMED;
  return skipNumber(start);
}

function skipNumber(start: usize): usize {
  const first = load<u8>(start) == 0x2d ? start + 1 : start;
  let at = skipDigits(first);
  if (at == first || (load<u8>(first) == 0x30 && at > first + 1)) return MALFORMED;
  if (load<u8>(at) == 0x2e) {
    const fraction = at + 1;
    at = skipDigits(fraction);
    if (at == fraction) return MALFORMED;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    const sign = <u32>load<u8>(at, 1);
    const exponent = sign == 0x2b || sign == 0x2d ? at + 2 : at + 1;
    at = skipDigits(exponent);
    if (at == exponent) return MALFORMED;
  }
  return at;
}

@inline
function skipDigits(start: usize): usize {
  let at = start;
  while (<u32>load<u8>(at) - 0x30 < 10) at++;
  return at;
}
