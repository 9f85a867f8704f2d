import type { Incomplete } from '../base/incomplete.ts';
import { listed } from '../findings/text.ts';

const REGION = /\b[a-z]{2}(?:-[a-z]+)+-\d\b/g;
/** Stands for the Region in what losses have in common. */
const ANY = '\u0000';
const MOST_REGIONS = 3;

/** Losses that are the same but for their Region as one, in the place of the first: many must not crowd out the others. */
export function lossesOfRegions(incomplete: readonly Incomplete[]): readonly Incomplete[] {
  const alike = Map.groupBy(incomplete, ({ what, why }) => {
    const regions = new Set(`${what} ${why}`.match(REGION));
    return regions.size === 1 ? `${what} ${why}`.replace(REGION, ANY) : `${what} ${ANY} ${why}`;
  });
  return [...alike.values()].flatMap((losses) => {
    const [first] = losses;
    if (first === undefined || losses.length === 1) return losses;
    const regions = losses.flatMap(({ what, why }) => `${what} ${why}`.match(REGION)?.slice(0, 1) ?? []);
    const all = listed([...new Set(regions)], MOST_REGIONS);
    return [{ what: first.what.replace(REGION, all), why: first.why.replace(REGION, 'each') }];
  });
}
