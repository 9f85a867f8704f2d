import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedSortedMap } from '../../src/base/bounded-sorted-map.ts';
import { MOST_SESSIONS } from '../../src/evidence/session-use.ts';
import { revisionKey } from '../../src/evidence/task-starts.ts';
import { bucketOf } from '../../src/evidence/time-bucket.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { catalog, NOW } from '../ledger/seen.ts';

const START = { at: NOW, region: 'eu-west-1' };

describe('UsageTable.taskFamilies()', () => {
  it('knows the tasks that any source saw to start', () => {
    const table = usageTable(catalog);
    table.receiverFor('lookup').taskStarted?.({ ...START, taskId: 'a', family: 'api' });
    table.receiverFor('trail').taskStarted?.({ ...START, taskId: 'b', family: 'web' });
    table.receiverFor('trail').taskStarted?.({ ...START, taskId: 'a', family: 'api' });
    expect([...table.taskFamilies()]).toEqual([
      ['a', 'api'],
      ['b', 'web'],
    ]);
  });

  it('forgets no family for the many tasks of another', () => {
    const table = usageTable(catalog);
    const receiver = table.receiverFor('lookup');
    const idOf = (place: number) => place.toString(16).padStart(32, '0');
    receiver.taskStarted?.({ ...START, taskId: 'f'.repeat(32), family: 'cron' });
    for (let place = 0; place < MOST_SESSIONS + 50; place += 1) {
      receiver.taskStarted?.({ ...START, taskId: idOf(place), family: 'batch' });
    }
    const families = table.taskFamilies();
    expect(families.size).toBe(MOST_SESSIONS + 1);
    expect(families.get('f'.repeat(32))).toBe('cron');
    expect([idOf(MOST_SESSIONS - 1), idOf(MOST_SESSIONS)].map((id) => families.get(id))).toEqual(['batch', undefined]);
  });
});

describe('UsageTable.taskStarts()', () => {
  it('knows when each revision was started with the roles that it names', () => {
    const table = usageTable(catalog);
    const receiver = table.receiverFor('trail');
    receiver.taskStarted?.({ ...START, taskId: 'a', family: 'api', revision: 7 });
    receiver.taskStarted?.({ ...START, taskId: 'b', family: 'api', revision: 8, otherRoles: true });
    receiver.taskStarted?.({ ...START, taskId: 'c', family: 'web' });
    expect([...table.taskStarts()]).toEqual([[revisionKey('eu-west-1', 'api', 7), [bucketOf(NOW)]]]);
  });
});

describe('boundedSortedMap()', () => {
  it('keeps the first names, each with the last value set, in whatever order they come', () => {
    const sets = fc.array(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.nat(9)), { maxLength: 30 });
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 5 }), (pairs, most) => {
        const names = boundedSortedMap<number>(most);
        for (const [name, value] of pairs) names.set(name, value);
        const first = [...new Map(pairs)].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, most);
        expect([...names.kept].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(first);
      }),
    );
  });
});
