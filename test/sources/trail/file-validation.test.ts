import { describe, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/base/time.ts';
import { contains, subtract } from '../../../src/evidence/intervals.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import {
  alter,
  BUCKET,
  deliveredIn,
  FROM,
  forge,
  NOW,
  readValidated,
  remove,
  validatedAccount,
} from '../../support/validated-trail.ts';

// Each reads some two hundred digests.
vi.setConfig({ testTimeout: 60_000 });

const DENIED = Object.assign(new Error('AccessDenied'), { missing: { action: 's3:GetObject' } });
const WHOLE = [{ from: FROM, to: NOW - HOUR_MS }];
/** Of a call at 12:02, delivered at 12:05. */
const CALL_AT = NOW - 2 * DAY_MS + 2 * 60_000;
const HOUR_OF_CALL = { from: NOW - 2 * DAY_MS, to: NOW - 2 * DAY_MS + HOUR_MS };

function fileOfCall(sandbox: Sandbox) {
  const found = deliveredIn(sandbox, 'CloudTrail').find(({ name }) => name.includes('20260922T1205Z'));
  if (found === undefined) throw new Error('Cannot find the log file of the call at noon');
  return found;
}

/** The digest that ends an hour after some time, and names what was delivered then. */
function digestAt(sandbox: Sandbox, stamp: string, region = 'us-east-1') {
  const found = deliveredIn(sandbox, 'CloudTrail-Digest', region).find(({ name }) => name.includes(stamp));
  if (found === undefined) throw new Error(`Cannot find the digest of ${stamp}`);
  return found;
}

