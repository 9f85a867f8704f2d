import { inflateTable, OFFSETS, LENGTHS, LENGTH_BITS, OFFSET_BITS, LITERAL, ODD, PRE, PRE_BITS, SECOND, SUBTABLE } from './inflate-tables.ts';

/**
 * Decompresses deflate (RFC 1951) as log files have it; whatever is out of the ordinary is refused, for others to make out.
 * Behind the input lie at least 32 bytes that may be read, behind the output at least 320 that may be written.
 */

/** Bits read and not yet used, the next one lowest. */
let bits: u64 = 0;
let count: u32 = 0;
let next: usize = 0;

/** Takes in whole bytes, up to at least 56 bits. */
@inline
function refill(): void {
  bits |= load<u64>(next) << (<u64>count);
  next += (63 - count) >> 3;
  count |= 56;
}

@inline
function take(length: u32): u32 {
  const taken = <u32>bits & ((1 << length) - 1);
  bits >>= <u64>length;
  count -= length;
  return taken;
}

/** The order in which the lengths of the codes for lengths are given. */
const PRE_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
const CODE_LENGTHS = memory.data(320 + 160);

/** Decompresses to precisely `size` bytes; false where the input does not come to that, or does not end where it should. */
export function inflate(input: usize, length: u32, output: usize, size: u32): bool {
  const inputEnd = input + length;
  const outputEnd = output + size;
  bits = 0;
  count = 0;
  next = input;
  let out = output;
  for (;;) {
    refill();
    const isLast = take(1) != 0;
    const kind = take(2);
    if (kind == 0) {
      out = stored(inputEnd, out, outputEnd);
    } else {
      if (kind == 3 || !(kind == 1 ? fixedCodes() : dynamicCodes())) return false;
      out = compressed(inputEnd, output, out, outputEnd);
    }
    if (out == 0) return false;
    if (isLast) break;
  }
  // Bytes taken in and not used were not read.
  return out == outputEnd && next - (count >> 3) == inputEnd;
}

function stored(inputEnd: usize, out: usize, outputEnd: usize): usize {
  next -= count >> 3;
  bits = 0;
  count = 0;
  if (next + 4 > inputEnd) return 0;
  const length = <u32>load<u16>(next);
  if ((length ^ 0xffff) != <u32>load<u16>(next, 2)) return 0;
  next += 4;
  if (next + length > inputEnd || out + length > outputEnd) return 0;
  memory.copy(out, next, length);
  next += length;
  return out + length;
}

