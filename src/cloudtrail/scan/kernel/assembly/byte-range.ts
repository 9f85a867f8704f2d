/** Bytes of padding behind every allocation: the functions here may read so far beyond a byte range. */
export const PADDING: usize = 64;

/** Whether two byte ranges of this length are equal. */
export function equal(a: usize, b: usize, length: u32): bool {
  const end = a + length;
  while (a + 16 <= end) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
  }
  const rest: i32 = (1 << (<i32>(end - a))) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b))) & rest) == rest;
}

const MIX: u64 = 0x9e3779b97f4a7c15;

@inline
function mixed(hash: u64, at: usize): u64 {
  return rotl<u64>((hash ^ load<u64>(at)) * MIX, 29);
}

/** 32-bit hash of a byte range. */
export function hashOf(start: usize, length: u32): u32 {
  let hash: u64 = <u64>length * MIX;
  let at = start;
  const end = start + length;
  if (length >= 64) {
    // Four independent lanes.
    let second: u64 = 1;
    let third: u64 = 2;
    let fourth: u64 = 3;
    for (; at + 32 <= end; at += 32) {
      hash = mixed(hash, at);
      second = mixed(second, at + 8);
      third = mixed(third, at + 16);
      fourth = mixed(fourth, at + 24);
    }
    hash = (hash ^ rotl<u64>(second, 17)) * MIX + (third ^ rotl<u64>(fourth, 17));
  }
  for (; at + 8 <= end; at += 8) hash = mixed(hash, at);
  if (at < end) {
    const kept: u64 = (<u64>1 << (<u64>(end - at) << 3)) - 1;
    hash = rotl<u64>((hash ^ (load<u64>(at) & kept)) * MIX, 29);
  }
  hash *= 0xc2b2ae3d27d4eb4f;
  return <u32>(hash >> 32);
}

/** Whether the first of two ASCII strings is the greater one. */
export function isGreater(a: usize, lengthA: u32, b: usize, lengthB: u32): bool {
  const order = memory.compare(a, b, min(lengthA, lengthB));
  return order > 0 || (order == 0 && lengthA > lengthB);
}

/** Whether a byte range holds a byte. */
export function hasByte(start: usize, end: usize, byte: u8): bool {
  const sought = i8x16.splat(byte);
  for (let at = start; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), sought));
    if (found) return at + ctz(found) < end;
  }
  return false;
}

/** Copies a byte range in steps of 16: writes up to 15 bytes more, which must be allocated. */
@inline
export function copyShort(to: usize, from: usize, length: u32): void {
  for (let at: u32 = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at));
}

/** Reallocates: `needed` bytes and padding, the first `used` of them copied from `old`, which is freed. */
export function grown(old: usize, used: usize, needed: usize): usize {
  const larger = heap.alloc(needed + PADDING);
  memory.copy(larger, old, used);
  heap.free(old);
  return larger;
}

/** Allocates `length` bytes and padding, all set to `byte`. */
export function filled(length: usize, byte: u8): usize {
  const fresh = heap.alloc(length + PADDING);
  memory.fill(fresh, byte, length + PADDING);
  return fresh;
}
