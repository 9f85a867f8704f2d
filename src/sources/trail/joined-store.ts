import type { TrailFile, TrailSlice, TrailStore } from './trail-store.ts';

/** Several places read as one, one after another. */
export function joinedStore(stores: readonly TrailStore[]): TrailStore {
  const storeOf = new WeakMap<TrailFile, TrailStore>();
  return {
    address: stores.map(({ address }) => address).join(', '),
    whole: stores.every(({ whole }) => whole),
    async *slices(query): AsyncGenerator<TrailSlice> {
      for (const store of stores) {
        for await (const slice of store.slices(query)) {
          for (const file of slice.files) storeOf.set(file, store);
          yield slice;
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
