import { DAY_MS, type TimeRange } from '../../../base/time.ts';
import type { TrailDelivery } from '../../../cloudtrail/trail-settings/trail.ts';
import type { RecordsRead } from '../../../evidence/coverage.ts';
import type { UsageRequest } from '../../../evidence/usage.ts';
import { deliveryDays } from '../coverage-of-files.ts';
import type { TrailPlace } from '../trail-place.ts';
import { type UnreadableTrail, unreadableTrailSentence } from './unreadable-trail.ts';
import { whyUnreadable } from './why-unreadable.ts';

type Location = NonNullable<RecordsRead['location']>;

/** What places are found by. */
export interface PlaceFinder {
  /** Places that are read in any case. */
  readonly given: readonly TrailPlace[];
  /** Where the trails that record these Regions deliver. Never rejects. */
  deliveries(regions: UsageRequest['regions']): Promise<readonly TrailDelivery[]>;
  /** @param deliveries the trails that deliver there */
  placeAt(location: Location, deliveries: readonly TrailDelivery[]): TrailPlace;
  readonly partition: string;
}

/** The places where trails of the account deliver. */
export interface FoundPlaces {
  /** Those that are read, each once. */
  readonly places: readonly TrailPlace[];
  /** Those that may not be read: what trails record there is recorded, and not read. */
  readonly unread: readonly Location[];
  /** A sentence for each of these. */
  readonly caveats: readonly string[];
}

/** Days whose files are tried: a trail that records in many Regions has some on each. */
const TRIED_DAYS = 3;

/** Finds where the account's trails deliver, shadows and organization trails included, and tries which of it may be read. */
export async function findPlaces(
  { accountId, regions, from, to }: UsageRequest,
  { given, deliveries, placeAt, partition }: PlaceFinder,
): Promise<FoundPlaces> {
  const trails = (await deliveries(regions)).filter((trail) => mayHaveRecorded(trail, { from, to }));
  const byPlace = Map.groupBy(trails, (trail) => keyOf(trail));
  const known = new Set(given.flatMap(({ location }) => (location === undefined ? [] : [keyOf(location)])));
  const delivered = deliveryDays({ from: to - (TRIED_DAYS - 1) * DAY_MS, to });
  const tried = await Promise.all(
    [...byPlace].flatMap(([key, own]) => {
      const [first] = own;
      if (first === undefined || known.has(key)) return [];
      const location = { bucket: first.bucket, prefix: first.prefix };
      const place = placeAt(location, own);
      return [
        whyUnreadable(place.store, { accountId, regions, delivered }).then((refused) => ({
          location,
          place,
          ...(refused && { unreadable: { trails: own, refused, accountId, partition } satisfies UnreadableTrail }),
        })),
      ];
    }),
  );
  return {
    places: [...given, ...tried.flatMap(({ place, unreadable }) => (unreadable === undefined ? [place] : []))],
    unread: tried.flatMap(({ location, unreadable }) => (unreadable === undefined ? [] : [location])),
    caveats: tried.flatMap(({ unreadable }) => (unreadable === undefined ? [] : [unreadableTrailSentence(unreadable)])),
  };
}

/** A trail that was stopped before the window recorded nothing in it. */
function mayHaveRecorded({ statuses }: TrailDelivery, { from }: TimeRange): boolean {
  return statuses.some(({ logging, stoppedAt }) => logging || (stoppedAt !== undefined && stoppedAt > from));
}

function keyOf({ bucket, prefix }: Location): string {
  return `${bucket}/${prefix}`;
}
