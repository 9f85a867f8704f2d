import { listed } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { regionsIn, replaceRegions } from '../base/region.ts';

/** Placeholder for the Region in the text that losses share. */
const ANY = '\u0000';
const MOST_REGIONS = 3;

/** Merges losses that differ in their Region alone into one, in the place of the first, so that they do not crowd out others. */
export function lossesOfRegions(incomplete: readonly Incomplete[]): readonly Incomplete[] {
  const alike = Map.groupBy(incomplete, ({ what, why }) => {
    const regions = new Set(regionsIn(`${what} ${why}`));
    return regions.size === 1 ? replaceRegions(`${what} ${why}`, ANY) : `${what} ${ANY} ${why}`;
  });
  return [...alike.values()].flatMap((losses) => {
    const [first] = losses;
    if (first === undefined || losses.length === 1) return losses;
    const regions = losses.flatMap(({ what, why }) => regionsIn(`${what} ${why}`).slice(0, 1));
    const all = listed([...new Set(regions)], MOST_REGIONS);
    return [{ what: replaceRegions(first.what, all), why: replaceRegions(first.why, 'each') }];
  });
}
