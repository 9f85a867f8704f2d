import { Interner } from './interner.ts';
import { equal, filled, hashOf } from './byte-range.ts';
import { Table } from './table.ts';

/** Makes known who a `userIdentity` is: writes its kind, session and role. */
@external('env', 'resolveCaller')
declare function resolveCaller(caller: u32, begin: usize, end: usize, row: usize): void;

/** Kinds of callers. */
export const WANTED: u32 = 1;
export const UNKNOWN: u32 = 2;

const callers = new Interner();
/** By caller: kind, session, role. */
const facts = new Table(12);

/** Longer identities are looked for by the bytes in which those of roles differ first. */
const MARK: usize = 40;
const MARK_LENGTH: u32 = 64;
const SHORTEST: u32 = 104;
const PLACES: u32 = 4096;
/** By hash of the mark: the caller met last, and one more. */
const met = filled(4096 << 2, 0);

@inline
function placeOf(start: usize): usize {
  return met + ((hashOf(start + MARK, MARK_LENGTH) & (PLACES - 1)) << 2);
}

/**
 * The caller whose identity, met before, stands here to the last byte, or -1. An object that was once read to its end
 * ends there again, so that it need not be stepped through. Up to `MARK + MARK_LENGTH` bytes are read.
 */
@inline
export function knownCallerAt(start: usize): i32 {
  const caller = load<u32>(placeOf(start)) - 1;
  if (caller == 0xffffffff) return -1;
  return equal(start, callers.begin(caller), callers.length(caller)) ? <i32>caller : -1;
}

/** How long the identity of a caller is written. */
@inline
export function lengthOfCaller(caller: u32): u32 {
  return callers.length(caller);
}

/** The number of the caller with this identity. */
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

/** How many callers are known. */
export function callerCount(): u32 {
  return callers.size;
}
