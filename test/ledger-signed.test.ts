import { afterAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import {
  ANCHOR_KEY,
  accountWithKey,
  auditNight,
  bytesOf,
  documentNamed,
  documentsIn,
  FORGETTABLE,
  forgetCalls,
  type Kept,
  keptIn,
  LATER,
  LONG,
  lostIn,
  NOW,
  nightAt,
  put,
  SANDBOXES,
  SIGNED,
  textOf,
} from './run-ledger/signed-nights.ts';
import { actionsWith, auditSandbox } from './support/audit-sandbox.ts';
import type { SmallAccount } from './support/small-account.ts';

afterAll(() => Promise.all(SANDBOXES.map((sandbox) => sandbox.close())));

function tampered(result: AuditResult): readonly string[] {
  return result.incomplete.filter((one) => one.tampered).map(({ what, why }) => `${what}: ${why}`);
}

describe('a signed ledger', () => {
  test('is remembered like one that is not', async () => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small);
    const second = await auditNight(LATER, small, first.kept);
    expect([...first.result.incomplete, ...second.result.incomplete]).toEqual([]);
    expect(actionsWith('used', second.result)).toContain(FORGETTABLE);
    expect(second.result.ledger).toMatchObject({ signed: true });
    const unsigned = await auditNight(NOW, small, undefined, { settings: UNSIGNED });
    expect(unsigned.result.ledger).toMatchObject({ signed: false });
    const texts = (kept: Kept) =>
      documentsIn(kept)
        .filter(([key]) => !key.includes('manifest'))
        .map(([, object]) => textOf(object));
    expect(texts(first.kept)).toEqual(texts(unsigned.kept));
  });

  test('is started afresh where it was not signed before, and says that the old one is not used', async () => {
    const small = accountWithKey();
    const before = await auditNight(NOW, small, undefined, { settings: UNSIGNED });
    const switched = await auditNight(LATER, small, before.kept);
    expect(switched.result.incomplete).toEqual([
      { what: expect.stringContaining('ledger s3://'), why: expect.stringContaining('not signed until now') },
    ]);
    expect(actionsWith('used', switched.result)).not.toContain(FORGETTABLE);
    for (const [key, object] of documentsIn(before.kept)) expect(switched.kept.objects.get(key)).toEqual(object);
    expect((await auditNight(LATER + DAY_MS, small, switched.kept)).result.incomplete).toEqual([]);
  });

  test('a dry run uses it, and makes neither document nor anchor', async () => {
    const small = accountWithKey();
    const dry = await auditNight(NOW, small, undefined, { request: { dryRun: true } });
    expect([documentsIn(dry.kept), dry.kept.parameters.size, dry.result.incomplete]).toEqual([[], 0, []]);
    const first = await auditNight(NOW, small);
    const second = await auditNight(LATER, small, first.kept, { request: { dryRun: true } });
    expect(actionsWith('used', second.result)).toContain(FORGETTABLE);
    expect([second.kept.objects, second.kept.parameters]).toEqual([first.kept.objects, first.kept.parameters]);
  });

  test('leaves a parameter alone that is somebody else’s', async () => {
    const small = accountWithKey();
    const sandbox = await nightAt(NOW, small);
    const theirs = { value: 'postgres://…', version: 3, changedAt: NOW };
    sandbox.state.parameters.set(ANCHOR_KEY, theirs);
    const result = await auditSandbox(sandbox, { settings: SIGNED });
    expect(result.incomplete.map(({ why }) => why)).toEqual([
      expect.stringMatching(
        /^Cannot use parameter "\/ecs-role-auditor\/ledger": it holds something else.*neither uses/,
      ),
    ]);
    expect(sandbox.state.parameters.get(ANCHOR_KEY)).toEqual(theirs);
    expect(documentsIn(sandbox.state)).toEqual([]);
  });
});

const UNSIGNED = { AUDITOR_LEDGER_KEY: '', AUDITOR_LEDGER_ANCHOR: '' };

