import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import { SAMPLE_SIZE } from '../../src/evidence/sample.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { ACCOUNT, catalog, DENIED, daysAgo, ROLE_ID, seen, THROTTLED, unknownCall } from '../ledger/seen.ts';

const role = { accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID, createdAt: daysAgo(100) };

function usageAfter(observations: readonly Observation[]) {
  const table = usageTable(catalog);
  const receiver = table.receiverFor('lookup');
  for (const observation of observations) receiver.observe(observation);
  return table.usageOf(role);
}

describe('usageTable()', () => {
  it('sums up the uses of an action', () => {
    const usage = usageAfter([
      seen('s3:GetObject', { at: daysAgo(3), eventId: 'b', region: 'us-east-1', resources: ['arn:aws:s3:::b/2'] }),
      seen('s3:GetObject', { at: daysAgo(5), eventId: 'a', resources: ['arn:aws:s3:::b/1'] }),
    ]);
    expect(usage.used.get('s3:getobject')).toMatchObject({
      first: daysAgo(5),
      last: daysAgo(3),
      countBySource: { lookup: 2 },
      regions: ['eu-west-1', 'us-east-1'],
      resources: { items: ['arn:aws:s3:::b/1', 'arn:aws:s3:::b/2'], since: [daysAgo(5), daysAgo(3)], cut: false },
      metMissing: false,
      certainty: 'exact',
      example: { eventId: 'b' },
    });
    expect(usage.lastSeen).toBe(daysAgo(3));
  });

  it('takes the strongest certainty of what is seen of an action', () => {
    const summarized = seen('s3:GetObject', { summary: 'uncertain' });
    expect(usageAfter([summarized]).used.get('s3:getobject')).toMatchObject({
      certainty: 'possible',
      countBySource: {},
    });
    const both = usageAfter([summarized, seen('s3:GetObject')]).used.get('s3:getobject');
    expect(both).toMatchObject({ certainty: 'exact', countBySource: { lookup: 1 } });
  });

  it('compares actions without regard to case', () => {
    expect(usageAfter([seen('s3:GetObject'), seen('s3:getobject')]).used.get('s3:getobject')?.countBySource).toEqual({
      lookup: 2,
    });
  });

  it('does not add up what two sources tell of the same events', () => {
    const table = usageTable(catalog);
    for (const source of ['lookup', 'trail'] as const) table.receiverFor(source).observe(seen('s3:GetObject'));
    expect(table.usageOf(role).used.get('s3:getobject')?.countBySource).toEqual({ lookup: 1, trail: 1 });
  });

  it('keeps denied calls apart, with an example of the error', () => {
    const usage = usageAfter([seen('s3:PutObject', DENIED)]);
    expect([...usage.used.keys()]).toEqual([]);
    expect(usage.denied.get('s3:putobject')?.example.errorCode).toBe('AccessDenied');
  });

  it('takes what a call had passed before it was refused for a use', () => {
    const refusal = { action: 'kms:Decrypt', says: 'refusedByIam' } as const;
    const { used, denied } = usageAfter([seen('secretsmanager:GetSecretValue', { ...DENIED, refusal })]);
    expect([...denied.keys()]).toEqual(['kms:decrypt']);
    expect(used.get('secretsmanager:getsecretvalue')?.certainty).toBe('possible');
  });

  it('takes a call that never reached authorisation for a sign of life only', () => {
    const usage = usageAfter([seen('s3:GetObject', THROTTLED)]);
    expect([usage.used.size, usage.denied.size, usage.lastSeen]).toEqual([0, 0, daysAgo(10)]);
  });

  it('credits a service of which an event is not known, unless the call was denied', () => {
    expect(usageAfter([unknownCall()]).servicesWithUnknownEvents.get('foo')).toEqual({
      at: daysAgo(10),
      event: 'foo.amazonaws.com NewCall',
    });
    const refused = (action: string) => usageAfter([unknownCall({ ...DENIED, refusal: { action } })]);
    expect(usageAfter([unknownCall(DENIED)]).servicesWithUnknownEvents.size).toBe(0);
    expect(refused('foo:NewCall').servicesWithUnknownEvents.size).toBe(0);
    // What was refused is another service's: the call's own action, whichever it is, was allowed.
    expect(refused('iam:PassRole').servicesWithUnknownEvents.size).toBe(1);
  });

  it('does not give a role the events of a former role of the same name', () => {
    const former = seen('s3:GetObject', { principal: { name: 'app-task', accountId: ACCOUNT, roleId: 'AROAFORMER' } });
    expect(usageAfter([former]).used.size).toBe(0);
  });

  it.each([
    ['after the role was created', daysAgo(99), 1],
    ['at the moment the role was created', daysAgo(100), 1],
    ['before the role was created', daysAgo(101), 0],
  ])('counts an event without a role id %s', (_, at, uses) => {
    const nameless = seen('s3:GetObject', { at, principal: { name: 'APP-task', accountId: ACCOUNT } });
    expect(usageAfter([nameless]).used.size).toBe(uses);
  });

  it.each([
    ['after', daysAgo(99), { services: 1, lastSeen: daysAgo(99) }],
    ['before', daysAgo(101), { services: 0, lastSeen: undefined }],
  ])('takes unknown events and signs of life without a role id only from %s the creation on', (_, at, expected) => {
    const table = usageTable(catalog);
    const principal = { name: 'app-task', accountId: ACCOUNT };
    table.receiverFor('lookup').observe(unknownCall({ at, principal }));
    const arn = `arn:aws:iam::${ACCOUNT}:role/app-task` as const;
    table.receiverFor('lookup').assumed({ at: at - 1000, region: 'eu-west-1', arn, by: 'ecs-tasks.amazonaws.com' });
    const { servicesWithUnknownEvents, lastSeen } = table.usageOf(role);
    expect({ services: servicesWithUnknownEvents.size, lastSeen }).toEqual(expected);
  });

  it('starts a use without a role id no earlier than the role', () => {
    const principal = { name: 'app-task', accountId: ACCOUNT };
    const events = [101, 50].map((days) => seen('s3:GetObject', { at: daysAgo(days), principal }));
    expect(usageAfter(events).used.get('s3:getobject')).toMatchObject({ first: daysAgo(100), last: daysAgo(50) });
  });

  it('keeps the latest unknown event of a service, with or without a role id, in whatever order', () => {
    const principal = { name: 'app-task', accountId: ACCOUNT };
    const unknown = (name: string, days: number, parts: Partial<Observation> = {}) =>
      unknownCall({ at: daysAgo(days), eventName: name, ...parts });
    const events = [unknown('Old', 9), unknown('Twin', 5), unknown('Same', 5), unknown('Newest', 2, { principal })];
    for (const order of [events, events.toReversed()]) {
      expect(usageAfter(order).servicesWithUnknownEvents.get('foo')?.event).toBe('foo.amazonaws.com Newest');
      expect(usageAfter(order.filter((event) => event !== events[3])).servicesWithUnknownEvents.get('foo')?.event).toBe(
        'foo.amazonaws.com Twin',
      );
    }
  });

  it('knows whether every event named its resources', () => {
    const stated = (...lists: readonly (readonly string[])[]) =>
      usageAfter(lists.map((resources) => seen('s3:GetObject', { resources }))).used.get('s3:getobject')
        ?.resourcesStated;
    expect([stated(['a'], ['b']), stated(['a'], []), stated([], ['a'])]).toEqual([true, false, false]);
  });

  it('has no sign of life of a role that nobody used', () => {
    expect(usageAfter([])).not.toHaveProperty('lastSeen');
    expect(usageAfter([])).not.toHaveProperty('assumed');
  });

  it('judges each role by what it passed itself, where there are more kinds of parameters than are kept apart', () => {
    const table = usageTable(catalog);
    const names = Array.from({ length: 40 }, (_, place) => `p${String(place).padStart(2, '0')}`);
    for (const [name, last] of [
      ['plain-task', 'zOther'],
      ['tagging-task', 'zTags'],
    ] as const) {
      for (const parameter of [...names, last]) {
        const passed = parameter === 'zTags' ? ['zTags', 'zTagsOf', 'tags'] : [parameter];
        table.receiverFor('lookup').observe(
          seen('sqs:CreateQueue', {
            principal: { name, accountId: ACCOUNT },
            parameters: { kind: 'named', names: passed.sort(), values: { roleNames: [] } },
          }),
        );
      }
    }
    const usedBy = (name: string) => [...table.usageOf({ accountId: ACCOUNT, name }).used.keys()].sort();
    expect(usedBy('plain-task')).toEqual(['sqs:createqueue']);
    expect(usedBy('tagging-task')).toEqual(['sqs:createqueue', 'sqs:tagqueue']);
  });

  it.each([0, Date.UTC(1999, 0), Date.UTC(9999, 11), 1e300])('loses no call of the time %d', (at) => {
    const { used } = usageAfter([
      seen('s3:GetObject', { at: Math.max(at, role.createdAt) }),
      seen('kms:Decrypt', { at }),
    ]);
    expect([...used.keys()].sort()).toEqual(['kms:decrypt', 's3:getobject']);
  });

  it('does not count events of another account or name', () => {
    const others = [
      seen('s3:GetObject', { principal: { name: 'app-task', accountId: '999999999999', roleId: ROLE_ID } }),
      seen('s3:GetObject', { principal: { name: 'app-task-2', accountId: ACCOUNT } }),
    ];
    expect(usageAfter(others).used.size).toBe(0);
  });

  it('gives everything under the name where the role itself is gone', () => {
    const table = usageTable(catalog);
    table.receiverFor('lookup').observe(seen('s3:GetObject'));
    expect(table.usageOf({ accountId: ACCOUNT, name: 'app-task' }).used.size).toBe(1);
  });

  it('remembers who assumed the role last, as a sign of life', () => {
    const table = usageTable(catalog);
    const arn = `arn:aws:iam::${ACCOUNT}:role/svc/app-task` as const;
    const by = 'ecs-tasks.amazonaws.com';
    for (const days of [2, 1, 3]) {
      table.receiverFor('lookup').assumed({ at: daysAgo(days), region: 'eu-west-1', arn, by });
    }
    expect(table.usageOf(role)).toMatchObject({ assumed: { at: daysAgo(1), by }, lastSeen: daysAgo(1) });
  });

  it('keeps the first resources in order and says when there were more', () => {
    const names = Array.from({ length: SAMPLE_SIZE + 5 }, (_, i) => `arn:aws:s3:::b/${String(i).padStart(3, '0')}`);
    const sample = usageAfter(names.toReversed().map((name) => seen('s3:GetObject', { resources: [name] }))).used.get(
      's3:getobject',
    )?.resources;
    expect(sample).toMatchObject({ items: names.slice(0, SAMPLE_SIZE), cut: true });
  });

  it('counts unreadable records by Region', () => {
    const table = usageTable(catalog);
    const receiver = table.receiverFor('trail');
    for (const why of ['no eventTime', 'no eventName']) receiver.unreadable('eu-west-1', why);
    expect(table.unreadable().get('eu-west-1')).toEqual({ count: 2, why: 'no eventName' });
  });

  it('agrees with itself in whatever order, and however often, events come; counts apart', () => {
    const observation = fc
      .record({
        action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt'),
        at: fc.integer({ min: 0, max: 50 }).map(daysAgo),
        region: fc.constantFrom('eu-west-1', 'us-east-1'),
        error: fc.constantFrom({}, DENIED, THROTTLED),
        passed: fc.subarray(['tags', 'versionId', 'key', 'roleArn']),
        resources: fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 8 }),
        eventId: fc.uuid(),
        roleId: fc.constantFrom(ROLE_ID, undefined),
      })
      .map(({ action, error, passed, roleId, ...parts }) =>
        seen(action as 's3:GetObject', {
          ...parts,
          ...error,
          parameters: { kind: 'named', names: passed.sort(), values: {} },
          principal: { name: 'app-task', accountId: ACCOUNT, ...(roleId === undefined ? {} : { roleId }) },
        }),
      );
    const summary = (observations: readonly Observation[]) => {
      const { used, denied, lastSeen } = usageAfter(observations);
      const bare = (map: typeof used) =>
        [...map]
          .map(([key, { countBySource: _, ...rest }]) => [key, rest] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1));
      return { used: bare(used), denied: bare(denied), lastSeen };
    };
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 20 }), fc.array(fc.nat(19)), (observations, again) => {
        const repeats = again.flatMap((index) => observations[index] ?? []);
        const expected = summary(observations);
        expect(summary([...repeats, ...observations.toReversed()])).toEqual(expected);
      }),
    );
  });
});
