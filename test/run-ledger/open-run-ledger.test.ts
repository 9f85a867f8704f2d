import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { EMPTY_LEDGER } from '../../src/ledger/ledger.ts';
import type { LedgerAuthenticator, LedgerStore } from '../../src/ports.ts';
import { isTampering } from '../../src/report/tampering.ts';
import { openRunLedger } from '../../src/run-ledger/open-run-ledger.ts';
import { NOW } from '../ledger/seen.ts';
import { memoryStore } from './memory-store.ts';

function authenticatorOf(): LedgerAuthenticator {
  const macOf = (message: string): string => createHmac('sha256', 'key').update(message).digest('base64');
  let anchor: string | undefined;
  return {
    macOf: async (message) => macOf(message),
    verify: async (message, mac) => macOf(message) === mac,
    anchor: {
      name: 'the anchor',
      read: async () => anchor,
      create: async (text) => {
        anchor = text;
        return 'created';
      },
      replace: async (text) => {
        anchor = text;
      },
    },
  };
}

test('nothing is written over what shows that somebody tampered with it, as long as that cannot be noted', async () => {
  const store = memoryStore();
  const owner = {
    account: { accountId: '123456789012', partition: 'aws' } as const,
    ledger: store,
    ledgerAuthenticator: authenticatorOf(),
  };
  /** What a night finds tampered with, and since when it is known. */
  const night = async (number: number, ledger: LedgerStore = store) => {
    const now = NOW + number * DAY_MS;
    const run = await openRunLedger({ ...owner, ledger }, { window: { from: 0, to: now }, keeps: true });
    const regions = { last: now, statements: new Map() };
    run.note({ ...EMPTY_LEDGER, grants: new Map([[`AROA${number}`, { since: now, ...regions }]]) });
    await run.commit();
    await run.commitRevisions();
    const tampered = run.incomplete().filter(isTampering);
    await run.tamperingTold();
    return {
      tampered: tampered.map(({ why }) => why),
      tamperedAt: run.tamperedAt,
      known: [...run.known.grants.keys()],
    };
  };
  await night(0);
  expect((await night(1)).known).toEqual(['AROA0']);
  const [name = ''] = [...store.files.keys()].filter((each) => each.endsWith('/ledger.json.gz'));
  store.files.delete(name);

  const unwritable = async (each: string): Promise<never> => {
    throw new Error(`Access denied to ${each}`);
  };
  const gone = [expect.stringContaining('it is gone')];
  const spoiled: LedgerStore = {
    ...store,
    write: (each, ...more) => (each.includes('manifest') ? unwritable(each) : store.write(each, ...more)),
  };
  expect(await night(2, spoiled)).toMatchObject({ tampered: gone, known: [] });
  expect(store.files.has(name)).toBe(false);
  expect(await night(3)).toMatchObject({ tampered: gone, known: [] });
  expect(await night(4)).toEqual({ tampered: [], tamperedAt: NOW + 3 * DAY_MS, known: ['AROA3'] });
});
