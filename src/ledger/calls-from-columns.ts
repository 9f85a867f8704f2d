import { getOrInsert } from '../base/get-or-insert.ts';
import type { Call } from '../cloudtrail/call.ts';
import type { Buckets } from '../evidence/bucket-counts.ts';
import { type CallActivity, type Calls, joinCallActivity, kindKey, variantKey } from '../evidence/call-activity.ts';
import type { CallColumns } from './call-columns.ts';

/**
 * The calls of each role, from the columns that `callColumns` made.
 *
 * @throws {Error} when the columns do not fit together
 */
export function callsFromColumns(columns: CallColumns): readonly Calls[] {
  const { texts, exampleId } = columns;
  const keys = columns.calls.map((call) => ({ call, kind: kindKey(call), variant: variantKey(call) }));
  const text = (place: number): string => texts[place] ?? fail(`a text at ${place}: there are ${texts.length}`);
  const call = readerOf('call', columns.call);
  const first = readerOf('first', columns.first);
  const span = readerOf('span', columns.span);
  const stated = readerOf('stated', columns.stated);
  const regions = readerOf('regions', columns.regions);
  const counts = readerOf('counts', columns.counts);
  const resources = readerOf('resources', columns.resources);
  const before = readerOf('exampleBefore', columns.exampleBefore);
  const region = readerOf('exampleRegion', columns.exampleRegion);
  const regionsBy = new Map<string, readonly string[]>();
  let row = 0;

  const activity = (ofCall: Call): CallActivity => {
    const from = first.next();
    const last = from + first.notNegative(span.next());
    const names = regions.list(() => text(regions.next()));
    const example = {
      at: last - before.next(),
      eventId: exampleId[row] ?? fail('too few examples'),
      region: text(region.next()),
    };
    row += 1;
    return {
      call: ofCall,
      first: from,
      last,
      counts: Object.fromEntries(counts.list((): [string, Buckets] => [text(counts.next()), bucketsFrom(counts)])),
      regions: getOrInsert(regionsBy, names.join(), () => names),
      resources: sampleFrom(resources, from, text),
      resourcesStated: stated.next() === 1,
      example,
    };
  };

  const roles = columns.rows.map((length): Calls => {
    const kinds = new Map<string, Map<string, CallActivity>>();
    for (let index = 0; index < length; index += 1) {
      const place = call.next();
      const known = keys[place] ?? fail(`a call at ${place}: there are ${keys.length}`);
      const variants = getOrInsert(kinds, known.kind, () => new Map<string, CallActivity>());
      const same = variants.get(known.variant);
      const one = activity(known.call);
      variants.set(known.variant, same === undefined ? one : joinCallActivity(same, one));
    }
    return kinds;
  });
  for (const column of [call, first, span, stated, regions, counts, resources, before, region]) column.end();
  if (exampleId.length !== row) fail(`${exampleId.length} examples for ${row} calls`);
  return roles;
}

function bucketsFrom(counts: ColumnReader): Buckets {
  let last: number | undefined;
  return counts
    .list((): readonly [number, number] => {
      const step = counts.next();
      if (last !== undefined && step <= 0) fail(`column counts has bucket ${last + step} after ${last}`);
      last = (last ?? 0) + step;
      return [last, counts.notNegative(counts.next())];
    })
    .flat();
}

function sampleFrom(
  resources: ColumnReader,
  first: number,
  text: (place: number) => string,
): CallActivity['resources'] {
  const cut = resources.next() === 1;
  const since: number[] = [];
  const items = resources.list(() => {
    const item = text(resources.next());
    since.push(first + resources.next());
    return item;
  });
  return { items, since, cut };
}

interface ColumnReader {
  next(): number;
  notNegative(value: number): number;
  /** Reads how many there are, then each. */
  list<T>(item: () => T): T[];
  end(): void;
}

function readerOf(name: string, column: readonly number[]): ColumnReader {
  let place = 0;
  const next = (): number => {
    const value = column[place];
    if (value === undefined) return fail(`column ${name} ends after ${place} numbers`);
    place += 1;
    return value;
  };
  const notNegative = (value: number): number => (value >= 0 ? value : fail(`column ${name} holds ${value}`));
  return {
    next,
    notNegative,
    list(item) {
      const items = [];
      for (let left = notNegative(next()); left > 0; left -= 1) items.push(item());
      return items;
    },
    end() {
      if (place !== column.length) fail(`column ${name} has ${column.length} numbers: expected ${place}`);
    },
  };
}

function fail(why: string): never {
  throw new Error(`Its calls do not fit together: ${why}`);
}
