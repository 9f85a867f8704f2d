import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addCount,
  type BucketCounts,
  countsBySource,
  countsByWeek,
  countsOf,
  type GrowingCounts,
  joinCounts,
} from '../../src/evidence/bucket-counts.ts';

type Added = readonly [reader: string, bucket: number, count: number];

const additions = fc.array(
  fc.tuple(fc.constantFrom('lookup us-east-1', 'trail us-east-1'), fc.integer({ min: 0, max: 60 }), fc.nat(5)),
);

function counted(list: readonly Added[]): BucketCounts {
  const counts: GrowingCounts = {};
  for (const [reader, bucket, count] of list) addCount(counts, reader, bucket, count);
  return counts;
}

test('counts are in order of bucket and the same in whatever order events come', () => {
  fc.assert(
    fc.property(additions, (list) => {
      const counts = counted(list);
      expect(counts).toEqual(counted(list.toReversed()));
      for (const buckets of Object.values(counts)) {
        const order = [...countsOf(buckets)].map(([bucket]) => bucket);
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      }
    }),
  );
});

test('of two counts of a bucket the larger one holds, by whichever side', () => {
  expect(
    joinCounts({ 'lookup us-east-1': [1, 5, 3, 2] }, { 'lookup us-east-1': [1, 4, 2, 9], 'trail us-east-1': [7, 1] }),
  ).toEqual({ 'lookup us-east-1': [1, 5, 2, 9, 3, 2], 'trail us-east-1': [7, 1] });
  fc.assert(
    fc.property(additions, additions, additions, (one, two, three) => {
      const [a, b, c] = [counted(one), counted(two), counted(three)];
      expect(joinCounts(a, b)).toEqual(joinCounts(b, a));
      expect(joinCounts(joinCounts(a, b), c)).toEqual(joinCounts(a, joinCounts(b, c)));
      expect(joinCounts(a, counted(one))).toEqual(a);
    }),
  );
});

test('counted by week they come to the same number, alone and beside the quarter days of the same events', () => {
  fc.assert(
    fc.property(additions, (list) => {
      const counts = counted(list);
      const weekly = countsByWeek(counts);
      expect(countsBySource(weekly)).toEqual(countsBySource(counts));
      expect(countsBySource(joinCounts(weekly, counts))).toEqual(countsBySource(counts));
    }),
  );
});