/** What somebody does who may write every object: `kept` is as the second night left it, `older` as the first did. */
const TAMPERINGS: readonly (readonly [string, (kept: Kept, older: Kept) => void, RegExp])[] = [
  ['takes a use out of a part', (kept) => forgetCalls(kept, 'CreateQueue'), /signature is wrong/],
  [
    'writes a part without a signature',
    (kept) => {
      forgetCalls(kept, 'CreateQueue');
      const [key, { body }] = documentNamed(kept, '/evidence/');
      put(kept, key, bytesOf(body));
    },
    /not signed/,
  ],
  ['deletes the part of a week', (kept) => kept.objects.delete(documentNamed(kept, '/evidence/')[0]), /it is gone/],
  [
    'deletes all parts',
    (kept) => {
      for (const [key] of documentsIn(kept)) if (key.includes('/evidence/')) kept.objects.delete(key);
    },
    /it is gone/,
  ],
  [
    'puts one part in the place of another',
    (kept) => {
      const [key] = documentNamed(kept, '/evidence/');
      const other = documentNamed(kept, '/evidence/2026-11');
      put(kept, key, other[1].body);
    },
    /signature is wrong/,
  ],
  [
    'puts back what the first night knew of grants and findings',
    (kept, older) => {
      const [key, object] = documentNamed(older, 'ledger.json.gz');
      kept.objects.set(key, object);
    },
    /an older state was put back/,
  ],
  [
    'puts everything back as it was after the first night',
    (kept, older) => {
      for (const [key] of documentsIn(kept)) kept.objects.delete(key);
      for (const [key, object] of documentsIn(older)) kept.objects.set(key, object);
    },
    /manifest is forged \(an older state was put back: it is of generation \d+, and \d+ was written\)/,
  ],
  [
    'deletes the manifest',
    (kept) => kept.objects.delete(documentNamed(kept, 'manifest')[0]),
    /manifest is forged \(it is gone/,
  ],
  [
    'deletes everything',
    (kept) => {
      for (const [key] of documentsIn(kept)) kept.objects.delete(key);
    },
    /manifest is forged \(it is gone/,
  ],
  [
    'replaces everything by what is not signed',
    (kept) => {
      forgetCalls(kept, 'CreateQueue');
      for (const [key, { body }] of documentsIn(kept)) put(kept, key, bytesOf(body));
    },
    /manifest is forged \(it is not signed/,
  ],
  [
    'deletes the anchor, which takes a permission of another service',
    (kept) => kept.parameters.delete(ANCHOR_KEY),
    /which says how far the signed ledger has come, is gone/,
  ],
];

describe('a signed ledger, and somebody who', () => {
  test.each(TAMPERINGS)(
    '%s: is told of, and has nothing called unused that it knew to be used',
    async (_, tamper, told) => {
      const small = accountWithKey();
      const first = await auditNight(NOW, small);
      const second = await auditNight(NOW + DAY_MS, small, first.kept);
      const clean = await auditNight(LATER, small, second.kept);
      const kept = keptIn({ state: { ...second.sandbox.state, ...second.kept } } as typeof second.sandbox);
      tamper(kept, first.kept);
      const dry = await auditNight(LATER, small, kept, { request: { dryRun: true } });
      const night = await auditNight(LATER, small, kept);
      const after = await auditNight(LATER + DAY_MS, small, night.kept);

      for (const { result } of [dry, night]) expect(tampered(result).join('\n')).toMatch(told);
      expect(after.result.incomplete).toEqual([]);
      expect(dry.kept.objects).toEqual(kept.objects);
      const known = new Set(actionsWith('unused', clean.result));
      for (const { result } of [dry, night, after]) {
        expect(actionsWith('unused', result).filter((action) => !known.has(action))).toEqual([]);
        expect(actionsWith('unused', result)).not.toContain(FORGETTABLE);
      }
      expect(known.size).toBeGreaterThan(0);
    },
  );

  test('deletes the manifest takes nothing that the event history still knows, and the rest stays in doubt on later nights', async () => {
    const small = accountWithKey();
    const settings = { AUDITOR_LOOKBACK: '90d' };
    const first = await auditNight(NOW, small, undefined, { settings });
    first.kept.objects.delete(documentNamed(first.kept, 'manifest')[0]);
    const night = await auditNight(LATER, small, first.kept, { settings });
    expect(tampered(night.result)).toHaveLength(1);
    // The event history reaches as far back as is asked, so that nothing was lost.
    expect(actionsWith('unused', night.result)).toContain(FORGETTABLE);
    const long = await auditNight(LATER + DAY_MS, small, night.kept, { settings: LONG });
    expect(actionsWith('unused', long.result)).not.toContain(FORGETTABLE);
    expect(actionsWith('undetermined', long.result)).toContain(FORGETTABLE);
  });
});

describe('two runs at once over a signed ledger', () => {
  test('lose nothing and take each other for no forger, from the first night on', async () => {
    const small = accountWithKey();
    const shared = await nightAt(NOW, small);
    const runs = await Promise.all([1, 2, 3].map(() => auditSandbox(shared, { settings: SIGNED })));
    expect(runs.flatMap(({ incomplete }) => incomplete)).toEqual([]);
    const second = await nightAt(LATER, small, keptIn(shared));
    const again = await Promise.all([1, 2].map(() => auditSandbox(second, { settings: SIGNED })));
    expect(again.flatMap(({ incomplete }) => incomplete)).toEqual([]);
    const third = await auditNight(LATER + DAY_MS, small, keptIn(second));
    expect(third.result.incomplete).toEqual([]);
    expect(actionsWith('used', third.result)).toContain(FORGETTABLE);
  });

  test('start one ledger afresh where it is forged, and at least the first says so', async () => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small);
    first.kept.objects.delete(documentNamed(first.kept, 'manifest')[0]);
    const shared = await nightAt(LATER, small, first.kept);
    const runs = await Promise.all([1, 2].map(() => auditSandbox(shared, { settings: SIGNED })));
    // Where one is through before the other begins, that one finds the new ledger, which knows why it is new.
    expect(runs.flatMap(tampered).length).toBeGreaterThan(0);
    for (const run of runs) expect(actionsWith('unused', run)).not.toContain(FORGETTABLE);
    const next = await auditNight(LATER + DAY_MS, small, keptIn(shared));
    expect(next.result.incomplete).toEqual([]);
  });
});

describe('a signed ledger on a night on which', () => {
  test.each([
    ['KMS does not verify', { service: 'kms', operation: 'VerifyMac' }, 'kms:VerifyMac'],
    ['KMS is denied', { service: 'kms' }, 'kms:VerifyMac'],
    ['the anchor cannot be read', { service: 'ssm', operation: 'GetParameter' }, 'ssm:GetParameter'],
  ])('%s is neither used, written nor set aside', async (_, call, action) => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small);
    const sandbox = await nightAt(LATER, small, first.kept, { faults: [{ kind: 'accessDenied', ...call }] });
    const result = await auditSandbox(sandbox, { settings: SIGNED });
    expect(tampered(result)).toEqual([]);
    expect(result.incomplete).toContainEqual({
      what: expect.stringContaining('ledger s3://'),
      why: expect.stringMatching(`add ${action} to the auditor's role.*neither uses it nor adds to it`),
      missing: expect.objectContaining({ action }),
    });
    expect(documentsIn(sandbox.state)).toEqual(documentsIn(first.kept));
    expect(sandbox.state.parameters).toEqual(first.kept.parameters);
    const next = await auditNight(LATER + DAY_MS, small, keptIn(sandbox));
    expect(next.result.incomplete).toEqual([]);
    expect(actionsWith('used', next.result)).toContain(FORGETTABLE);
  });

  test.each([
    ['nothing can be signed', { service: 'kms', operation: 'GenerateMac' }, 'kms:GenerateMac'],
    ['the anchor cannot be written', { service: 'ssm', operation: 'PutParameter' }, 'ssm:PutParameter'],
  ])('%s is used, and what is not kept is named', async (_, call, action) => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small);
    const sandbox = await nightAt(LATER, small, first.kept, { faults: [{ kind: 'accessDenied', ...call }] });
    const result = await auditSandbox(sandbox, { settings: SIGNED });
    expect(actionsWith('used', result)).toContain(FORGETTABLE);
    expect(tampered(result)).toEqual([]);
    expect(new Set(result.incomplete.map(({ missing }) => missing?.action))).toEqual(new Set([action]));
    expect((await auditNight(LATER + DAY_MS, small, keptIn(sandbox))).result.incomplete).toEqual([]);
  });

  test('passing faults befall key and anchor comes to the same', async () => {
    const small = accountWithKey();
    const first = await auditNight(NOW, small);
    const faults = (['throttle', 'truncated', 'malformed', 'serverError', 'reset'] as const).flatMap((kind) => [
      { kind, service: 'kms', times: 1 },
      { kind, service: 'ssm', times: 1 },
    ]);
    const sandbox = await nightAt(LATER, small, first.kept, { faults });
    expect((await auditSandbox(sandbox, { settings: SIGNED })).incomplete).toEqual([]);
    expect((await auditNight(LATER + DAY_MS, small, keptIn(sandbox))).result.incomplete).toEqual([]);
  });
});

