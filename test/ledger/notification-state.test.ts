import { expect, test } from 'vitest';
import { LEDGER_MEMORY_MS } from '../../src/ledger/ledger.ts';
import {
  joinNotificationStates,
  NOTHING_TOLD,
  type NotificationState,
  pruneNotificationState,
  type SentMessage,
} from '../../src/ledger/notification-state.ts';
import { daysAgo, NOW } from './seen.ts';

const told = (days: number, severities: Readonly<Record<string, string>>): NotificationState => ({
  at: daysAgo(days),
  lostAt: 0,
  told: new Map(Object.entries(severities).map(([id, severity]) => [id, { at: daysAgo(days), severity }])),
  messages: new Map(),
  caveats: new Map(),
});

function message(status: SentMessage['status'], days: number): NotificationState {
  const findings = new Map(status === 'sending' || status === 'unclear' ? [['a', 'HIGH']] : []);
  const sent = { at: daysAgo(days), sent: daysAgo(days), status, findings };
  return { ...NOTHING_TOLD, messages: new Map([[`${status} ${days}`, sent]]) };
}

const prune = (state: NotificationState) => pruneNotificationState(state, NOW, LEDGER_MEMORY_MS);

test('what was told last of a finding holds, whoever told it', () => {
  const both = joinNotificationStates(told(2, { a: 'LOW', b: 'LOW' }), told(1, { a: 'HIGH', c: '' }));
  expect(both).toMatchObject({ at: daysAgo(1) });
  expect([...both.told].map(([id, { severity }]) => [id, severity])).toEqual([
    ['a', 'HIGH'],
    ['b', 'LOW'],
    ['c', ''],
  ]);
});

test('what was told of open findings is never forgotten while there are messages; what is gone is after a week', () => {
  const state = joinNotificationStates(told(399, { open: 'HIGH', gone: '' }), told(1, { 'gone since': '' }));
  expect([...(prune(state)?.told.keys() ?? [])]).toEqual(['open', 'gone since']);
});

test('nothing is left of a notifier that told nothing for 400 days', () => {
  expect(prune(told(401, { open: 'HIGH' }))).toBeUndefined();
});

test('messages are forgotten a week after they ended, and after a month in any case', () => {
  const cases = [
    message('settled', 6),
    message('settled', 8),
    message('refused', 8),
    message('unclear', 8),
    message('sending', 29),
    message('sending', 31),
  ];
  const kept = prune(cases.reduce(joinNotificationStates));
  expect([...(kept?.messages.keys() ?? [])]).toEqual(['settled 6', 'unclear 8', 'sending 29']);
});
