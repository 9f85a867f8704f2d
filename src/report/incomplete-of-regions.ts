import { listed } from '../base/format.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { regionsIn, replaceRegions } from '../base/region.ts';

/** Placeholder for the Region in the text that they share. */
const ANY = '\u0000';
const MOST_REGIONS = 3;

/** Merges those that differ in their Region alone into one, in the place of the first, so that they do not crowd out others. */
export function incompleteOfRegions(incomplete: readonly Incomplete[]): readonly Incomplete[] {
  const alike = Map.groupBy(incomplete, ({ what, why }) => {
    const regions = new Set(regionsIn(`${what} ${why}`));
    return regions.size === 1 ? replaceRegions(`${what} ${why}`, ANY) : `${what} ${ANY} ${why}`;
  });
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const regions = group.flatMap(({ what, why }) => regionsIn(`${what} ${why}`).slice(0, 1));
    const all = listed([...new Set(regions)], MOST_REGIONS);
    return [{ what: whatOf(first.what, all), why: replaceRegions(first.why, 'each', '*') }];
  });
}

/** Names all Regions once where the text names one, behind it where it stands in names alone. */
function whatOf(what: string, all: string): string {
  const named = replaceRegions(what, all, '*');
  return named === replaceRegions(what, '*') && named !== what ? `${named} in ${all}` : named;
}