const WRITES = /^Put(Object|Parameter)$/;
/** Few weeks, and so few parts. */
const SHORT = { ...SIGNED, AUDITOR_LOOKBACK: '14d', AUDITOR_MIN_WATCHED: '7d' };

/** The process dies with a write: it is done, its answer is lost, and nothing is sent any more. */
async function killedAt(place: number, small: SmallAccount, before: Kept): Promise<Kept> {
  const controller = new AbortController();
  let writes = 0;
  const onCall = ({ operation }: { readonly operation: string }): void => {
    if (WRITES.test(operation)) writes += 1;
    if (writes === place) controller.abort();
  };
  const sandbox = await nightAt(LATER, small, before, { onCall });
  const deadline = { timeLeft: () => Number.POSITIVE_INFINITY, signal: controller.signal };
  await auditSandbox(sandbox, { settings: SHORT, reading: deadline, writing: deadline });
  return keptIn(sandbox);
}

describe('a run over a signed ledger that is killed', () => {
  test.each([
    ['the first night', undefined],
    ['a later night', auditNight(NOW, accountWithKey(), undefined, { settings: SHORT }).then(({ kept }) => kept)],
  ])('on %s, at any write, leaves what the next takes for no forgery', { timeout: 300_000 }, async (_, ready) => {
    const small = accountWithKey();
    const before = (await ready) ?? { objects: new Map(), parameters: new Map(), findings: new Map() };
    const whole = await auditNight(LATER, small, before, { settings: SHORT });
    const writes = whole.sandbox.calls.filter(({ operation }) => WRITES.test(operation)).length;
    expect(writes).toBeGreaterThan(6);
    const left = new Set<string>();
    for (let place = 1; place <= writes; place += 1) {
      const kept = await killedAt(place, small, before);
      const state = JSON.stringify([documentsIn(kept).map(([key, { etag }]) => [key, etag]), [...kept.parameters]]);
      if (left.has(state)) continue;
      left.add(state);
      const again = await auditNight(LATER, small, kept, { settings: SHORT });
      expect([place, lostIn(again.result)]).toEqual([place, []]);
      expect(actionsWith('unused', again.result)).toEqual(actionsWith('unused', whole.result));
      expect(actionsWith('used', again.result)).toEqual(actionsWith('used', whole.result));
    }
    expect(left.size).toBeGreaterThan(3);
  });

  test.each(['/evidence/', 'manifest'])(
    'after it found that something is gone (%s) leaves that to the next one to tell, once',
    { timeout: 300_000 },
    async (name) => {
      const small = accountWithKey();
      const { kept } = await auditNight(NOW, small, undefined, { settings: SHORT });
      kept.objects.delete(documentNamed(kept, name)[0]);
      const whole = await auditNight(LATER, small, kept, { settings: SHORT });
      const writes = whole.sandbox.calls.filter(({ operation }) => WRITES.test(operation)).length;
      expect(tampered((await auditNight(LATER + DAY_MS, small, whole.kept, { settings: SHORT })).result)).toEqual([]);
      let leftToTell = 0;
      // The last two are those of a run that has told: that it did, and that it ended.
      for (let place = 1; place <= writes - 2; place += 1) {
        const next = await auditNight(LATER + DAY_MS, small, await killedAt(place, small, kept), { settings: SHORT });
        expect([place, tampered(next.result).length > 0]).toEqual([place, true]);
        if (tampered(next.result).join().includes('The run of 2026-12-12 03:00 UTC found that')) leftToTell += 1;
        const after = await auditNight(LATER + 2 * DAY_MS, small, next.kept, { settings: SHORT });
        expect([place, tampered(after.result)]).toEqual([place, []]);
      }
      expect(leftToTell).toBeGreaterThan(0);
    },
  );
});
