import { listed } from '../base/format.ts';
import { knownSettings } from '../cloudtrail/trail-settings/recorded-period.ts';
import type { RecordsRead } from './coverage.ts';
import { deliversTo, type TrailKnowledge } from './coverage-by-settings.ts';
import { dataEventsRead } from './records-read.ts';

/** Names told one by one. */
const MOST_NAMED = 4;

/** What a reader must know of the settings of trails whose records were read: a sentence for each reason, none where runs vouch for all. */
export function trailCaveats(trails: readonly TrailKnowledge[], reads: readonly RecordsRead[]): readonly string[] {
  const places = reads.filter((read) => read.read.length + dataEventsRead(read).length > 0);
  const known = trails
    .filter(({ trail }) => places.some(({ location }) => deliversTo(trail, location)))
    .map(({ trail, past }) => ({ trail, past, by: knownSettings(trail, past).by }));
  const byHistory = known.filter(({ by }) => by === 'history');
  const foreign = known.filter(({ past, by }) => by === 'nothing' && past.foreign);
  const changed = known.filter(({ past, by }) => by === 'nothing' && !past.foreign && past.history !== undefined);
  return [
    ...(byHistory.length > 0
      ? [
          `What ${named(byHistory)} recorded earlier is known from the event history alone, as no earlier run read the settings: a change in the 15 minutes before this run does not show, and a resource type recorded in part looks recorded in full. A second run with the ledger knows.`,
        ]
      : []),
    ...(foreign.length > 0
      ? [
          `Who changes ${named(foreign)} may do so from another account, whose event history this one does not see: what it did not record counts for nothing until a second run, with the ledger of the first, finds it unchanged.`,
        ]
      : []),
    ...(changed.length > 0
      ? [
          `An earlier run read other settings of ${named(changed)}, and the event history does not show when they changed: what was not recorded counts for nothing until the next run.`,
        ]
      : []),
  ];
}

function named(trails: readonly { readonly trail: TrailKnowledge['trail'] }[]): string {
  const names = trails.map(({ trail: { name, homeRegion } }) => `${name} (${homeRegion})`).sort();
  return `${names.length === 1 ? 'the trail' : 'the trails'} ${listed(names, MOST_NAMED)}`;
}