describe('with log file validation on', () => {
  test('what is as CloudTrail delivered it is covered, quiet Regions too, and nothing is lost', async () => {
    const { outcome, here, quiet, observed } = await readValidated(validatedAccount());
    expect(outcome.incomplete).toEqual([]);
    expect(outcome.unvalidated).toEqual([]);
    expect([here, quiet]).toEqual([WHOLE, WHOLE]);
    expect(observed.reduce((sum, { repeats }) => sum + (repeats?.count ?? 1), 0)).toBeGreaterThanOrEqual(12);
  });

  test('a file that was taken away uncovers the hour of its events, and is named', async () => {
    const { outcome, here, quiet } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => remove(sandbox, fileOfCall(sandbox).name),
    });
    expect(here).toEqual(subtract(WHOLE, [HOUR_OF_CALL]));
    expect(quiet).toEqual(WHOLE);
    expect(outcome.incomplete).toEqual([
      {
        what: expect.stringMatching(/^trail file s3:\/\/the-trail\/AWSLogs\/.*20260922T1205Z/),
        why: expect.stringMatching(/it is no longer there, though CloudTrail delivered it/),
      },
    ]);
  });

  test('of an altered file nothing counts: it uncovers its hours, and is named', async () => {
    const { outcome, here, observed } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => alter(sandbox, fileOfCall(sandbox), (text) => text.replaceAll('CreateQueue', 'DeleteQueue')),
    });
    expect(subtract([HOUR_OF_CALL], here ?? [])).toEqual([HOUR_OF_CALL]);
    expect(observed.map(({ eventName }) => eventName)).not.toContain('DeleteQueue');
    expect(outcome.incomplete).toEqual([
      { what: expect.stringMatching(/20260922T1205Z/), why: expect.stringMatching(/not what CloudTrail delivered/) },
    ]);
  });

  test('a Region emptied of its files is not quiet', async () => {
    const { here, outcome } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => {
        for (const { name } of deliveredIn(sandbox, 'CloudTrail')) remove(sandbox, name);
      },
    });
    expect(here?.some(({ from, to }) => from <= CALL_AT && CALL_AT < to)).toBe(false);
    expect(outcome.incomplete.length).toBeGreaterThan(10);
  });

  const digestFaults: readonly (readonly [string, (sandbox: Sandbox) => void, RegExp])[] = [
    ['was taken away', (sandbox) => remove(sandbox, digestAt(sandbox, '20260922T130131Z').name), /it is not there/],
    [
      'was altered',
      (sandbox) =>
        alter(sandbox, digestAt(sandbox, '20260922T130131Z'), (text) =>
          text.replace(/"logFiles":.*/, '"logFiles":[]}'),
        ),
      /CloudTrail did not sign it/,
    ],
    [
      'was signed by somebody else',
      (sandbox) =>
        forge(sandbox, digestAt(sandbox, '20260922T130131Z'), (text) =>
          text.replace(/"logFiles":.*/, '"logFiles":[]}'),
        ),
      /CloudTrail did not sign it/,
    ],
    [
      'has no signature',
      (sandbox) => {
        const { name, object } = digestAt(sandbox, '20260922T130131Z');
        sandbox.state.objects.set(name, { ...object, headers: {} });
      },
      /its signature is gone/,
    ],
    [
      'was put in the place of another',
      (sandbox) =>
        sandbox.state.objects.set(
          digestAt(sandbox, '20260922T130131Z').name,
          digestAt(sandbox, '20260922T120131Z').object,
        ),
      /CloudTrail delivered it to/,
    ],
    [
      'is no digest',
      (sandbox) => alter(sandbox, digestAt(sandbox, '20260922T130131Z'), () => 'nothing of the kind'),
      /Cannot read digest/,
    ],
  ];
  test.each(digestFaults)('a digest that %s uncovers what was delivered in its hour', async (_, spoil, why) => {
    const { outcome, here, quiet } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => {
        // Whoever hides a file would begin with its digest.
        remove(sandbox, fileOfCall(sandbox).name);
        spoil(sandbox);
      },
    });
    expect(contains(here ?? [], CALL_AT)).toBe(false);
    expect(subtract(WHOLE, here ?? [])).toEqual([
      { from: NOW - 2 * DAY_MS - 6 * HOUR_MS + 91_000, to: NOW - 2 * DAY_MS + HOUR_MS + 91_000 },
    ]);
    expect(quiet).toEqual(WHOLE);
    expect(outcome.incomplete).toEqual([
      { what: expect.stringMatching(/20260922T130131Z/), why: expect.stringMatching(why) },
    ]);
  });

  test('newest digests that were taken away uncover what came after the last', async () => {
    const { outcome, here } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => {
        for (const { name } of deliveredIn(sandbox, 'CloudTrail-Digest').slice(-20)) remove(sandbox, name);
      },
    });
    expect(here?.at(-1)?.to).toBeGreaterThan(NOW - 4 * HOUR_MS);
    expect(contains(here ?? [], NOW - 10 * HOUR_MS)).toBe(false);
    expect(outcome.incomplete).toEqual([
      { what: expect.stringMatching(/of trail main/), why: expect.stringMatching(/no digest has come for too long/) },
    ]);
  });

  test('all digests taken away uncover everything but what is too young for one', async () => {
    const { outcome, here, quiet } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => {
        for (const region of ['us-east-1', 'eu-west-1']) {
          for (const { name } of deliveredIn(sandbox, 'CloudTrail-Digest', region)) remove(sandbox, name);
        }
      },
    });
    expect([here, quiet].map((read) => contains(read ?? [], CALL_AT))).toEqual([false, false]);
    expect(outcome.incomplete).toHaveLength(2);
  });

  test('very many files taken away are counted, the first ones named', async () => {
    const { outcome } = await readValidated(validatedAccount(), {
      spoil: (sandbox) => {
        for (const { name } of deliveredIn(sandbox, 'CloudTrail').slice(3)) remove(sandbox, name);
      },
    });
    expect(outcome.incomplete.length).toBeLessThanOrEqual(21);
  });

  test('what may not be read of the digests is not covered, and the permission is named', async () => {
    const { outcome, here } = await readValidated(validatedAccount(), {
      store: (store) => ({
        ...store,
        ...(store.digests && {
          digests: { ...store.digests, read: () => Promise.reject(DENIED) },
        }),
      }),
    });
    expect(contains(here ?? [], CALL_AT)).toBe(false);
    expect(outcome.incomplete.length).toBeGreaterThan(0);
    expect(outcome.incomplete.length).toBeLessThan(60);
    expect(outcome.incomplete[0]).toMatchObject({
      why: expect.stringMatching(/^AccessDenied/),
      missing: DENIED.missing,
    });
  });

  test('where the keys are denied, hashes still tell, and it is said that signatures were not checked', async () => {
    const { outcome, here } = await readValidated(validatedAccount(), {
      faults: [{ kind: 'accessDenied', service: 'cloudtrail', operation: 'ListPublicKeys' }],
      spoil: (sandbox) => {
        remove(sandbox, fileOfCall(sandbox).name);
        alter(sandbox, digestAt(sandbox, '20260923T130131Z'), (text) =>
          text.replace(/"logFiles":.*/, '"logFiles":[]}'),
        );
      },
    });
    expect(contains(here ?? [], CALL_AT)).toBe(false);
    expect(contains(here ?? [], NOW - DAY_MS)).toBe(false);
    expect(outcome.incomplete.map(({ what, missing }) => [what, missing?.action])).toContainEqual([
      'signatures of the digests of us-east-1',
      'cloudtrail:ListPublicKeys',
    ]);
  });
});

