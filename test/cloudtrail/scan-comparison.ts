import { expect } from 'vitest';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import type { FileScan, RecordScanner } from '../../src/cloudtrail/scan/record-scanner.ts';

/** Reads files as one batch, in both ways, and expects the same of them; returns what the plain way read. */
export function expectSame(
  plain: RecordScanner,
  fast: RecordScanner,
  files: readonly Uint8Array[],
): readonly FileScan[] {
  const plainScans = files.map((file) => plain.scan(file));
  const fastScans = files.map((file) => fast.scan(file));
  expect(fastScans).toEqual(plainScans);
  const [expected, found] = [plain.take(), fast.take()];
  expect(sorted(found.observations.map(withoutResources))).toEqual(sorted(expected.observations.map(withoutResources)));
  expect(sorted(found.assumed)).toEqual(sorted(expected.assumed));
  expect(sorted(found.grantChanges)).toEqual(sorted(expected.grantChanges));
  expectResources(expected.observations, found.observations);
  return plainScans;
}

/** Resources are equal where they are said to be all, and some of them where they are said to be some. */
function expectResources(expected: readonly Observation[], found: readonly Observation[]): void {
  const all = new Map(expected.map((observation) => [keyOf(observation), observation]));
  for (const observation of found) {
    const plain = all.get(keyOf(observation));
    const isSample = observation.repeats?.resources === 'some';
    if (isSample) {
      expect(plain?.resources).toEqual(expect.arrayContaining([...observation.resources]));
    } else {
      expect(observation.resources.toSorted()).toEqual(plain?.resources.toSorted());
      expect(observation.repeats?.resourcesStated).toBe(plain?.repeats?.resourcesStated);
    }
  }
}

function withoutResources({ resources: _, repeats, ...rest }: Observation): object {
  return { ...rest, count: repeats?.count ?? 1, first: repeats?.first ?? rest.at };
}

function keyOf(observation: Observation): string {
  return JSON.stringify(withoutResources(observation));
}

function sorted(items: readonly object[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).toSorted();
}
