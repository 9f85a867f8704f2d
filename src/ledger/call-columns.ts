import { byKey } from '../base/by-key.ts';
import type { Call } from '../cloudtrail/call.ts';
import { countsOf } from '../evidence/bucket-counts.ts';
import type { CallActivity, Calls } from '../evidence/call-activity.ts';

/**
 * The calls of many roles as columns, in order of role, kind and variant. Roles make few kinds of calls, again and again: each call and each text
 * stands once, and rows name it by its place.
 */
export interface CallColumns {
  readonly calls: readonly Call[];
  /** Regions, readers and resources, ascending. */
  readonly texts: readonly string[];
  /** How many rows each role has. */
  readonly rows: readonly number[];
  readonly call: readonly number[];
  readonly first: readonly number[];
  /** From the first to the last. */
  readonly span: readonly number[];
  /** 1 where each event named its resources. */
  readonly stated: readonly number[];
  /** Of each row how many, and then which. */
  readonly regions: readonly number[];
  /** Of each row how many readers; of each of them its text, how many buckets, and each bucket as a step from the one before, with its count. */
  readonly counts: readonly number[];
  /** Of each row 1 where the sample is cut, how many, and of each its text and when it was seen after the first. */
  readonly resources: readonly number[];
  /** How long before the last the example was. */
  readonly exampleBefore: readonly number[];
  readonly exampleId: readonly string[];
  readonly exampleRegion: readonly number[];
}

/** Puts the calls of roles into columns. Equal calls make equal columns. */
export function callColumns(roles: readonly Calls[]): CallColumns {
  const { calls, texts } = vocabularyOf(roles);
  const placeOfCall = placesOf(calls.keys());
  const placeOfText = placesOf(texts);
  const place = (text: string): number => placeOfText.get(text) ?? -1;
  const columns = emptyColumns();
  for (const kinds of roles) {
    let rows = 0;
    for (const [kind, variants] of [...kinds].sort(byKey)) {
      for (const [variant, activity] of [...variants].sort(byKey)) {
        columns.call.push(placeOfCall.get(`${kind}${variant}`) ?? -1);
        addRow(columns, activity, place);
        rows += 1;
      }
    }
    columns.rows.push(rows);
  }
  return { ...columns, calls: [...calls.values()], texts };
}

/** Each call by its key, and each text, in order. */
function vocabularyOf(roles: readonly Calls[]) {
  const calls = new Map<string, Call>();
  const texts = new Set<string>();
  for (const kinds of roles) {
    for (const [kind, variants] of kinds) {
      for (const [variant, { call, regions, counts, resources, example }] of variants) {
        calls.set(`${kind}${variant}`, call);
        for (const list of [regions, Object.keys(counts), resources.items]) for (const text of list) texts.add(text);
        texts.add(example.region);
      }
    }
  }
  return { calls: new Map([...calls].sort(byKey)), texts: [...texts].sort() };
}

function placesOf(keys: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...keys].map((key, place) => [key, place]));
}

type OpenColumns = { [Name in Exclude<keyof CallColumns, 'calls' | 'texts'>]: CallColumns[Name][number][] };

function emptyColumns(): OpenColumns {
  return {
    rows: [],
    call: [],
    first: [],
    span: [],
    stated: [],
    regions: [],
    counts: [],
    resources: [],
    exampleBefore: [],
    exampleId: [],
    exampleRegion: [],
  };
}

function addRow(columns: OpenColumns, activity: CallActivity, place: (text: string) => number): void {
  const { first, last, regions, counts, resources, resourcesStated, example } = activity;
  columns.first.push(first);
  columns.span.push(last - first);
  columns.stated.push(resourcesStated ? 1 : 0);
  columns.regions.push(regions.length);
  for (const region of regions) columns.regions.push(place(region));
  const readers = Object.entries(counts).sort(byKey);
  columns.counts.push(readers.length);
  for (const [reader, buckets] of readers) {
    columns.counts.push(place(reader), buckets.length / 2);
    let before = 0;
    for (const [bucket, count] of countsOf(buckets)) {
      columns.counts.push(bucket - before, count);
      before = bucket;
    }
  }
  columns.resources.push(resources.cut ? 1 : 0, resources.items.length);
  for (const [index, item] of resources.items.entries()) {
    columns.resources.push(place(item), (resources.since[index] ?? first) - first);
  }
  columns.exampleBefore.push(last - example.at);
  columns.exampleId.push(example.eventId);
  columns.exampleRegion.push(place(example.region));
}