test('what was delivered before validation was switched on is read as before, and that is said', async () => {
  const since = NOW - 2 * DAY_MS;
  const { outcome, here, quiet } = await readValidated(validatedAccount({ logFileValidation: { since } }));
  expect(outcome.incomplete).toEqual([]);
  expect([here, quiet]).toEqual([WHOLE, WHOLE]);
  expect(outcome.unvalidated).toEqual([
    { place: `s3://${BUCKET}`, trail: { name: 'main', homeRegion: 'us-east-1' }, why: 'young', until: since + 91_000 },
  ]);
});

test('where validation was just switched on, no digest is missed yet', async () => {
  const { outcome, here } = await readValidated(validatedAccount({ logFileValidation: { since: NOW - HOUR_MS } }));
  expect([outcome.incomplete, here]).toEqual([[], WHOLE]);
  expect(outcome.unvalidated).toEqual([
    { place: `s3://${BUCKET}`, trail: { name: 'main', homeRegion: 'us-east-1' }, why: 'young' },
  ]);
});

test('where validation is off, no digest is looked for and it is said once', async () => {
  const { logFileValidation: _, ...trail } = validatedAccount().trails[0] ?? never();
  const account = validatedAccount();
  account.trails.splice(0, 1, trail);
  const { outcome, sandbox, here } = await readValidated(account, {
    spoil: (opened) => remove(opened, fileOfCall(opened).name),
  });
  expect([outcome.incomplete, here]).toEqual([[], WHOLE]);
  expect(outcome.unvalidated).toEqual([
    { place: `s3://${BUCKET}`, trail: { name: 'main', homeRegion: 'us-east-1' }, why: 'off' },
  ]);
  expect(sandbox.calls.some(({ operation }) => operation === 'ListPublicKeys')).toBe(false);
});

function never(): never {
  throw new Error('Cannot find the trail of the account');
}

test('where the settings of trails are denied, digests are still believed, and nobody knows whether there should be more', async () => {
  const { outcome, here } = await readValidated(validatedAccount(), {
    faults: [{ kind: 'accessDenied', service: 'cloudtrail', operation: 'DescribeTrails' }],
    spoil: (sandbox) => remove(sandbox, fileOfCall(sandbox).name),
  });
  expect(contains(here ?? [], CALL_AT)).toBe(false);
  expect(outcome.incomplete).toHaveLength(1);
  expect(outcome.unvalidated).toEqual([{ place: `s3://${BUCKET}`, why: 'unknown' }]);
});

test('an organization’s trail has its digests below the organization’s id', async () => {
  const account = validatedAccount({ ownerId: '999999999999' });
  const whole = await readValidated(account);
  expect([whole.outcome.incomplete, whole.here]).toEqual([[], WHOLE]);
  const spoiled = await readValidated(account, { spoil: (sandbox) => remove(sandbox, fileOfCall(sandbox).name) });
  expect(spoiled.here).toEqual(subtract(WHOLE, [HOUR_OF_CALL]));
});

test('a file that was altered after an earlier night read it is not read again', async () => {
  const account = validatedAccount();
  const first = await readValidated(account);
  const settled = NOW - DAY_MS - 12 * HOUR_MS;
  const recordsRead = (first.outcome.recordsRead ?? []).map((read) => ({
    ...read,
    read: [{ from: FROM, to: settled }],
  }));
  const { outcome, here } = await readValidated(account, {
    known: { coverage: [], recordsRead },
    spoil: (sandbox) => alter(sandbox, fileOfCall(sandbox), () => '{"Records":[]}'),
  });
  expect([outcome.incomplete, here?.at(-1)?.to]).toEqual([[], NOW - HOUR_MS]);
});

