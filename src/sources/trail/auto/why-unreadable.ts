import { incompleteOf } from '../../../base/attempt.ts';
import type { Incomplete } from '../../../base/incomplete.ts';
import type { MissingAuditorPermission } from '../../../base/missing-auditor-permission.ts';
import type { TrailQuery, TrailStore } from '../trail-store.ts';

/** Something that a lack of permission lost. */
export type Refused = Incomplete & { readonly missing: MissingAuditorPermission };

/**
 * Why the auditor may read nothing of a place, tried with the newest log file; undefined where it may, where nothing is there
 * to try, or where something else failed, which reading tells of.
 */
export async function whyUnreadable(store: TrailStore, query: TrailQuery): Promise<Refused | undefined> {
  let refusedFolder: Refused | undefined;
  for await (const { files, incomplete } of store.groups(query)) {
    const newest = files.at(-1);
    if (newest === undefined) {
      if (isRefused(incomplete)) refusedFolder ??= incomplete;
      continue;
    }
    try {
      await store.read(newest);
      return undefined;
    } catch (error) {
      const refused = incompleteOf(`trail file ${newest.address}`, error);
      return isRefused(refused) ? refused : undefined;
    }
  }
  return refusedFolder;
}

function isRefused(incomplete: Incomplete | undefined): incomplete is Refused {
  return incomplete?.missing !== undefined;
}
