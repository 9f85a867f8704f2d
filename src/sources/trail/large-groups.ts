import type { FileGroup, TrailFile, TrailQuery, TrailStore } from './trail-store.ts';

/** Enough for some full batches. */
const FILES = 400;

/** The store with its files in large groups, for those who need not know of which Region and day each is: its batches are full. */
export function inLargeGroups(store: TrailStore): TrailStore {
  return {
    ...store,
    async *groups(query: TrailQuery): AsyncGenerator<FileGroup> {
      let files: TrailFile[] = [];
      for await (const group of store.groups(query)) {
        if (group.incomplete !== undefined) yield { files: [], incomplete: group.incomplete };
        files.push(...group.files);
        if (files.length < FILES) continue;
        yield { files };
        files = [];
      }
      if (files.length > 0) yield { files };
    },
  };
}
