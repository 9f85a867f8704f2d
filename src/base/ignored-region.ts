import type { Region } from './region.ts';

/** A Region that nobody can use, as somebody who knows declared. */
export interface IgnoredRegion {
  readonly region: Region;
  readonly reason: string;
}
