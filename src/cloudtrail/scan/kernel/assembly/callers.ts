import { gapAt, gapCount, isSessionName, reduce, reducedAt, reducedLength, sessionBegin, sessionLength, setSession } from './identity.ts';
import { Interner } from './interner.ts';
import { QUOTE, skipPlain } from './json.ts';
import { equal, filled, hashOf } from './byte-range.ts';
import { Table } from './table.ts';

/**
 * Resolves a new caller, by the text that stands for its identities (`identity.ts`): writes kind, number of (role, invokedBy), role
 * number and traits to `row`.
 */
@external('env', 'resolveCaller')
declare function resolveCaller(caller: u32, begin: usize, end: usize, hasSession: bool, row: usize): void;

/** Kinds of callers (`CALLER_KINDS`). Records of unknown callers are unusual. */
export const WANTED: u32 = 1;
export const UNKNOWN: u32 = 2;
/** Traits of callers, one bit each (`CALLER_TRAITS`): what the session decides. */
const NAMES_SESSION: u32 = 1;
const ASSUMES_AS_SESSION: u32 = 2;

const callers = new Interner();
/** By caller, 68 bytes: kind, (role, invokedBy), role, traits, count of gaps, gaps. */
const facts = new Table(68);
const WHO: usize = 4;
const ROLE: usize = 8;
const TRAITS: usize = 12;
const GAP_COUNT: usize = 16;
const GAPS: usize = 20;

/** Bytes 40 to 56 of an identity select its place in the cache: those of roles differ there (principal id). */
const MARK: usize = 40;
const MARK_LENGTH: u32 = 16;
const PLACES: u32 = 1024;
/** By place: four callers, the latest first, each plus 1. */
const recent = filled(1024 << 4, 0);
const WAYS: u32 = 4;

@inline
function placeOf(start: usize): usize {
  return recent + ((hashOf(start + MARK, MARK_LENGTH) & (PLACES - 1)) << 4);
}

/** Address behind the identity that `knownCallerAt` found. */
export let identityEnd: usize = 0;

/**
 * The cached caller whose identities read like the bytes from `start`, or -1. Such a text is valid JSON: it is one that was
 * parsed before, but for strings without escapes. Sets the session.
 */
export function knownCallerAt(start: usize): i32 {
  const place = placeOf(start);
  for (let way: u32 = 0; way < WAYS; way++) {
    const caller = load<u32>(place + (way << 2)) - 1;
    if (caller == 0xffffffff) return -1;
    identityEnd = endOfLike(caller, start);
    if (identityEnd != 0) return <i32>caller;
  }
  return -1;
}

/** Address behind an identity of a caller; 0 if there is another text. */
function endOfLike(caller: u32, start: usize): usize {
  const row = facts.at(caller);
  const text = callers.begin(caller) + 1;
  const count = load<u32>(row, GAP_COUNT);
  let at = start;
  let from: u32 = 0;
  setSession(0, 0);
  for (let index: u32 = 0; index < count; index++) {
    const gap = load<u32>(row + (index << 2), GAPS);
    const size = (gap >> 1) - from;
    if (!equal(at, text + from, size)) return 0;
    at += size;
    from += size + (gap & 1);
    if ((gap & 1) != 0 && sessionLength != 0) {
      // What follows the gap begins with a quote.
      if (!equal(at, sessionBegin, sessionLength)) return 0;
      at += sessionLength;
      continue;
    }
    const end = skipPlain(at);
    if (load<u8>(end) != QUOTE) return 0;
    if ((gap & 1) != 0) {
      if (!isSessionName(at, end)) return 0;
      setSession(at, <u32>(end - at));
    }
    at = end;
  }
  const rest = callers.length(caller) - 1 - from;
  return equal(at, text + from, rest) ? at + rest : 0;
}

/** The number of the caller with the identity (valid JSON) in this byte range. Sets the session. */
export function callerOf(begin: usize, end: usize): u32 {
  reduce(begin, end);
  const caller = callers.intern(reducedAt(), reducedLength);
  if (caller == facts.size) {
    const row = facts.add();
    store<u32>(row, gapCount, GAP_COUNT);
    for (let index: u32 = 0; index < gapCount; index++) store<u32>(row + (index << 2), gapAt(index), GAPS);
    const text = callers.begin(caller);
    resolveCaller(caller, text + 1, text + reducedLength, sessionLength != 0, row);
  }
  remember(caller, placeOf(begin));
  return caller;
}

function remember(caller: u32, place: usize): void {
  for (let way: u32 = 0; way < WAYS; way++) if (load<u32>(place + (way << 2)) == caller + 1) return;
  for (let way = WAYS - 1; way > 0; way--) store<u32>(place + (way << 2), load<u32>(place + ((way - 1) << 2)));
  store<u32>(place, caller + 1);
}

@inline
export function kindOfCaller(caller: u32): u32 {
  return load<u32>(facts.at(caller));
}

/** Number of role and `invokedBy`. */
@inline
export function whoOf(caller: u32): u32 {
  return load<u32>(facts.at(caller), WHO);
}

@inline
export function roleOf(caller: u32): u32 {
  return load<u32>(facts.at(caller), ROLE);
}

/** Session names of the batch. */
const names = new Interner();

/** Number of the session's name in the calls of the caller that was read last; 0 if they name none. */
export function sessionOf(caller: u32): u32 {
  return (load<u32>(facts.at(caller), TRAITS) & NAMES_SESSION) == 0 ? 0 : nameNumber();
}

/** The same where the caller assumes a role; 0 if whoever assumes it is the same in all sessions. */
export function assumingSessionOf(caller: u32): u32 {
  return (load<u32>(facts.at(caller), TRAITS) & ASSUMES_AS_SESSION) == 0 ? 0 : nameNumber();
}

function nameNumber(): u32 {
  return sessionLength == 0 ? 0 : names.intern(sessionBegin, sessionLength) + 1;
}

/** Address of a session's name, by its number. */
export function sessionNameAt(session: u32): usize {
  return names.begin(session - 1);
}

export function sessionNameLength(session: u32): u32 {
  return names.length(session - 1);
}

/** Removes the names of sessions. */
export function clearSessions(): void {
  names.clear();
}

/** Number of distinct callers. */
export function callerCount(): u32 {
  return callers.size;
}
