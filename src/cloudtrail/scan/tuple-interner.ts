/** Gives equal tuples of integers the same small number, 0 upwards. */
export interface TupleInterner {
  readonly size: number;
  /** The tuple to look up: set its places, then call `intern`. */
  readonly tuple: Int32Array;
  intern(): number;
  /** Forgets everything. */
  clear(): void;
}

/** An empty interner of tuples that are `width` long. */
export function createTupleInterner(width: number): TupleInterner {
  const tuple = new Int32Array(width);
  let slots = new Int32Array(1_024).fill(-1);
  let kept = new Int32Array(width * 512);
  let size = 0;

  const hashOf = (from: Int32Array, start: number): number => {
    let hash = width;
    for (let place = 0; place < width; place++) {
      hash = Math.imul(hash ^ (from[start + place] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  };
  const isKept = (id: number): boolean => {
    for (let place = 0; place < width; place++) if (kept[id * width + place] !== tuple[place]) return false;
    return true;
  };
  const grow = (): void => {
    const larger = new Int32Array(kept.length * 2);
    larger.set(kept);
    kept = larger;
    slots = new Int32Array(slots.length * 2).fill(-1);
    for (let id = 0; id < size; id++) {
      let slot = hashOf(kept, id * width) & (slots.length - 1);
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = id;
    }
  };

  return {
    get size() {
      return size;
    },
    tuple,
    intern() {
      let slot = hashOf(tuple, 0) & (slots.length - 1);
      for (let id = slots[slot] as number; id >= 0; id = slots[slot] as number) {
        if (isKept(id)) return id;
        slot = (slot + 1) & (slots.length - 1);
      }
      kept.set(tuple, size * width);
      slots[slot] = size++;
      if (size * 2 >= slots.length) grow();
      return size - 1;
    },
    clear() {
      slots.fill(-1);
      size = 0;
    },
  };
}
