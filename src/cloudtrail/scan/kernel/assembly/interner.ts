import { copyShort, equal, filled, grown, hashOf } from './byte-range.ts';

const NONE: u32 = 0xffffffff;

/** Hash table from byte ranges to consecutive numbers from 0. Keys are copied and compared in full, so a hash collision merges nothing. */
@unmanaged
export class Interner {
  /** Number of keys. */
  size: u32 = 0;
  private mask: u32 = 255;
  private slots: usize = filled(256 << 2, 0xff);
  /** By number, 12 bytes: offset in `copies`, length, hash. */
  private entries: usize = heap.alloc(128 * 12);
  private copies: usize = filled(4096, 0);
  private room: u32 = 4096;
  private used: u32 = 0;

  /** The number of a key. It is new if it equals `size` before the call. */
  intern(start: usize, length: u32): u32 {
    const hash = hashOf(start, length);
    let slot = hash & this.mask;
    for (;;) {
      const id = load<u32>(this.slots + (slot << 2));
      if (id == NONE) break;
      const entry = this.entries + id * 12;
      if (load<u32>(entry, 8) == hash && load<u32>(entry, 4) == length && equal(start, this.copies + load<u32>(entry), length))
        return id;
      slot = (slot + 1) & this.mask;
    }
    return this.add(start, length, hash, slot);
  }

  /** Whether the key with this number equals a byte range. */
  @inline
  isNumber(id: u32, start: usize, length: u32): bool {
    const entry = this.entries + id * 12;
    return load<u32>(entry, 4) == length && equal(start, this.copies + load<u32>(entry), length);
  }

  @inline
  begin(id: u32): usize {
    return this.copies + load<u32>(this.entries + id * 12);
  }

  @inline
  length(id: u32): u32 {
    return load<u32>(this.entries + id * 12, 4);
  }

  /** Removes all keys; keeps the memory. */
  clear(): void {
    memory.fill(this.slots, 0xff, (<usize>this.mask + 1) << 2);
    this.size = 0;
    this.used = 0;
  }

  private add(start: usize, length: u32, hash: u32, slot: u32): u32 {
    const id = this.size++;
    if (this.used + length > this.room) {
      this.room = max(this.room << 1, this.used + length);
      this.copies = grown(this.copies, this.used, this.room);
    }
    copyShort(this.copies + this.used, start, length);
    const entry = this.entries + id * 12;
    store<u32>(entry, this.used);
    store<u32>(entry, length, 4);
    store<u32>(entry, hash, 8);
    this.used += length;
    store<u32>(this.slots + (slot << 2), id);
    if (this.size << 1 > this.mask) this.widen();
    return id;
  }

  private widen(): void {
    const count = (this.mask + 1) << 1;
    heap.free(this.slots);
    this.slots = filled(count << 2, 0xff);
    this.mask = count - 1;
    this.entries = grown(this.entries, this.size * 12, (count >> 1) * 12);
    for (let id: u32 = 0; id < this.size; id++) {
      let slot = load<u32>(this.entries + id * 12, 8) & this.mask;
      while (load<u32>(this.slots + (slot << 2)) != NONE) slot = (slot + 1) & this.mask;
      store<u32>(this.slots + (slot << 2), id);
    }
  }
}
