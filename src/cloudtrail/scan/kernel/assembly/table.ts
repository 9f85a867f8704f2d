import { PADDING } from './byte-range.ts';

/** Growable array of rows of `width` bytes; new rows are zero. */
@unmanaged
export class Table {
  /** Number of rows. */
  size: u32 = 0;
  private rows: usize;
  private room: u32 = 64;

  constructor(private width: u32) {
    this.rows = heap.alloc(<usize>width * 64 + PADDING);
  }

  /** Address of a row; valid until the next `add`. */
  @inline
  at(index: u32): usize {
    return this.rows + index * this.width;
  }

  /** Appends a row and returns its address. */
  add(): usize {
    if (this.size == this.room) {
      const larger = heap.alloc(<usize>this.room * 2 * this.width + PADDING);
      memory.copy(larger, this.rows, this.size * this.width);
      heap.free(this.rows);
      this.rows = larger;
      this.room <<= 1;
    }
    const row = this.at(this.size++);
    memory.fill(row, 0, this.width);
    return row;
  }

  @inline
  clear(): void {
    this.size = 0;
  }
}
