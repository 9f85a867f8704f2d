import type { LedgerStore } from '../../src/ports.ts';

/** A ledger's store in memory. */
export interface MemoryStore extends LedgerStore {
  readonly files: Map<string, { bytes: Uint8Array; version: string }>;
  writes: number;
}

/** A store that behaves; tests break single methods of it. */
export function memoryStore(): MemoryStore {
  const files: MemoryStore['files'] = new Map();
  let versions = 0;
  const store: MemoryStore = {
    files,
    writes: 0,
    address: (name) => `memory:${name}`,
    read: async (name) => files.get(name),
    async write(name, bytes, version) {
      await Promise.resolve();
      if (files.get(name)?.version !== version) return 'lostRace';
      versions += 1;
      store.writes += 1;
      files.set(name, { bytes, version: `v${versions}` });
      return `v${versions}`;
    },
    list: async (prefix) => [...files.keys()].filter((name) => name.startsWith(prefix)),
    async setAside(name, bytes) {
      files.set(`${name}.damaged`, { bytes, version: 'aside' });
      return `memory:${name}.damaged`;
    },
  };
  return store;
}
