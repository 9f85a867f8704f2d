/**
 * Tables that codes of deflate are looked up in by their bits. An entry: whether it is of literals, and then whether of two; otherwise,
 * whether it is none of length or offset, and then whether it leads to a subtable; above bit 16 the literals, the base of a length
 * or offset, or where the subtable begins; bits 8 to 11 how long the code of a length or offset is; bits 0 to 5 that and its
 * extra bits, how long the codes of literals are, or how many bits the subtable takes.
 */
export const ODD: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const LITERAL: u32 = 0x2000;
/** The bit that counts a second literal. */
export const SECOND: u32 = 12;

export const LENGTH_BITS: u32 = 11;
export const OFFSET_BITS: u32 = 9;
export const PRE_BITS: u32 = 7;

/** Room for the subtables of whatever codes there may be (zlib's `enough`: 1,332 more at the most for 11 bits; 592 in all for 9). */
export const LENGTHS = memory.data(4 * 4096);
export const OFFSETS = memory.data(4 * 2048);
export const PRE = memory.data(4 * 128);

const COUNTS = memory.data(16 * 4);
const PLACES = memory.data(16 * 4);
const SORTED = memory.data(320 * 2);

/** Base and extra bits of the lengths 257 to 285. */
const LENGTH_BASES = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const LENGTH_EXTRAS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);

@inline
function odd(value: u32, length: u32): u32 {
  return (value << 16) | ODD | length;
}

/** The entry of a symbol, with the bits of its code that are left to look at. */
function entryOf(table: usize, symbol: u32, length: u32): u32 {
  if (table == PRE) return (symbol << 16) | length;
  if (table == OFFSETS) {
    if (symbol > 29) return odd(0, length);
    const extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
    const base = symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << extra) + 1;
    return (base << 16) | (length << 8) | (length + extra);
  }
  if (symbol < 256) return LITERAL | (symbol << 16) | length;
  if (symbol == 256) return odd(1, length);
  if (symbol > 285) return odd(0, length);
  const extra = <u32>load<u8>(LENGTH_EXTRAS + symbol - 257);
  return (<u32>load<u16>(LENGTH_BASES + ((symbol - 257) << 1)) << 16) | (length << 8) | (length + extra);
}

/** Lays out a table for codes of these lengths. False for codes that do not use all bits: rare, and mostly wrong. */
export function inflateTable(table: usize, lengths: usize, symbols: u32): bool {
  const root = table == LENGTHS ? LENGTH_BITS : table == OFFSETS ? OFFSET_BITS : PRE_BITS;
  memory.fill(COUNTS, 0, 64);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const place = COUNTS + (<u32>load<u8>(lengths + symbol) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
  let longest: u32 = 0;
  let free: i32 = 1;
  let before: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    const many = load<u32>(COUNTS + (length << 2));
    free = (free << 1) - <i32>many;
    if (free < 0) return false;
    store<u32>(PLACES + (length << 2), before);
    before += many;
    if (many) longest = length;
  }
  if (free != 0) return false;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const place = PLACES + (length << 2);
    store<u16>(SORTED + (load<u32>(place) << 1), symbol);
    store<u32>(place, load<u32>(place) + 1);
  }

  let code: u32 = 0;
  let length: u32 = 1;
  let ofLength = load<u32>(COUNTS + 4);
  let sub: u32 = 1 << root;
  let subBits: u32 = 0;
  let subPrefix: u32 = 0xffffffff;
  for (let index: u32 = 0; index < before; index++) {
    while (ofLength == 0) {
      length++;
      code <<= 1;
      ofLength = load<u32>(COUNTS + (length << 2));
    }
    ofLength--;
    const symbol = <u32>load<u16>(SORTED + (index << 1));
    const reversed = reverse(code, length);
    code++;
    if (length <= root) {
      const entry = entryOf(table, symbol, length);
      for (let at = reversed; at < <u32>1 << root; at += 1 << length) store<u32>(table + (at << 2), entry);
      continue;
    }
    const prefix = reversed & ((1 << root) - 1);
    if (prefix != subPrefix) {
      if (subPrefix != 0xffffffff) sub += 1 << subBits;
      subPrefix = prefix;
      // As many bits as the codes with this prefix need.
      subBits = length - root;
      let room: i32 = 1 << subBits;
      room -= <i32>ofLength + 1;
      while (room > 0 && subBits + root < longest) {
        subBits++;
        room = (room << 1) - <i32>load<u32>(COUNTS + ((subBits + root) << 2));
      }
      store<u32>(table + (prefix << 2), (sub << 16) | ODD | SUBTABLE | subBits);
    }
    const entry = entryOf(table, symbol, length - root);
    for (let at = reversed >> root; at < <u32>1 << subBits; at += 1 << (length - root)) store<u32>(table + ((sub + at) << 2), entry);
  }
  if (table == LENGTHS) pairLiterals();
  return true;
}

/** Where the bits of an entry hold two literals, takes both at once: texts that do not repeat consist of short ones. */
function pairLiterals(): void {
  // What lies behind the first one is an entry before: those are still of one literal.
  for (let at: i32 = (1 << LENGTH_BITS) - 1; at >= 0; at--) {
    const entry = load<u32>(LENGTHS + (at << 2));
    if ((entry & LITERAL) == 0) continue;
    const length = entry & 0xff;
    const next = load<u32>(LENGTHS + ((at >> length) << 2));
    if ((next & LITERAL) == 0 || length + (next & 0xff) > LENGTH_BITS) continue;
    const both = (entry & 0xff0000) | ((next & 0xff0000) << 8);
    store<u32>(LENGTHS + (at << 2), both | LITERAL | (1 << SECOND) | (length + (next & 0xff)));
  }
}

/** The lowest bits of a code, last one first. */
function reverse(code: u32, length: u32): u32 {
  let bits = ((code >> 1) & 0x5555) | ((code & 0x5555) << 1);
  bits = ((bits >> 2) & 0x3333) | ((bits & 0x3333) << 2);
  bits = ((bits >> 4) & 0x0f0f) | ((bits & 0x0f0f) << 4);
  bits = ((bits >> 8) & 0x00ff) | ((bits & 0x00ff) << 8);
  return bits >> (16 - length);
}
