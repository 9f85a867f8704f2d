import { describe, expect, it } from 'vitest';
import { inLargeGroups } from '../../../src/sources/trail/large-groups.ts';
import type { FileGroup, TrailStore } from '../../../src/sources/trail/trail-store.ts';

function storeOf(groups: readonly FileGroup[]): TrailStore {
  return {
    address: 'x',
    whole: false,
    async *groups() {
      yield* groups;
    },
    read: () => Promise.reject(new Error('nothing to read')),
  };
}

async function grouped(groups: readonly FileGroup[]): Promise<readonly FileGroup[]> {
  const found: FileGroup[] = [];
  for await (const group of inLargeGroups(storeOf(groups)).groups({})) found.push(group);
  return found;
}

const files = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ address: `${from + at}`, size: 1 }));

describe('inLargeGroups()', () => {
  it('keeps every file once and in order, and what could not be listed', async () => {
    const incomplete = { what: 'a day', why: 'denied' };
    const groups = [
      { files: files(3), region: 'eu-west-1', incomplete },
      { files: files(500, 3) },
      { files: [] },
      { files: files(1, 503) },
    ];
    const found = await grouped(groups);
    expect(found.flatMap((group) => group.files)).toEqual(files(504));
    expect(found.flatMap((group) => group.incomplete ?? [])).toEqual([incomplete]);
    expect(found).toHaveLength(3);
  });

  it('gives no group where there is none', async () => {
    expect(await grouped([{ files: [] }])).toEqual([]);
  });
});
