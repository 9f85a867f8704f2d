import { DAY_MS, type EpochMs } from '../../../base/time.ts';
import { parseDigestName } from '../../../cloudtrail/digests/digest-name.ts';
import type { GroupDigests, TrailFile } from '../trail-store.ts';

/** Where the first digests are looked for. */
export interface FirstDigestsRange {
  /** The first day that is listed. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Whether a day was read anyway: what comes after it is known. */
  readonly isKnown: (day: EpochMs) => boolean;
  /** How many trails there are to look for. */
  readonly trails: number;
  readonly wants: (address: string) => boolean;
}

/**
 * The first digest of each trail from a day on: it tells whether validation began there, or earlier ones were taken away. Only
 * listings are read, a day each, up to where all are found or days are known.
 */
export async function firstDigests(
  place: GroupDigests,
  { from, to, isKnown, trails, wants }: FirstDigestsRange,
): Promise<readonly TrailFile[]> {
  const found = new Map<string, TrailFile>();
  for (let day = from; day <= to && !isKnown(day) && found.size < trails; day += DAY_MS) {
    const { files } = await place.of(day);
    const own = files.flatMap((file) => {
      const name = wants(file.address) ? parseDigestName(file.address) : undefined;
      return name === undefined || name.isBackfill ? [] : [{ file, name }];
    });
    for (const { file, name } of own.toSorted((a, b) => a.name.endsAt - b.name.endsAt)) {
      const trail = `${name.homeRegion} ${name.trail}`;
      if (!found.has(trail)) found.set(trail, file);
    }
  }
  return [...found.values()];
}