function fixedCodes(): bool {
  for (let symbol: u32 = 0; symbol < 288; symbol++) {
    store<u8>(CODE_LENGTHS + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  }
  memory.fill(CODE_LENGTHS + 288, 5, 32);
  return inflateTable(LENGTHS, CODE_LENGTHS, 288) && inflateTable(OFFSETS, CODE_LENGTHS + 288, 32);
}

function dynamicCodes(): bool {
  const lengths = take(5) + 257;
  const offsets = take(5) + 1;
  const pre = take(4) + 4;
  if (lengths > 286 || offsets > 30) return false;
  memory.fill(CODE_LENGTHS, 0, 19);
  for (let index: u32 = 0; index < pre; index++) {
    refill();
    store<u8>(CODE_LENGTHS + load<u8>(PRE_ORDER + index), take(3));
  }
  if (!inflateTable(PRE, CODE_LENGTHS, 19)) return false;
  let index: u32 = 0;
  while (index < lengths + offsets) {
    refill();
    const entry = load<u32>(PRE + ((<u32>bits & ((1 << PRE_BITS) - 1)) << 2));
    take(entry & 0x3f);
    const symbol = (entry >> 16) & 0x1ff;
    if (symbol < 16) {
      store<u8>(CODE_LENGTHS + index++, symbol);
      continue;
    }
    if (symbol == 16 && index == 0) return false;
    const repeated = symbol == 16 ? load<u8>(CODE_LENGTHS + index - 1) : 0;
    const times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (index + times > lengths + offsets) return false;
    memory.fill(CODE_LENGTHS + index, repeated, times);
    index += times;
  }
  if (load<u8>(CODE_LENGTHS + 256) == 0) return false;
  return inflateTable(OFFSETS, CODE_LENGTHS + lengths, offsets) && inflateTable(LENGTHS, CODE_LENGTHS, lengths);
}

/** Decompresses one block; returns where its output ends, 0 where something is wrong. */
function compressed(inputEnd: usize, begin: usize, start: usize, outputEnd: usize): usize {
  const lengthMask: u32 = (1 << LENGTH_BITS) - 1;
  const offsetMask: u32 = (1 << OFFSET_BITS) - 1;
  let buffer = bits;
  let left = count;
  let at = next;
  let out = start;
  for (;;) {
    if (at > inputEnd + 8 || out > outputEnd) return 0;
    buffer |= load<u64>(at) << (<u64>left);
    at += (63 - left) >> 3;
    left |= 56;
    let entry = load<u32>(LENGTHS + ((<u32>buffer & lengthMask) << 2));
    if (entry & LITERAL) {
      store<u16>(out, entry >> 16);
      out += 1 + ((entry >> SECOND) & 1);
      buffer >>= <u64>(entry & 0x3f);
      left -= entry & 0x3f;
      entry = load<u32>(LENGTHS + ((<u32>buffer & lengthMask) << 2));
      if (entry & LITERAL) {
        store<u16>(out, entry >> 16);
        out += 1 + ((entry >> SECOND) & 1);
        buffer >>= <u64>(entry & 0x3f);
        left -= entry & 0x3f;
        entry = load<u32>(LENGTHS + ((<u32>buffer & lengthMask) << 2));
        if (entry & LITERAL) {
          store<u16>(out, entry >> 16);
          out += 1 + ((entry >> SECOND) & 1);
          buffer >>= <u64>(entry & 0x3f);
          left -= entry & 0x3f;
          continue;
        }
      }
    }
    if (entry & ODD) {
      if ((entry & SUBTABLE) == 0) {
        // The end of the block, or a code that stands for nothing.
        if ((entry >> 16) != 1) return 0;
        bits = buffer >> <u64>(entry & 0x3f);
        count = left - (entry & 0x3f);
        next = at;
        return out;
      }
      buffer >>= LENGTH_BITS;
      left -= LENGTH_BITS;
      entry = load<u32>(LENGTHS + (((entry >> 16) + (<u32>buffer & ((1 << (entry & 0x3f)) - 1))) << 2));
      if (entry & LITERAL) {
        store<u16>(out, entry >> 16);
        out += 1 + ((entry >> SECOND) & 1);
        buffer >>= <u64>(entry & 0x3f);
        left -= entry & 0x3f;
        continue;
      }
      if (entry & ODD) {
        if ((entry >> 16) != 1) return 0;
        bits = buffer >> <u64>(entry & 0x3f);
        count = left - (entry & 0x3f);
        next = at;
        return out;
      }
    }
    const length = ((entry >> 16) & 0x1ff) + ((<u32>buffer & ((1 << (entry & 0x3f)) - 1)) >> ((entry >> 8) & 0xf));
    buffer >>= <u64>(entry & 0x3f);
    left -= entry & 0x3f;

    buffer |= load<u64>(at) << (<u64>left);
    at += (63 - left) >> 3;
    left |= 56;
    entry = load<u32>(OFFSETS + ((<u32>buffer & offsetMask) << 2));
    if (entry & ODD) {
      if ((entry & SUBTABLE) == 0) return 0;
      buffer >>= OFFSET_BITS;
      left -= OFFSET_BITS;
      entry = load<u32>(OFFSETS + (((entry >> 16) + (<u32>buffer & ((1 << (entry & 0x3f)) - 1))) << 2));
      if (entry & ODD) return 0;
    }
    const offset = (entry >> 16) + ((<u32>buffer & ((1 << (entry & 0x3f)) - 1)) >> ((entry >> 8) & 0xf));
    buffer >>= <u64>(entry & 0x3f);
    left -= entry & 0x3f;

    let from = out - offset;
    if (from < begin) return 0;
    const end = out + length;
    if (offset >= 16) {
      // Most are no longer than this; the rest is a matter of a loop.
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      out += 32;
      from += 32;
      while (out < end) {
        v128.store(out, v128.load(from));
        out += 16;
        from += 16;
      }
    } else if (offset >= 8) {
      do {
        store<u64>(out, load<u64>(from));
        out += 8;
        from += 8;
      } while (out < end);
    } else {
      do {
        store<u8>(out++, load<u8>(from++));
      } while (out < end);
    }
    out = end;
  }
  return 0;
}
