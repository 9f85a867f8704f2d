import type { LedgerStore } from '../ports.ts';
import { documentLimit } from './inflate-document.ts';

/** How large the documents of a ledger are that a run read or wrote. */
export interface LedgerSize {
  /** Of all of them, as they are stored, compressed. */
  readonly bytes: number;
  /** How much of what one document may hold the largest one holds, 0 to 1 and beyond: at 1 it is no longer read. */
  readonly fullness: number;
}

/** A store that knows how large the documents are which went through it: those that it read, and those that it wrote since. */
export interface MeasuredStore extends LedgerStore {
  size(): LedgerSize;
}

/**
 * Measures a store of documents that are kept compressed by gzip, which ends with the length of its text ("RFC 1952", ISIZE, modulo 2^32).
 *
 * @param most bytes that one document may hold
 */
export function measuredStore(store: LedgerStore, most = documentLimit()): MeasuredStore {
  const sizes = new Map<string, { readonly stored: number; readonly text: number }>();
  const note = (name: string, bytes: Uint8Array): void => {
    sizes.set(name, { stored: bytes.length, text: textLength(bytes) });
  };
  return {
    ...store,
    async read(name) {
      const found = await store.read(name);
      if (found !== undefined && !('forged' in found)) note(name, found.bytes);
      return found;
    },
    async write(name, bytes, version) {
      const written = await store.write(name, bytes, version);
      if (written !== 'lostRace') note(name, bytes);
      return written;
    },
    size() {
      const all = [...sizes.values()];
      return {
        bytes: all.reduce((sum, { stored }) => sum + stored, 0),
        fullness: all.reduce((largest, { text }) => Math.max(largest, text), 0) / most,
      };
    },
  };
}

const SHORTEST_GZIP = 18;

function textLength(bytes: Uint8Array): number {
  if (bytes.length < SHORTEST_GZIP) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
}
