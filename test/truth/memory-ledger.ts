import type { LedgerStore } from '../../src/ports.ts';

/** A ledger that lasts as long as the account does. */
export function memoryLedger(): LedgerStore {
  const documents = new Map<string, { readonly bytes: Uint8Array; readonly version: string }>();
  let versions = 0;
  return {
    read: async (name) => documents.get(name),
    async write(name, bytes, version) {
      if (documents.get(name)?.version !== version) return 'lostRace';
      const next = String(++versions);
      documents.set(name, { bytes, version: next });
      return next;
    },
    list: async (prefix) => [...documents.keys()].filter((name) => name.startsWith(prefix)),
    async setAside(name, bytes) {
      documents.set(`aside/${name}`, { bytes, version: String(++versions) });
      return name;
    },
    address: (name) => `memory:${name}`,
  };
}
