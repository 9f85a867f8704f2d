import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import { decodeDocument } from '../../src/ledger/document-form.ts';
import { READING_OF_EVENTS } from '../../src/ledger/generated/reading.ts';
import { EMPTY_LEDGER, type Ledger, mergeLedgers, pruneLedger } from '../../src/ledger/ledger.ts';
import { LEDGER_FORM } from '../../src/ledger/ledger-form.ts';
import type { NotificationState } from '../../src/ledger/notification-state.ts';
import { runKey, type StoredRun } from '../../src/ledger/stored-run.ts';
import { ledgerOf, textOf } from './arbitrary-ledger.ts';
import { ACCOUNT, daysAgo, lookup, NOW, seen } from './seen.ts';

function decoded(text: string): Ledger {
  const result = decodeDocument(LEDGER_FORM, ACCOUNT, text);
  if (!('ok' in result) || !result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

const known = ledgerOf([seen('s3:GetObject')], [lookup('eu-west-1')]);

describe('the form of the ledger', () => {
  it('is that of version 3, to the letter: a change of it needs an upgrade', () => {
    const small = ledgerOf([seen('s3:GetObject', { at: NOW })], [{ ...lookup('eu-west-1'), management: [] }]);
    expect(JSON.parse(textOf(small))).toEqual({
      kind: 'ledger',
      version: 3,
      account: ACCOUNT,
      body: {
        reading: READING_OF_EVENTS,
        ledger: {
          roles: [
            [
              `${ACCOUNT}/app-task/AROAEXAMPLE1`,
              {
                used: [
                  [
                    's3:getobject',
                    {
                      action: 's3:GetObject',
                      first: NOW,
                      last: NOW,
                      counts: [['lookup eu-west-1', '83116:1']],
                      regions: ['eu-west-1'],
                      resources: { items: [], cut: false },
                      resourcesStated: false,
                      certainty: 'exact',
                      example: {
                        at: NOW,
                        eventId: 'e1',
                        eventSource: 's3.amazonaws.com',
                        eventName: 'GetObject',
                        region: 'eu-west-1',
                      },
                    },
                  ],
                ],
                denied: [],
                unknown: [],
                lastEvent: NOW,
              },
            ],
          ],
          grantChanges: [],
          coverage: [
            [
              '["lookup","eu-west-1",[]]',
              { source: 'lookup', region: 'eu-west-1', management: [], excludedEventSources: [], dataEvents: {} },
            ],
          ],
          reads: [],
          grants: [],
          findings: [],
          sightings: [],
          runs: [],
          notifications: [],
        },
      },
    });
  });

  it('keeps what was seen, but not that periods were read, where another release read events differently', () => {
    const other = decoded(textOf(known).replace(READING_OF_EVENTS, 'another'));
    expect(other.coverage.size).toBe(0);
    expect([...other.roles.keys()]).toEqual([...known.roles.keys()]);
  });

  it.each([
    ['a field that it does not know', textOf(known).replace('"certainty"', '"certainly"')],
    ['a period that ends before it begins', textOf(known).replace(`[[${daysAgo(90)},`, `[[${NOW + 1},`)],
    ['counts that are none', textOf(known).replace(/"\d+:1"/, '"many"')],
    ['an action that is none', textOf(known).replace('"action":"s3:GetObject"', '"action":"GetObject"')],
  ])('takes %s for damage', (_, text) => {
    expect(text).not.toBe(textOf(known));
    expect(decodeDocument(LEDGER_FORM, ACCOUNT, text)).toMatchObject({ ok: false });
  });
});

describe('a ledger of version 1', () => {
  const text = gunzipSync(readFileSync(resolve(import.meta.dirname, '../ledger/ledger-v1.json.gz'))).toString('utf8');
  const body: { ledger: Record<string, unknown[]> } = JSON.parse(text).body;
  const decodedV1 = decodeDocument(LEDGER_FORM, '418295736412', text);

  it('is known as before, its runs apart, which it did not keep', () => {
    if (!('ok' in decodedV1) || !decodedV1.ok) throw new Error(JSON.stringify(decodedV1));
    const { roles, findings, grants, runs, notifications } = decodedV1.value;
    expect([...roles.keys()]).toEqual(body.ledger['roles']?.map((pair) => (pair as [string])[0]));
    expect(findings.size).toBe(body.ledger['findings']?.length);
    expect(grants.size).toBe(body.ledger['grants']?.length);
    expect(runs.size).toBe(0);
    expect(notifications.size).toBe(0);
  });

  it('is damaged where a field that it had is of another kind', () => {
    expect(decodeDocument(LEDGER_FORM, '418295736412', text.replace('"sightings":[]', '"sightings":7'))).toMatchObject({
      ok: false,
    });
  });
});

describe('runs', () => {
  const run = (over: Partial<StoredRun>): Ledger => {
    const value = {
      at: NOW,
      regions: 'all',
      roles: 3,
      findings: {},
      suppressed: 0,
      verdicts: {},
      complete: true,
      ...over,
    };
    return { ...EMPTY_LEDGER, runs: new Map([[runKey(value), value]]) };
  };

  it.each<[string, Partial<StoredRun>, Partial<StoredRun>, readonly Partial<StoredRun>[]]>([
    ['are kept apart by day', { at: daysAgo(1) }, {}, [{ at: daysAgo(1) }, { at: NOW }]],
    ['are kept apart by Regions', { regions: 'eu-west-1' }, {}, [{ regions: 'eu-west-1' }, { regions: 'all' }]],
    ['give way to a later run of the day', { at: NOW - HOUR_MS, roles: 9 }, { roles: 4 }, [{ at: NOW, roles: 4 }]],
    [
      'do not give way to a later run that is incomplete',
      { at: NOW - HOUR_MS, roles: 9 },
      { complete: false },
      [{ at: NOW - HOUR_MS, roles: 9, complete: true }],
    ],
    ['are forgotten after 400 days', { at: daysAgo(401) }, {}, [{ at: NOW }]],
  ])('%s', (_, first, second, expected) => {
    const kept = pruneLedger(mergeLedgers(run(first), run(second)), NOW);
    expect([...kept.runs.values()]).toEqual(expected.map((each) => expect.objectContaining(each)));
  });
});

describe('what notifiers delivered', () => {
  const state = (at: number, ...ids: readonly string[]): NotificationState => ({
    at,
    findings: new Map(ids.map((id) => [id, 'HIGH'])),
  });
  const ledger = (...by: readonly (readonly [string, NotificationState])[]): Ledger => ({
    ...EMPTY_LEDGER,
    notifications: new Map(by),
  });

  it('is what the latest message of each notifier said', () => {
    const early = ledger(['slack', state(daysAgo(1), 'a')], ['sns', state(daysAgo(1), 'a')]);
    expect(mergeLedgers(ledger(['slack', state(NOW, 'b')]), early).notifications).toEqual(
      new Map([
        ['slack', state(NOW, 'b')],
        ['sns', state(daysAgo(1), 'a')],
      ]),
    );
    expect(mergeLedgers(early, EMPTY_LEDGER).notifications).toEqual(early.notifications);
  });

  it('is forgotten after 400 days', () => {
    const both = ledger(['slack', state(daysAgo(401), 'a')], ['sns', state(daysAgo(399), 'a')]);
    expect([...pruneLedger(both, NOW).notifications.keys()]).toEqual(['sns']);
  });

  it('was one state for all notifiers in version 2', () => {
    const {
      version: _,
      body,
      ...outer
    } = JSON.parse(textOf(ledger())) as { version: number; body: { ledger: object } };
    const before = { at: NOW, findings: [['a', 'HIGH']] };
    for (const [given, expected] of [
      [{ told: before }, ledger(['slack', state(NOW, 'a')], ['sns', state(NOW, 'a')]).notifications],
      [{}, new Map()],
    ] as const) {
      const { notifications: __, ...rest } = body.ledger as { notifications?: unknown };
      const old = { ...outer, version: 2, body: { ...body, ledger: { ...rest, ...given } } };
      expect(decoded(JSON.stringify(old)).notifications).toEqual(expected);
    }
  });
});

describe('pruneLedger()', () => {
  it('forgets evidence and coverage of more than 400 days ago', () => {
    const old = ledgerOf([seen('kms:Decrypt', { at: daysAgo(401) })], [lookup('us-east-1', 500)]);
    const pruned = pruneLedger(mergeLedgers(known, old), NOW);
    expect([...pruned.roles.values()].flatMap(({ used }) => [...used.keys()])).toEqual(['s3:getobject']);
    expect([...pruned.coverage.values()].map(({ management }) => management[0]?.from)).toEqual([
      daysAgo(90),
      daysAgo(400),
    ]);
  });

  it('never forgets a finding that is open', () => {
    const finding = {
      rule: 'unused-role',
      roleArn: 'arn:x',
      severity: 'LOW',
      title: 'x',
      firstSeen: daysAgo(500),
      createdAt: daysAgo(500),
      updatedAt: daysAgo(450),
      families: [],
      actions: [],
    };
    const findings = new Map([
      ['open', { ...finding, open: true }],
      ['closed', { ...finding, open: false }],
    ]);
    expect([...pruneLedger({ ...known, findings }, NOW).findings.keys()]).toEqual(['open']);
  });
});
