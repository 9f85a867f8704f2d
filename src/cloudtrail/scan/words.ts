import { type ByteSource, createByteInterner } from './byte-interner.ts';

/** Remembers what is known about stretches of bytes: worked out once for each distinct stretch. */
export interface Words<T> {
  readonly size: number;
  /** The number of a stretch. */
  idOf(source: ByteSource, start: number, end: number): number;
  /** What is known about the stretch with this number. */
  known(id: number): T;
  clear(): void;
}

/** Remembers nothing yet. `learn` is given the text of a stretch (UTF-8). */
export function createWords<T>(learn: (text: string) => T): Words<T> {
  const interner = createByteInterner();
  let facts: T[] = [];
  return {
    get size() {
      return interner.size;
    },
    idOf(source, start, end) {
      const id = interner.intern(source, start, end);
      if (id === facts.length) facts.push(learn(textOf(source.bytes, start, end)));
      return id;
    },
    known: (id) => facts[id] as T,
    clear() {
      interner.clear();
      facts = [];
    },
  };
}

/** A mark at the head of a stretch is part of it, since only that of a whole file says how it is encoded. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a stretch of bytes, as it would read within the whole file. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}
