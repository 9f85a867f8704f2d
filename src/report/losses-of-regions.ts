import { listed } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { regionsIn, replaceRegions } from '../base/region.ts';

/** Stands for the Region in what losses have in common. */
const ANY = '\u0000';
const MOST_REGIONS = 3;

/** Losses that are the same but for their Region as one, in the place of the first: many must not crowd out the others. */
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
