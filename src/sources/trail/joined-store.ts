import type { FileGroup, TrailFile, TrailStore } from './trail-store.ts';

/** Several places read as one, one after another. */
export function joinedStore(stores: readonly TrailStore[]): TrailStore {
  const storeOf = new WeakMap<TrailFile, TrailStore>();
  return {
    address: stores.map(({ address }) => address).join(', '),
    whole: stores.every(({ whole }) => whole),
    async *groups(query): AsyncGenerator<FileGroup> {
      for (const store of stores) {
        for await (const group of store.groups(query)) {
          for (const file of group.files) storeOf.set(file, store);
          yield group;
        }
      }
    },
    read(file) {
      const store = storeOf.get(file);
      if (store === undefined) throw new Error(`Cannot read ${file.address}: none of ${this.address} listed it`);
      return store.read(file);
    },
  };
}
