import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { activityRecorder } from '../../src/evidence/activity-recorder.ts';
import { joinEvidence, NO_EVIDENCE } from '../../src/evidence/evidence-part.ts';
import { roleKey } from '../../src/evidence/role-key.ts';
import { partRange } from '../../src/evidence/time-part.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { LEDGER_MEMORY_MS } from '../../src/ledger/ledger.ts';
import type { LedgerStore } from '../../src/ports.ts';
import { openParts, type StoredParts } from '../../src/run-ledger/stored-parts.ts';
import { ACCOUNT, catalog, lookup, NOW, ROLE_ID, seen } from '../ledger/seen.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

const ROLE = { accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID };

function open(store: LedgerStore, now = NOW, since = now - LEDGER_MEMORY_MS): Promise<StoredParts> {
  return openParts({
    store,
    account: ACCOUNT,
    folder: `${ACCOUNT}/evidence/`,
    setsAside: true,
    now,
    from: now - LEDGER_MEMORY_MS,
    since,
  });
}

/** A run that sees a call on each of some days ago, counted from `NOW`, and that all of these days were read. */
async function run(store: LedgerStore, now: number, ...days: readonly number[]): Promise<StoredParts> {
  const parts = await open(store, now);
  const recorder = activityRecorder(now);
  for (const day of days) recorder.receiverFor('lookup').observe(seen('s3:GetObject', { at: NOW - day * DAY_MS }));
  recorder.covered([{ ...lookup('eu-west-1'), management: [{ from: now - 2 * DAY_MS, to: now }] }]);
  await parts.commit(recorder.parts(), true);
  return parts;
}

function useOf(parts: StoredParts) {
  const table = usageTable(catalog);
  table.addEarlier(parts.before, 0);
  const usage = table.usageOf(ROLE).used.get('s3:getobject');
  return usage && { first: usage.first, last: usage.last, count: usage.countBySource.lookup };
}

function coverageOf(parts: StoredParts): unknown {
  return [...parts.before.reduce(joinEvidence, NO_EVIDENCE).coverage.values()].map(({ management }) => management);
}

/** The parts in the store that hold something, and how long they are, in days. */
function lengthsIn(store: MemoryStore): readonly number[] {
  return [...store.files]
    .filter(([, { bytes }]) => bytes.length > 250)
    .map(([name]) => partRange(name.split('/').at(-1)?.replace('.json.gz', '') ?? ''))
    .map((range) => (range === undefined ? 0 : (range.to - range.from) / DAY_MS))
    .sort((a, b) => a - b);
}

const AFTER = NOW + 20 * DAY_MS;
const CALLS = { first: NOW - 2 * DAY_MS, last: NOW - DAY_MS, count: 2 };

describe('stored evidence', () => {
  it('lies in weeks, and in quarters once these are old, and tells of the same use and coverage', async () => {
    const store = memoryStore();
    await run(store, NOW, 1, 2);
    const young = await open(store);
    expect(new Set(lengthsIn(store))).toEqual(new Set([7]));
    expect(useOf(young)).toEqual(CALLS);
    const later = await open(store, AFTER);
    expect(useOf(later)).toEqual(CALLS);
    await later.commit(new Map(), true);
    expect(new Set(lengthsIn(store))).toEqual(new Set([91]));
    const next = await open(store, AFTER);
    expect(useOf(next)).toEqual(CALLS);
    expect(coverageOf(next)).toEqual(coverageOf(young));
    store.writes = 0;
    await next.commit(new Map(), true);
    expect(store.writes).toBe(0);
  });

  it('counts what is read again once, in a week and in the quarter that it became part of', async () => {
    const store = memoryStore();
    await run(store, NOW, 1, 2);
    await run(store, AFTER, 1, 2);
    expect(useOf(await open(store, AFTER))).toEqual(CALLS);
  });

  it('is not lost where a run ends between the quarter and the week', async () => {
    const store = memoryStore();
    await run(store, NOW, 1, 2);
    const write: LedgerStore['write'] = (name, bytes, version) =>
      name.includes('13w-') ? store.write(name, bytes, version) : Promise.reject(new Error('killed'));
    await (await open({ ...store, write }, AFTER)).commit(new Map(), true);
    expect(new Set(lengthsIn(store))).toEqual(new Set([7, 91]));
    const next = await open(store, AFTER);
    expect(useOf(next)).toEqual(CALLS);
    await next.commit(new Map(), true);
    expect(useOf(await open(store, AFTER))).toEqual(CALLS);
  });

  it('stays in its week where the quarter cannot be written', async () => {
    const store = memoryStore();
    await run(store, NOW, 1, 2);
    const write: LedgerStore['write'] = (name, bytes, version) =>
      name.includes('13w-') ? Promise.reject(new Error('full')) : store.write(name, bytes, version);
    await (await open({ ...store, write }, AFTER)).commit(new Map(), true);
    expect(useOf(await open(store, AFTER))).toEqual(CALLS);
  });

  it('keeps what another run adds to a week while it becomes part of its quarter', async () => {
    const store = memoryStore();
    await run(store, NOW, 2);
    const late = await open(store, AFTER);
    await run(store, NOW, 1);
    await late.commit(new Map(), true);
    expect(useOf(await open(store, AFTER))).toMatchObject({ first: CALLS.first, last: CALLS.last });
  });

  it('is not read where it is older than what a run asks for', async () => {
    const store = memoryStore();
    await run(store, NOW, 1, 2);
    const read: string[] = [];
    const counting: LedgerStore = {
      ...store,
      read: (name) => {
        read.push(name);
        return store.read(name);
      },
    };
    const later = await open(counting, NOW + 100 * DAY_MS, NOW + 10 * DAY_MS);
    expect([read, useOf(later)]).toEqual([[], undefined]);
  });

  it('leaves out roles that nobody can ask for any more, and watched what it watched', async () => {
    const store = memoryStore();
    await run(store, NOW, 1, 2);
    const parts = await open(store, AFTER);
    parts.forget((key) => key === roleKey(ACCOUNT, 'app-task', ROLE_ID));
    await parts.commit(new Map(), true);
    const next = await open(store, AFTER);
    expect(useOf(next)).toBeUndefined();
    expect(coverageOf(next)).toEqual(coverageOf(parts));
  });
});
