import type { ForgedDocument, LedgerAuthenticator, LedgerStore, StoredBytes } from '../ports.ts';
import { decodeSigned, encodeSigned, signedMessage } from './signed-bytes.ts';

/** A store whose documents are signed, and that knows what state each must have reached. */
export interface SignedStore extends LedgerStore {
  /** From now on less than these generations, by name, is forged. */
  expect(generations: ReadonlyMap<string, number>): void;
  /** The latest genuine generation that was read or written of each document. */
  readonly genuine: ReadonlyMap<string, number>;
}

/** Signs what is written to a store, and takes nothing from it that is not signed, or is older than expected. */
export function signedStore(store: LedgerStore, authenticator: LedgerAuthenticator, account: string): SignedStore {
  const expected = new Map<string, number>();
  const genuine = new Map<string, number>();
  const ledger = authenticator.anchor.name;
  const latest = (name: string): number => Math.max(expected.get(name) ?? 0, genuine.get(name) ?? 0);

  /** The bytes, or how it is known that they are forged. */
  async function check(name: string, found: StoredBytes): Promise<StoredBytes | ForgedDocument> {
    const signed = decodeSigned(found.bytes);
    if (signed === undefined) return { forged: 'it is not signed, so somebody else wrote it', found };
    const { generation, mac, bytes } = signed;
    if (!(await authenticator.verify(signedMessage({ ledger, account, name, generation }, bytes), mac))) {
      return { forged: 'its signature is wrong, so somebody else changed it or put it there', found };
    }
    // Not what this run read or wrote since: two runs may write at once, and answers come in any order.
    if (generation < (expected.get(name) ?? 0)) {
      const forged = `an older state was put back: it is of generation ${generation}, and ${expected.get(name)} was written`;
      return { forged, found };
    }
    genuine.set(name, Math.max(generation, genuine.get(name) ?? 0));
    return { bytes, version: found.version };
  }

  return {
    ...store,
    genuine,
    expect(generations) {
      for (const [name, generation] of generations) expected.set(name, Math.max(generation, expected.get(name) ?? 0));
    },
    async read(name) {
      const found = await store.read(name);
      if (found === undefined) return expected.has(name) ? { forged: 'it is gone' } : undefined;
      return 'forged' in found ? found : check(name, found);
    },
    async write(name, bytes, version) {
      const generation = latest(name) + 1;
      const mac = await authenticator.macOf(signedMessage({ ledger, account, name, generation }, bytes));
      const written = await store.write(name, encodeSigned({ generation, mac, bytes }), version);
      if (written !== 'lostRace') genuine.set(name, Math.max(generation, genuine.get(name) ?? 0));
      return written;
    },
    async list(prefix) {
      const known = [...expected.keys()].filter((name) => name.startsWith(prefix));
      return [...new Set([...(await store.list(prefix)), ...known])];
    },
  };
}
