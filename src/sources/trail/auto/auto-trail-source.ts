import { lazy } from '../../../base/lazy.ts';
import type { RecordsRead } from '../../../evidence/coverage.ts';
import type { UsageOutcome, UsageRequest } from '../../../evidence/usage.ts';
import type { UsageSource } from '../../../ports.ts';
import { byteBudget } from '../byte-budget.ts';
import { type TrailSourceOptions, trailSource } from '../trail-source.ts';
import { exceeds } from './exceeds.ts';
import { type FoundPlaces, findPlaces, type PlaceFinder } from './find-places.ts';

/**
 * Bytes of log files, as they are stored, that one run reads where nobody said which: with some 0.2 KB to a record about fifty million
 * records, and more small files than a function gets through in its 15 minutes.
 */
export const MOST_BYTES = 10_000_000_000;

/** A table that can be asked in place of reading files. */
export interface TableBesideFiles {
  readonly source: UsageSource;
  /** Where its files are; undefined where that cannot be told. */
  location(accountId: string): Promise<RecordsRead['location']>;
}

export interface AutoTrailOptions extends Omit<TrailSourceOptions, 'budget'> {
  readonly finder: PlaceFinder;
  /** `MOST_BYTES` where absent. */
  readonly mostBytes?: number;
  readonly table?: TableBesideFiles;
}

/**
 * The usage sources that read every trail of the account that can be read: log files, newest first and as many bytes as one run
 * takes; and, where there is a table, the table for a place that holds more. What is not read is told of.
 */
export function autoTrailSources(options: AutoTrailOptions): readonly UsageSource[] {
  const { finder, table, mostBytes = MOST_BYTES, ...reading } = options;
  const planOf = planner(options, mostBytes);
  const files: UsageSource = {
    name: 'trail',
    async read(request, receiver) {
      const { places, unread, caveats } = await planOf(request);
      const outcome =
        places.length === 0
          ? NOTHING
          : await trailSource(places, { ...reading, budget: byteBudget(mostBytes) }).read(request, receiver);
      // What is recorded and not read is no reason to record it.
      const untouched = unread.flatMap((location) =>
        request.regions.map((region): RecordsRead => ({ source: 'trail', region, read: [], location })),
      );
      return {
        ...outcome,
        recordsRead: [...(outcome.recordsRead ?? []), ...untouched],
        caveats: [...caveats, ...(outcome.caveats ?? [])],
      };
    },
  };
  if (table === undefined) return [files];
  return [
    files,
    {
      name: 'athena',
      read: async (request, receiver) =>
        (await planOf(request)).asksTable ? table.source.read(request, receiver) : NOTHING,
    },
  ];
}

const NOTHING: UsageOutcome = { coverage: [], incomplete: [], records: 0 };

interface Plan extends FoundPlaces {
  readonly asksTable: boolean;
}

/** Both sources go by one plan. */
function planner({ finder, table }: AutoTrailOptions, mostBytes: number): (request: UsageRequest) => Promise<Plan> {
  const plans = new WeakMap<object, () => Promise<Plan>>();
  return (request) => {
    // Each source has a request of its own, about the same Regions and window.
    const plan = plans.get(request.regions) ?? lazy(() => planFor(request, finder, table, mostBytes));
    plans.set(request.regions, plan);
    return plan();
  };
}

async function planFor(
  request: UsageRequest,
  finder: PlaceFinder,
  table: TableBesideFiles | undefined,
  mostBytes: number,
): Promise<Plan> {
  const found = await findPlaces(request, finder);
  if (table === undefined) return { ...found, asksTable: false };
  const location = await table.location(request.accountId);
  const isOfTable = (place: { readonly bucket: string; readonly prefix: string } | undefined): boolean =>
    location !== undefined && place?.bucket === location.bucket && place.prefix === location.prefix;
  const besideTable = found.places.find((place) => isOfTable(place.location));
  const readsFiles = besideTable !== undefined && !(await exceeds(besideTable, request, mostBytes));
  if (readsFiles) return { ...found, asksTable: false };
  const places = besideTable === undefined ? found.places : found.places.filter((place) => place !== besideTable);
  return { ...found, places, asksTable: true };
}
