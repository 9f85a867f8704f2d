import type { TimeRange } from '../../../base/time.ts';
import type { DigestAccess, FileGroup } from '../trail-store.ts';
import type { DigestKeys } from './digest-keys.ts';
import type { ExpectedChain } from './region-digests.ts';

/** What files are compared with digests by, and which. */
export interface FileValidationOptions {
  readonly access: DigestAccess;
  /** From the first delivery that is asked for to now. */
  readonly window: TimeRange;
  readonly keys?: DigestKeys;
  /** The chains of a Region's digests; `undefined` where nobody knows which trails deliver. */
  readonly expected: (region: string) => readonly ExpectedChain[] | undefined;
  readonly wanted: (group: FileGroup) => boolean;
  readonly signal?: AbortSignal;
}