test('days that are read apart are each compared with their own digests', async () => {
  const account = validatedAccount();
  const hole = { from: NOW - 2 * DAY_MS - 12 * HOUR_MS, to: NOW - DAY_MS - 12 * HOUR_MS };
  const first = await readValidated(account);
  const read = subtract([{ from: FROM, to: NOW - 12 * HOUR_MS }], [hole]);
  const known = { coverage: [], recordsRead: (first.outcome.recordsRead ?? []).map((each) => ({ ...each, read })) };
  const whole = await readValidated(account, { known });
  expect(whole.outcome.incomplete).toEqual([]);
  expect(contains(whole.here ?? [], CALL_AT)).toBe(true);
  const spoiled = await readValidated(account, {
    known,
    spoil: (sandbox) => {
      remove(sandbox, fileOfCall(sandbox).name);
      for (const { name } of deliveredIn(sandbox, 'CloudTrail-Digest'))
        if (name.includes('/2026/09/22/')) remove(sandbox, name);
    },
  });
  expect(contains(spoiled.here ?? [], CALL_AT)).toBe(false);
  expect(spoiled.outcome.incomplete.length).toBeGreaterThan(0);
});

describe('days that are read apart from the others, before validation was switched on', () => {
  const since = NOW - 2 * DAY_MS - 6 * HOUR_MS;
  const from = NOW - 6 * DAY_MS;
  const callAt = NOW - 5 * DAY_MS + 2 * 60_000;
  /** Five days ago is read again, and what is new. */
  const read = [
    { from, to: NOW - 5 * DAY_MS - 12 * HOUR_MS },
    { from: NOW - 5 * DAY_MS + 12 * HOUR_MS, to: NOW - 12 * HOUR_MS },
  ];
  const known = {
    coverage: [],
    recordsRead: ['us-east-1', 'eu-west-1'].map(
      (region) => ({ source: 'trail', region, read, location: { bucket: BUCKET, prefix: '' } }) as const,
    ),
  };

  test('lack no digest: the first one that there is begins a chain', async () => {
    const account = validatedAccount({ logFileValidation: { since } });
    const { outcome, here, quiet } = await readValidated(account, { known, from });
    expect(outcome.incomplete).toEqual([]);
    expect([here, quiet].map((each) => contains(each ?? [], callAt))).toEqual([true, true]);
  });

  test('lack them where the first one that is left names one before it', async () => {
    const account = validatedAccount({ logFileValidation: { since } });
    const { outcome, here, quiet } = await readValidated(account, {
      known,
      from,
      spoil: (sandbox) => {
        for (const { name } of deliveredIn(sandbox, 'CloudTrail-Digest').slice(0, 3)) remove(sandbox, name);
      },
    });
    expect(outcome.incomplete.map(({ what }) => what)).toEqual([expect.stringMatching(/us-east-1 .* of trail main$/)]);
    expect([here, quiet].map((each) => contains(each ?? [], callAt))).toEqual([false, true]);
  });
});

test('what the deadline cut off is not covered, and no digest is called missing', async () => {
  const time = new AbortController();
  const { outcome, here } = await readValidated(validatedAccount(), {
    signal: time.signal,
    store: (store) => ({
      ...store,
      ...(store.digests && {
        digests: {
          ...store.digests,
          async read(file) {
            if (file.address.includes('/2026/09/22/')) time.abort();
            if (time.signal.aborted) throw new Error('The call was cut off');
            return (await store.digests?.read(file)) ?? never();
          },
        },
      }),
    }),
  });
  expect(contains(here ?? [], CALL_AT)).toBe(false);
  expect(outcome.incomplete.length).toBeGreaterThan(0);
  expect(outcome.incomplete.every(({ why }) => /deadline/.test(why))).toBe(true);
});

test('digests are read in numbers that leave connections for log files', async () => {
  let [running, most] = [0, 0];
  await readValidated(validatedAccount(), {
    store: (store) => ({
      ...store,
      ...(store.digests && {
        digests: {
          ...store.digests,
          async read(file) {
            running += 1;
            most = Math.max(most, running);
            const stored = await store.digests?.read(file);
            running -= 1;
            return stored ?? never();
          },
        },
      }),
    }),
  });
  expect(most).toBe(16);
});
