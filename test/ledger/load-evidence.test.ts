import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import { countOf } from '../../src/evidence/action-usage.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { countsBeyond, type SliceCounts } from '../../src/ledger/bucket-counts.ts';
import { evidenceRecorder } from '../../src/ledger/evidence-recorder.ts';
import { recallEvidence } from '../../src/ledger/load-evidence.ts';
import { unbrokenRow } from '../../src/ledger/settings-history.ts';
import { SLICE_MS, settledUntil, sliceOf, sliceStart } from '../../src/ledger/time-bucket.ts';
import { ledgerOf } from './arbitrary-ledger.ts';
import { ACCOUNT, daysAgo, ROLE_ID, seen } from './seen.ts';

const role = { accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID, createdAt: daysAgo(400) };

/** What is known of the role when an earlier run saw `before`, this one sees `now`, and the look-back is `days`. */
function usage(before: readonly Observation[], now: readonly Observation[], days = 90) {
  const table = usageTable();
  const recorder = evidenceRecorder();
  const receiver = recorder.receiverFor('lookup', table.receiverFor('lookup'));
  for (const observation of now) receiver.observe(observation);
  recallEvidence(table, ledgerOf(before), recorder.seen(), daysAgo(days));
  return table.usageOf(role);
}

describe('recallEvidence()', () => {
  it('puts what was seen before beside what is seen now', () => {
    const before = [seen('s3:GetObject', { at: daysAgo(40), region: 'us-east-1' }), seen('kms:Decrypt')];
    const { used, lastSeen } = usage(before, [seen('s3:GetObject', { at: daysAgo(2) })]);
    expect([...used.keys()].sort()).toEqual(['kms:decrypt', 's3:getobject']);
    const read = used.get('s3:getobject');
    expect(read).toMatchObject({ first: daysAgo(40), last: daysAgo(2), regions: ['eu-west-1', 'us-east-1'] });
    expect(read && countOf(read)).toBe(2);
    expect(lastSeen).toBe(daysAgo(2));
  });

  it('counts events once that both runs have read', () => {
    const events = [1, 2, 3].map((hours) => seen('s3:GetObject', { at: daysAgo(2) - hours * HOUR_MS }));
    const read = usage(events, events.slice(0, 2)).used.get('s3:getobject');
    expect(read && countOf(read)).toBe(3);
  });

  it('leaves out what is older than the look-back', () => {
    const before = [seen('s3:GetObject', { at: daysAgo(100) }), seen('kms:Decrypt', { at: daysAgo(100) })];
    const { used, lastSeen } = usage([...before, seen('kms:Decrypt', { at: daysAgo(50) })], []);
    expect([...used.keys()]).toEqual(['kms:decrypt']);
    expect(used.get('kms:decrypt')).toMatchObject({ first: daysAgo(90), last: daysAgo(50) });
    expect(countOf(used.get('kms:decrypt') ?? expect.fail())).toBe(1);
    expect(lastSeen).toBe(daysAgo(50));
  });

  it('keeps denied calls, unknown events and signs of life', () => {
    const unknown = seen('foo:Bar', { actions: [], unknownIn: ['Foo'] });
    const denied = seen('s3:GetObject', { outcome: 'denied', errorCode: 'AccessDenied' });
    const found = usage([unknown, denied], []);
    expect([...found.denied.keys()]).toEqual(['s3:getobject']);
    expect(found.denied.get('s3:getobject')?.example.errorCode).toBe('AccessDenied');
    expect([...found.servicesWithUnknownEvents.keys()]).toEqual(['foo']);
  });

  it('knows a resource sample to be all there is only where each run does', () => {
    const named = seen('s3:GetObject', { resources: ['arn:aws:s3:::b/1'] });
    const unnamed = seen('s3:GetObject', { at: daysAgo(2) });
    expect(usage([named], [named]).used.get('s3:getobject')?.resourcesStated).toBe(true);
    expect(usage([unnamed], [named]).used.get('s3:getobject')?.resourcesStated).toBe(false);
  });

  it('brings back changes of grants within the look-back', () => {
    const changesSince = (days: number) => {
      const recorder = evidenceRecorder();
      const receiver = recorder.receiverFor('lookup', usageTable().receiverFor('lookup'));
      receiver.grantChanged({ at: daysAgo(40), eventName: 'PutRolePolicy', roleName: 'app-task', policy: 'app' });
      receiver.grantChanged({ at: daysAgo(50), eventName: 'PutRolePolicy', roleName: 'app-task', policy: 'app' });
      receiver.grantChanged({ at: daysAgo(3), eventName: 'CreatePolicyVersion', policyArn: 'arn:x' });
      const table = usageTable();
      recallEvidence(table, recorder.seen(), ledgerOf([]), daysAgo(days));
      return [table.grants.ofRole('app-task').map(({ at }) => at), table.grants.ofPolicy('arn:x')?.at];
    };
    expect(changesSince(90)).toEqual([[daysAgo(40)], daysAgo(3)]);
    expect(changesSince(10)).toEqual([[], daysAgo(3)]);
  });

  it('brings back who assumed a role', () => {
    const recorder = evidenceRecorder();
    const receiver = recorder.receiverFor('lookup', usageTable().receiverFor('lookup'));
    const arn = `arn:aws:iam::${ACCOUNT}:role/path/app-task` as const;
    receiver.assumed({ at: daysAgo(4), region: 'eu-west-1', arn, by: 'ecs-tasks.amazonaws.com' });
    const table = usageTable();
    recallEvidence(table, recorder.seen(), ledgerOf([]), daysAgo(90));
    expect(table.usageOf(role).assumed).toEqual({ at: daysAgo(4), by: 'ecs-tasks.amazonaws.com' });
  });
});

