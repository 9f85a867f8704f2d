import { Interner } from './interner.ts';

const TUPLE = memory.data(64 + 32);

/** Interns tuples of 32-bit numbers. All tuples of one interner must have the same width. */
export function tuple2(interner: Interner, a: u32, b: u32): u32 {
  store<u32>(TUPLE, a);
  store<u32>(TUPLE, b, 4);
  return interner.intern(TUPLE, 8);
}

export function tuple4(interner: Interner, a: u32, b: u32, c: u32, d: u32): u32 {
  store<u32>(TUPLE, a);
  store<u32>(TUPLE, b, 4);
  store<u32>(TUPLE, c, 8);
  store<u32>(TUPLE, d, 12);
  return interner.intern(TUPLE, 16);
}

export function tuple6(interner: Interner, a: u32, b: u32, c: u32, d: u32, e: u32, f: u32): u32 {
  store<u32>(TUPLE, a);
  store<u32>(TUPLE, b, 4);
  store<u32>(TUPLE, c, 8);
  store<u32>(TUPLE, d, 12);
  store<u32>(TUPLE, e, 16);
  store<u32>(TUPLE, f, 20);
  return interner.intern(TUPLE, 24);
}
