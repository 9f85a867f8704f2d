/** Stretches of bytes. Up to `PADDING` bytes behind a stretch may be read, so all memory that holds some has so much more. */
export const PADDING: usize = 64;

/** Whether two stretches of this length hold the same bytes. */
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

/** Spreads the bytes of a stretch over 32 bits. */
export function hashOf(start: usize, length: u32): u32 {
  let hash: u64 = <u64>length * MIX;
  let at = start;
  const end = start + length;
  if (length >= 64) {
    // Four at a time, none of which waits for another.
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

/** Copies a short stretch, 16 bytes at a time: up to 15 more bytes are written, for which there must be room. */
@inline
export function copyShort(to: usize, from: usize, length: u32): void {
  for (let at: u32 = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at));
}

/** Memory of at least `needed` bytes (and padding) that begins with the first `used` bytes of the old, which is given back. */
export function grown(old: usize, used: usize, needed: usize): usize {
  const larger = heap.alloc(needed + PADDING);
  memory.copy(larger, old, used);
  heap.free(old);
  return larger;
}

/** Memory of this many bytes, all of them this one. */
export function filled(length: usize, byte: u8): usize {
  const fresh = heap.alloc(length + PADDING);
  memory.fill(fresh, byte, length + PADDING);
  return fresh;
}