describe('slices', () => {
  it('are quarters of a UTC day', () => {
    const noon = Date.UTC(2026, 10, 22, 12);
    expect(sliceStart(sliceOf(noon))).toBe(noon);
    expect(sliceOf(noon - 1)).toBe(sliceOf(noon) - 1);
    expect(sliceOf(noon + SLICE_MS - 1)).toBe(sliceOf(noon));
  });

  it.each([
    [Date.UTC(2026, 10, 22, 12), Date.UTC(2026, 10, 22, 0)],
    [Date.UTC(2026, 10, 22, 11, 59), Date.UTC(2026, 10, 21, 18)],
    [Date.UTC(2026, 10, 22, 3), Date.UTC(2026, 10, 21, 12)],
  ])('are settled twelve hours after their end', (now, until) => {
    expect(settledUntil(now)).toBe(until);
  });

  it('add up by source, above what is counted already', () => {
    const counts: SliceCounts = new Map([
      [
        'lookup us-east-1',
        new Map([
          [1, 5],
          [2, 7],
        ]),
      ],
      ['lookup eu-west-1', new Map([[1, 1]])],
      ['trail us-east-1', new Map([[1, 9]])],
    ]);
    const counted: SliceCounts = new Map([
      [
        'lookup us-east-1',
        new Map([
          [1, 3],
          [2, 8],
          [3, 4],
        ]),
      ],
    ]);
    expect(Object.fromEntries(countsBeyond(counts, counted))).toEqual({ lookup: 3, trail: 9 });
  });
});

describe('unbrokenRow()', () => {
  it.each([
    ['nothing was seen', [], undefined],
    [
      'the last was another',
      [
        [1, 'a'],
        [2, 'b'],
      ],
      undefined,
    ],
    [
      'all were alike',
      [
        [3, 'a'],
        [1, 'a'],
        [2, 'a'],
      ],
      { first: 1, last: 3 },
    ],
    [
      'another lies between',
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'a'],
        [4, 'a'],
      ],
      { first: 3, last: 4 },
    ],
  ] as const)('where %s', (_, sightings, row) => {
    expect(unbrokenRow(new Map(sightings as readonly (readonly [number, string])[]), 'a')).toEqual(row);
  });

  it.each([
    [10, { first: 1, last: 3 }],
    [3, { first: 1, last: 2 }],
    [2, { first: 1, last: 1 }],
    [1, { first: 1, last: 3 }],
  ])('ends before %i where it can', (before, row) => {
    const sightings = new Map([1, 3, 2].map((at) => [at, 'a']));
    expect(unbrokenRow(sightings, 'a', before)).toEqual(row);
    expect(unbrokenRow(new Map([...sightings, [4, 'b']]), 'a', before)).toBeUndefined();
  });

  it.each([
    [
      { until: 30, apart: 10 },
      { first: 10, last: 20 },
    ],
    [{ until: 31, apart: 10 }, undefined],
    [
      { until: 30, apart: 15 },
      { first: -5, last: 20 },
    ],
  ])('breaks where sightings lie too far apart, of each other or of now: %j', (closely, row) => {
    const sightings = new Map([-5, 10, 20].map((at) => [at, 'a']));
    expect(unbrokenRow(sightings, 'a', undefined, closely)).toEqual(row);
  });

  it('is none of what was never looked at', () => {
    expect(unbrokenRow(undefined, 'a')).toBeUndefined();
  });
});
