import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/cloudtrail/observation.ts';
import { MOST_SESSIONS, type SessionUses } from '../../src/evidence/session-use.ts';
import { usageTable } from '../../src/evidence/usage-table.ts';
import { ACCOUNT, catalog, DENIED, daysAgo, ROLE_ID, seen, THROTTLED } from '../ledger/seen.ts';

const role = { accountId: ACCOUNT, name: 'app-task', roleId: ROLE_ID, createdAt: daysAgo(100) };
const TASK = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const OLD_TASK = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

function by(sessionName: string, action: Parameters<typeof seen>[0], parts: Partial<Observation> = {}): Observation {
  return seen(action, { principal: { name: 'app-task', accountId: ACCOUNT, roleId: ROLE_ID, sessionName }, ...parts });
}

function sessionsAfter(observations: readonly Observation[], source: 'lookup' | 'trail' | 'athena' = 'lookup') {
  const table = usageTable(catalog);
  for (const observation of observations) table.receiverFor(source).observe(observation);
  return table.usageOf(role).bySession;
}

function plain(sessions: SessionUses) {
  return Object.fromEntries([...sessions].map(([name, { actions }]) => [name, [...actions.values()].sort()]));
}

describe('RoleUsage.bySession', () => {
  it('tells apart what each task used, whether its id is of the new form or the old', () => {
    const sessions = sessionsAfter([
      by(TASK, 's3:GetObject'),
      by(OLD_TASK, 'sqs:SendMessage'),
      by(TASK, 's3:PutObject', { at: daysAgo(2) }),
      by(TASK, 's3:GetObject', { at: daysAgo(3) }),
    ]);
    expect(plain(sessions)).toEqual({ [TASK]: ['s3:GetObject', 's3:PutObject'], [OLD_TASK]: ['sqs:SendMessage'] });
    expect(sessions.get(TASK)?.last).toBe(daysAgo(2));
  });

  it.each([
    ['a session that is named otherwise', by('deploy-session', 's3:GetObject')],
    ['a session whose name only holds a task id', by(`${TASK}0`, 's3:GetObject')],
    ['a call that was denied', by(TASK, 's3:PutObject', DENIED)],
    ['a call that never reached authorisation', by(TASK, 's3:GetObject', THROTTLED)],
    ['an event of which nobody knows the action', by(TASK, 'foo:NewCall')],
    ['an event without a session', seen('s3:GetObject')],
  ])('holds nothing of %s', (_, observation) => {
    expect(plain(sessionsAfter([observation]))).toEqual({});
  });

  it('holds nothing from a source whose answers sum up sessions', () => {
    expect(plain(sessionsAfter([by(TASK, 's3:GetObject')], 'trail'))).toEqual({ [TASK]: ['s3:GetObject'] });
    expect(plain(sessionsAfter([by(TASK, 's3:GetObject')], 'athena'))).toEqual({});
  });

  it('takes actions that differ in case for one', () => {
    const events = [by(TASK, 's3:GetObject'), by(TASK, 's3:getobject')];
    expect(plain(sessionsAfter(events))).toEqual({ [TASK]: ['s3:GetObject'] });
    expect(plain(sessionsAfter(events.toReversed()))).toEqual({ [TASK]: ['s3:GetObject'] });
  });

  it('takes sessions without a role id only from the creation of the role on', () => {
    const nameless = (sessionName: string, days: number) =>
      by(sessionName, 's3:GetObject', {
        at: daysAgo(days),
        principal: { name: 'app-task', accountId: ACCOUNT, sessionName },
      });
    const events = [nameless(TASK, 100), nameless(OLD_TASK, 101), by(TASK, 's3:PutObject')];
    expect(plain(sessionsAfter(events))).toEqual({ [TASK]: ['s3:GetObject', 's3:PutObject'] });
  });

  it('does not hold the sessions of a former role of the same name', () => {
    const former = { name: 'app-task', accountId: ACCOUNT, roleId: 'AROAFORMER', sessionName: TASK };
    expect(plain(sessionsAfter([by(TASK, 's3:GetObject', { principal: former })]))).toEqual({});
  });

  it('keeps the same sessions whole, in whatever order events come, where there are more than it can keep', () => {
    const idOf = (place: number) => place.toString(16).padStart(32, '0');
    const places = Array.from({ length: MOST_SESSIONS + 20 }, (_, place) => place);
    const events = places.flatMap((place) => [by(idOf(place), 's3:GetObject'), by(idOf(place), 's3:PutObject')]);
    const kept = plain(sessionsAfter(events));
    expect(Object.keys(kept)).toEqual(places.slice(0, MOST_SESSIONS).map(idOf));
    expect(new Set(Object.values(kept).map(String))).toEqual(new Set(['s3:GetObject,s3:PutObject']));
    const byAction = [...events.filter((_, place) => place % 2 === 1), ...events.filter((_, place) => place % 2 === 0)];
    for (const order of [events.toReversed(), byAction, [...events, ...events]]) {
      const again = plain(sessionsAfter(order));
      expect(Object.fromEntries(Object.entries(again).sort())).toEqual(kept);
    }
  });
});
