import { Interner } from './interner.ts';
import { equal, filled, hashOf } from './byte-range.ts';
import { Table } from './table.ts';

/** Resolves a new `userIdentity`: writes kind, session number and role number to `row`. */
@external('env', 'resolveCaller')
declare function resolveCaller(caller: u32, begin: usize, end: usize, row: usize): void;

/** Kinds of callers (`CALLER_KINDS`). Records of unknown callers are unusual. */
export const WANTED: u32 = 1;
export const UNKNOWN: u32 = 2;

const callers = new Interner();
/** By caller, 12 bytes: kind, session, role. */
const facts = new Table(12);

/** Bytes 40 to 104 of an identity select its cache slot: those of roles differ there (principal id, ARN). Shorter identities are not cached. */
const MARK: usize = 40;
const MARK_LENGTH: u32 = 64;
const SHORTEST: u32 = 104;
const PLACES: u32 = 4096;
/** Cache by hash of the mark: number of the latest caller, plus 1. */
const recent = filled(4096 << 2, 0);

@inline
function placeOf(start: usize): usize {
  return recent + ((hashOf(start + MARK, MARK_LENGTH) & (PLACES - 1)) << 2);
}

/**
 * The cached caller whose identity equals the bytes from `start`, or -1. A complete object that was parsed before ends at the
 * same length again, so it is not parsed. Reads at least `MARK + MARK_LENGTH` bytes.
 */
@inline
export function knownCallerAt(start: usize): i32 {
  const caller = load<u32>(placeOf(start)) - 1;
  if (caller == 0xffffffff) return -1;
  return equal(start, callers.begin(caller), callers.length(caller)) ? <i32>caller : -1;
}

/** Length of a caller's identity in bytes. */
@inline
export function lengthOfCaller(caller: u32): u32 {
  return callers.length(caller);
}

/** The number of the caller with the identity in this byte range. */
export function callerOf(begin: usize, end: usize): u32 {
  const length = <u32>(end - begin);
  const caller = callers.intern(begin, length);
  if (caller == facts.size) resolveCaller(caller, begin, end, facts.add());
  if (length >= SHORTEST) store<u32>(placeOf(begin), caller + 1);
  return caller;
}

@inline
export function kindOfCaller(caller: u32): u32 {
  return load<u32>(facts.at(caller));
}

@inline
export function sessionOf(caller: u32): u32 {
  return load<u32>(facts.at(caller), 4);
}

@inline
export function roleOf(caller: u32): u32 {
  return load<u32>(facts.at(caller), 8);
}

/** Number of distinct callers. */
export function callerCount(): u32 {
  return callers.size;
}
