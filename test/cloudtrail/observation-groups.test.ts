import { describe, expect, it } from 'vitest';
import type { Observation, RoleAssumed } from '../../src/cloudtrail/observation.ts';
import { createObservationGroups } from '../../src/cloudtrail/scan/observation-groups.ts';

const NOON = Date.UTC(2026, 8, 20, 12);
const HOUR = 3_600_000;
const SEEN: Observation = {
  eventId: 'b',
  at: NOON,
  region: 'eu-west-1',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  principal: { arn: 'arn:aws:iam::123456789012:role/r', name: 'r', accountId: '123456789012' },
  parameters: { kind: 'named', names: ['bucketName', 'key'], values: { copySource: [], roleNames: [] } },
  resources: ['arn:aws:s3:::b/1'],
};
const ASSUMED: RoleAssumed = { at: NOON, region: 'eu-west-1', arn: 'arn:aws:iam::123456789012:role/r', by: 'x' };

function gathered(...observations: readonly Observation[]): readonly Observation[] {
  const groups = createObservationGroups();
  for (const observation of observations) groups.add({ observation });
  return groups.evidence().observations;
}

describe('createObservationGroups()', () => {
  it('keeps a single event as it is', () => {
    expect(gathered(SEEN)).toStrictEqual([SEEN]);
  });

  it('counts events alike, with the first time, the last time and id, and all resources', () => {
    const events = [
      SEEN,
      { ...SEEN, at: NOON + HOUR, eventId: 'a', resources: ['arn:aws:s3:::b/2'] },
      { ...SEEN, at: NOON - HOUR, eventId: 'c', resources: ['arn:aws:s3:::b/1', 'arn:aws:s3:::b/3'] },
    ];
    const expected = {
      ...SEEN,
      eventId: 'a',
      at: NOON + HOUR,
      repeats: { count: 3, first: NOON - HOUR, resources: 'all', resourcesStated: true },
    };
    for (const order of [events, events.toReversed()]) {
      const [group, ...others] = gathered(...order);
      expect(others).toEqual([]);
      expect({ ...group, resources: group?.resources.toSorted() }).toStrictEqual({
        ...expected,
        resources: ['arn:aws:s3:::b/1', 'arn:aws:s3:::b/2', 'arn:aws:s3:::b/3'],
      });
    }
  });

  it('names the greatest id of those at the last moment, whatever the order', () => {
    const events = ['a', 'c', 'b'].map((eventId) => ({ ...SEEN, eventId }));
    for (const order of [events, events.toReversed()]) expect(gathered(...order)[0]?.eventId).toBe('c');
  });

  it('says when one of the events named no resource', () => {
    const silent = { ...SEEN, resources: [] };
    for (const order of [
      [SEEN, silent],
      [silent, SEEN],
    ]) {
      expect(gathered(...order)[0]?.repeats?.resourcesStated).toBe(false);
    }
  });

  it.each<Partial<Observation>>([
    { principal: { ...SEEN.principal, accountId: '210987654321' } },
    { principal: { ...SEEN.principal, arn: 'arn:aws:iam::123456789012:role/s' } },
    { principal: { ...SEEN.principal, roleId: 'AROAONE' } },
    { principal: { ...SEEN.principal, sessionName: 's' } },
    { principal: { name: 'r', accountId: '123456789012' } },
    { eventSource: 's3express.amazonaws.com' },
    { eventName: 'HeadObject' },
    { region: 'us-east-1' },
    { errorCode: 'AccessDenied' },
    { errorCode: 'NoSuchKey' },
    { eventType: 'AwsServiceEvent' },
    { refusal: { action: 's3:GetObject' } },
    { refusal: { says: 'refusedByIam' } },
    { invokedBy: 'athena.amazonaws.com' },
    { at: NOON + 12 * HOUR },
    { at: NOON - 13 * HOUR },
    { parameters: { kind: 'unstated' } },
    { parameters: { kind: 'any' } },
    { parameters: { kind: 'named', names: ['bucketName'], values: { copySource: [], roleNames: [] } } },
    { parameters: { kind: 'named', names: ['bucketName', 'key'], values: { copySource: ['version'], roleNames: [] } } },
    { parameters: { kind: 'named', names: ['bucketName', 'key'], values: { roleNames: [] } } },
    { summary: 'certain' },
    { summary: 'uncertain' },
  ])('keeps apart what differs in %j', (change) => {
    expect(gathered(SEEN, { ...SEEN, ...change })).toHaveLength(2);
  });

  it('takes together what states the same facts in another order', () => {
    const names = ['bucketName', 'key'];
    const parameters: Observation['parameters'] = { kind: 'named', names, values: { roleNames: [], copySource: [] } };
    expect(gathered(SEEN, { ...SEEN, parameters })).toMatchObject([{ repeats: { count: 2 } }]);
  });

  it('keeps apart callers without ARN by their names', () => {
    const named = (name: string) => ({ ...SEEN, principal: { name, accountId: '123456789012' } });
    expect(gathered(named('r'), named('s'), named('r'))).toHaveLength(2);
  });

  it('keeps the first and the latest sign of life per role, caller and session, and every change of a grant', () => {
    const groups = createObservationGroups();
    const signs: readonly RoleAssumed[] = [
      { ...ASSUMED, sessionName: 'a' },
      { ...ASSUMED, sessionName: 'c' },
      { ...ASSUMED, sessionName: 'b' },
      ASSUMED,
      { ...ASSUMED, at: NOON - HOUR, sessionName: 'z' },
      { ...ASSUMED, by: 'y' },
      { ...ASSUMED, arn: 'arn:aws:iam::123456789012:role/s', at: NOON - HOUR },
      { ...ASSUMED, arn: 'arn:aws:iam::123456789012:role/s' },
    ];
    const change = { at: NOON, eventName: 'PutRolePolicy', roleName: 'r' };
    for (const assumed of signs) groups.add({ assumed });
    groups.add({ grantChange: change });
    groups.add({ grantChange: change });
    groups.add({});
    expect(groups.evidence()).toStrictEqual({
      observations: [],
      assumed: [
        { ...ASSUMED, sessionName: 'a' },
        { ...ASSUMED, sessionName: 'c' },
        { ...ASSUMED, sessionName: 'b' },
        ASSUMED,
        { ...ASSUMED, at: NOON - HOUR, sessionName: 'z' },
        { ...ASSUMED, by: 'y' },
        { ...ASSUMED, arn: 'arn:aws:iam::123456789012:role/s', first: NOON - HOUR },
      ],
      grantChanges: [change, change],
    });
  });
});
