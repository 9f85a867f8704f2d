import { copyShort, equal, filled, grown, hasByte } from './byte-range.ts';
import { COLON, QUOTE, skipString } from './json.ts';

/**
 * Text that stands for all `userIdentity` objects that differ in nothing but their session (name, key, date): session names are
 * replaced by `SESSION`, strings of which nobody asks the value by empty ones.
 */
let written = filled(4096, 0);
let room: u32 = 4096;
/** Bytes of the text that `reduce` wrote, of which the first tells whole identities from reduced ones. */
export let reducedLength: u32 = 0;

/** Stands for the session's name (`SESSION_MARK` of `kernel.ts`). Identities that hold this character are kept whole. */
const SESSION: u8 = 0x7f;
const WHOLE: u8 = 0x77;
const REDUCED: u8 = 0x72;
const SLASH: u8 = 0x2f;
const BACKSLASH: u8 = 0x5c;

/** Most strings that are left out; identities with more are kept whole. */
export const MOST_GAPS: u32 = 12;
/** By gap, 4 bytes: twice its offset in the text behind the first byte, plus 1 for the session's name. */
const GAPS = memory.data(12 * 4);
export let gapCount: u32 = 0;

/** Name of the session of the identity that was read last; length 0 if it has none, or is kept whole. */
export let sessionBegin: usize = 0;
export let sessionLength: u32 = 0;

export function setSession(begin: usize, length: u32): void {
  sessionBegin = begin;
  sessionLength = length;
}

@inline
export function reducedAt(): usize {
  return written;
}

@inline
export function gapAt(index: u32): u32 {
  return load<u32>(GAPS + (index << 2));
}

/** Bytes. */
const LONGEST_NAME: u32 = 64;

/** Whether a string is 1 to `LONGEST_NAME` bytes of ASCII without colon and slash, which delimit names. */
export function isSessionName(begin: usize, end: usize): bool {
  if (end == begin || end - begin > LONGEST_NAME) return false;
  for (let at = begin; at < end; at += 16) {
    const bytes = v128.load(at);
    const odd = i8x16.bitmask(
      v128.or(bytes, v128.or(i8x16.eq(bytes, i8x16.splat(0x3a)), i8x16.eq(bytes, i8x16.splat(<i8>SLASH)))),
    );
    if (odd && at + ctz(odd) < end) return false;
  }
  return true;
}

/** Writes the text of an identity (valid JSON), reduced or whole. */
export function reduce(begin: usize, end: usize): void {
  const size = <u32>(end - begin);
  if (size + 64 > room) {
    room = (size + 64) << 1;
    written = grown(written, 0, room);
  }
  if (!writeReduced(begin, end)) writeWhole(begin, size);
}

function writeWhole(begin: usize, size: u32): void {
  gapCount = 0;
  sessionLength = 0;
  store<u8>(written, WHOLE);
  memory.copy(written + 1, begin, size);
  reducedLength = size + 1;
}

/** False where the identity must be kept whole. */
function writeReduced(begin: usize, end: usize): bool {
  gapCount = 0;
  sessionLength = 0;
  if (hasByte(begin, end, BACKSLASH) || hasByte(begin, end, SESSION)) return false;
  store<u8>(written, REDUCED);
  let length: u32 = 1;
  let at = begin;
  let key: usize = 0;
  let keyEnd: usize = 0;
  while (at < end) {
    if (load<u8>(at) != QUOTE) {
      store<u8>(written + length++, load<u8>(at++));
      continue;
    }
    const behind = skipString(at);
    if (isKey(behind)) {
      key = at + 1;
      keyEnd = behind - 1;
    } else {
      const kept = keptOf(key, keyEnd, at + 1, behind - 1);
      if (kept != behind - 1) {
        if (gapCount == MOST_GAPS) return false;
        const names = kept != NOTHING;
        const size = names ? <u32>(kept - at) : 1;
        copyShort(written + length, at, size);
        length += size;
        if (names && !isSameSession(kept, behind - 1)) return false;
        store<u32>(GAPS + (gapCount++ << 2), ((length - 1) << 1) | <u32>names);
        if (names) store<u8>(written + length++, SESSION);
        store<u8>(written + length++, QUOTE);
        at = behind;
        continue;
      }
    }
    copyShort(written + length, at, <u32>(behind - at));
    length += <u32>(behind - at);
    at = behind;
  }
  reducedLength = length;
  return true;
}

@inline
function isKey(behind: usize): bool {
  let at = behind;
  while (load<u8>(at) <= 0x20) at++;
  return load<u8>(at) == COLON;
}

/** Whether a name may be, and is, that of the session; the first one found is. */
function isSameSession(begin: usize, end: usize): bool {
  const length = <u32>(end - begin);
  if (sessionLength != 0) return length == sessionLength && equal(begin, sessionBegin, length);
  if (!isSessionName(begin, end)) return false;
  setSession(begin, length);
  return true;
}

const NOTHING: usize = 0;

/**
 * Address to which a string value is kept: its end where it decides who calls (type, accountId, userName, invokedBy), the session's name in
 * `AROA…:NAME` and `…:assumed-role/ROLE/NAME`; `NOTHING` where nobody asks for it (`attribution.ts`, `role-assumed.ts`).
 */
function keptOf(key: usize, keyEnd: usize, begin: usize, end: usize): usize {
  switch (<u32>(keyEnd - key)) {
    case 3:
      // arn
      if ((load<u32>(key) & 0xffffff) == 0x6e7261) return sessionInArn(begin, end);
      break;
    case 4:
      // type
      if (load<u32>(key) == 0x65707974) return end;
      break;
    case 8:
      // userName
      if (load<u64>(key) == 0x656d614e72657375) return end;
      break;
    case 9:
      // accountI, invokedB
      if (load<u64>(key) == 0x49746e756f636361 || load<u64>(key) == 0x4264656b6f766e69) return end;
      break;
    case 11:
      // principa
      if (load<u64>(key) == 0x617069636e697270) return sessionInId(begin, end);
      break;
  }
  return NOTHING;
}

/** Where the name begins in `AROA…:NAME`; the end if it is no such id. */
function sessionInId(begin: usize, end: usize): usize {
  // AROA
  if (end - begin < 6 || load<u32>(begin) != 0x414f5241) return end;
  const colon = find(begin, end, <u8>COLON);
  return colon + 1 < end ? colon + 1 : end;
}

/** Where the name begins in `…:assumed-role/ROLE/NAME`; the end if it is no such ARN. */
function sessionInArn(begin: usize, end: usize): usize {
  const first = find(begin, end, SLASH);
  // ":assumed" and "med-role"
  if (first == end || first < begin + 13 || load<u64>(first - 13) != 0x64656d757373613a || load<u64>(first - 8) != 0x656c6f722d64656d) return end;
  const second = find(first + 1, end, SLASH);
  return second + 1 < end ? second + 1 : end;
}

/** The first such byte; the end if there is none. */
function find(begin: usize, end: usize, byte: u8): usize {
  let at = begin;
  while (at < end && load<u8>(at) != byte) at++;
  return at;
}
