import { expect } from 'vitest';
import type { Observation, RecordedKind } from '../../src/cloudtrail/observation.ts';
import { unpacked } from '../../src/cloudtrail/scan/packed-evidence.ts';
import type { FileScan, RecordScanner } from '../../src/cloudtrail/scan/record-scanner.ts';

/** Reads files as one batch, in both ways, and expects the same of them, of each day unless `ofAnyDay`; returns what the plain way read. */
export function expectSame(
  plain: RecordScanner,
  fast: RecordScanner,
  files: readonly Uint8Array[],
  deliveredAt?: number,
  ofAnyDay = false,
): readonly FileScan[] {
  const plainScans = files.map((file) => plain.scan(file, deliveredAt));
  const fastScans = files.map((file) => fast.scan(file, deliveredAt));
  expect(fastScans).toEqual(plainScans);
  const [expected, found] = [unpacked(plain.take()), unpacked(fast.take())];
  const [expectedGroups, foundGroups] = [expected, found].map(({ observations }) => merged(observations, ofAnyDay)) as [
    readonly Group[],
    readonly Group[],
  ];
  expect(foundGroups.map(withoutResources)).toEqual(expectedGroups.map(withoutResources));
  expect(sorted(found.assumed)).toEqual(sorted(expected.assumed));
  expect(sorted(found.grantChanges)).toEqual(sorted(expected.grantChanges));
  expect(sorted(found.tasksStarted ?? [])).toEqual(sorted(expected.tasksStarted ?? []));
  expectResources(expectedGroups, foundGroups);
  expectRecorded(expected.recorded ?? [], found.recorded ?? []);
  return plainScans;
}

/** A fast scanner looks at one record of each event name, which tells no more than all of them do. */
function expectRecorded(expected: readonly RecordedKind[], found: readonly RecordedKind[]): void {
  const kind = ({ events, eventSource, eventName }: RecordedKind) =>
    events === 'management' ? events : `${events} ${eventSource} ${eventName}`;
  expect(expected.map(kind)).toEqual(expect.arrayContaining(found.map(kind)));
}

/** Resources are equal where they are said to be all, and some of them where they are said to be some. */
function expectResources(expected: readonly Group[], found: readonly Group[]): void {
  for (const [index, { resources, isSample, stated }] of found.entries()) {
    const all = expected[index];
    if (isSample) {
      expect(all?.resources).toEqual(expect.arrayContaining([...resources]));
    } else {
      expect(resources).toEqual(all?.resources);
      expect(stated).toBe(all?.stated);
    }
  }
}

interface Group {
  readonly key: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly lastId: string;
  readonly resources: readonly string[];
  readonly isSample: boolean;
  readonly stated: boolean;
}

/** Observations that differ in id, time and resources only (and lie on one day, unless of any), taken together. */
function merged(observations: readonly Observation[], ofAnyDay: boolean): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { at, eventId, resources, repeats, ...rest } of observations) {
    const group: Group = {
      key: JSON.stringify([ofAnyDay ? 0 : Math.floor(at / 86_400_000), inOrder(rest)]),
      count: repeats?.count ?? 1,
      first: repeats?.first ?? at,
      last: at,
      lastId: eventId,
      resources: resources.toSorted(),
      isSample: repeats?.resources === 'some',
      stated: repeats?.resourcesStated ?? resources.length > 0,
    };
    const known = groups.get(group.key);
    groups.set(group.key, known === undefined ? group : both(known, group));
  }
  return [...groups.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function both(a: Group, b: Group): Group {
  const later = b.last > a.last || (b.last === a.last && b.lastId > a.lastId) ? b : a;
  return {
    key: a.key,
    count: a.count + b.count,
    first: Math.min(a.first, b.first),
    last: later.last,
    lastId: later.lastId,
    resources: [...new Set([...a.resources, ...b.resources])].toSorted(),
    isSample: a.isSample || b.isSample,
    stated: a.stated && b.stated,
  };
}

function inOrder(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutResources({ resources: _, isSample: __, stated: ___, ...rest }: Group): object {
  return rest;
}

function sorted(items: readonly object[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).toSorted();
}
