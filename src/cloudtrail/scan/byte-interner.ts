/** Bytes with a view of them that reads four at a time. */
export interface ByteSource {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Lets bytes be read four at a time. */
export function byteSource(bytes: Uint8Array): ByteSource {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** Gives equal stretches of bytes the same small number, 0 upwards, without making strings of them. */
export interface ByteInterner {
  /** Numbers already given out; a number equal to the `size` before the call is a new one. */
  readonly size: number;
  intern(source: ByteSource, start: number, end: number): number;
  /** Forgets everything. */
  clear(): void;
}

/** An empty interner. Stretches are compared in full, so that no two can be taken for each other. */
export function createByteInterner(): ByteInterner {
  let slots = new Int32Array(256).fill(-1);
  let arena = byteSource(new Uint8Array(4_096));
  let begins = [0];
  let size = 0;
  return {
    get size() {
      return size;
    },
    intern(source, start, end) {
      const length = end - start;
      const mask = slots.length - 1;
      let slot = hashOf(source.view, start, end) & mask;
      for (let id = slots[slot] as number; id >= 0; id = slots[slot] as number) {
        const begin = begins[id] as number;
        if ((begins[id + 1] as number) - begin === length && equal(source.view, start, arena.view, begin, length))
          return id;
        slot = (slot + 1) & mask;
      }
      const begin = begins[size] as number;
      if (begin + length > arena.bytes.length) arena = grown(arena.bytes, begin + length);
      arena.bytes.set(source.bytes.subarray(start, end), begin);
      begins.push(begin + length);
      slots[slot] = size++;
      if (size * 2 > slots.length) slots = rehashed(slots.length * 2, arena.view, begins, size);
      return size - 1;
    },
    clear() {
      slots.fill(-1);
      begins = [0];
      size = 0;
    },
  };
}

function grown(bytes: Uint8Array, needed: number): ByteSource {
  const larger = new Uint8Array(Math.max(bytes.length * 2, needed));
  larger.set(bytes);
  return byteSource(larger);
}

function rehashed(length: number, view: DataView, begins: readonly number[], size: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(length).fill(-1);
  for (let id = 0; id < size; id++) {
    let slot = hashOf(view, begins[id] as number, begins[id + 1] as number) & (length - 1);
    while ((slots[slot] as number) >= 0) slot = (slot + 1) & (length - 1);
    slots[slot] = id;
  }
  return slots;
}

function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1) ^ (hash >>> 15);
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x85ebca6b);
  hash ^= hash >>> 13;
  return (Math.imul(hash, 0xc2b2ae35) ^ (hash >>> 16)) >>> 1;
}

function equal(a: DataView, startA: number, b: DataView, startB: number, length: number): boolean {
  let at = 0;
  for (; at + 4 <= length; at += 4) if (a.getInt32(startA + at, true) !== b.getInt32(startB + at, true)) return false;
  for (; at < length; at++) if (a.getUint8(startA + at) !== b.getUint8(startB + at)) return false;
  return true;
}
