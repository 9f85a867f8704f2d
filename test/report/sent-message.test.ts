import { describe, expect, test } from 'vitest';
import type { Incomplete } from '../../src/base/incomplete.ts';
import type { Finding, Severity } from '../../src/findings/finding.ts';
import type { FindingId } from '../../src/findings/finding-id.ts';
import {
  joinNotificationStates,
  NOTHING_TOLD,
  type NotificationState,
  pruneNotificationState,
} from '../../src/ledger/notification-state.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { findingChanges } from '../../src/report/notification/finding-changes.ts';
import { LONGEST_SENDING_MS, lastNotification } from '../../src/report/notification/last-notification.ts';
import { caveatKeys, messageCaveats } from '../../src/report/notification/message-caveats.ts';
import { messageAbout, messageBegun, messageEnded } from '../../src/report/notification/sent-message.ts';
import { DAY, NOW } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';

const [TEMPLATE] = auditOf().findings;

function finding(id: string, severity: Severity = 'HIGH', status: Finding['status'] = 'open'): Finding {
  if (TEMPLATE === undefined) throw new Error('the fixture has no finding');
  return { ...TEMPLATE, id: id as FindingId, severity, status };
}

/** The night of a number, with these findings. */
function nightOf(
  night: number,
  findings: readonly Finding[],
  lifecycle: Partial<AuditResult['lifecycle']> = {},
): AuditResult {
  const base = auditOf();
  const none = { opened: [], reopened: [], resolved: [], resolvedFindings: [], unconfirmed: [] };
  return {
    ...base,
    startedAt: NOW + night * DAY,
    findings,
    lifecycle: { ...base.lifecycle, ...none, findings, ...lifecycle },
  };
}

const NOBODY: ReadonlySet<string> = new Set();

/** What a night's message tells, and the state after it; `killed`: the run dies while it sends. */
function tell(
  state: NotificationState,
  result: AuditResult,
  outcome: 'delivered' | 'refused' | 'unclear' | 'killed' = 'delivered',
) {
  const id = `run of ${result.startedAt}`;
  const last = lastNotification(state, { id, now: result.startedAt, died: NOBODY, findings: new Map() });
  const changes = findingChanges(result, last);
  const { opened, notes } = changes;
  const message = messageAbout(result, last, result.startedAt);
  const begun = joinNotificationStates(state, messageBegun(id, message));
  return {
    told: opened.map((each) => each.id),
    worsened: changes.worsened.map((each) => each.id),
    notes,
    caveats: messageCaveats(result, changes),
    state:
      outcome === 'killed'
        ? begun
        : joinNotificationStates(begun, messageEnded(id, message, outcome, last, caveatKeys(result, changes))),
  };
}

/** What is known as told: severity by id. */
function known({ told }: NotificationState): Readonly<Record<string, string>> {
  return Object.fromEntries([...told].map(([id, { severity }]) => [id, severity]));
}

describe('caveats', () => {
  const losses = (day: number, ...incomplete: readonly Incomplete[]) => ({ ...nightOf(day, []), incomplete });
  const denied: Incomplete = { what: 'Trail logs of eu-west-1', why: 'AccessDenied on 3 of 12 files' };
  const throttled: Incomplete = { what: 'Role app-2', why: 'ThrottlingException' };
  const said = (texts: readonly string[]) => texts.filter((text) => /^Incomplete|as before/.test(text)).length;

  test('are told when they are new, and counted as long as they last', () => {
    const first = tell(NOTHING_TOLD, losses(0, denied));
    expect(first.caveats).toContain('Incomplete: Trail logs of eu-west-1: AccessDenied on 3 of 12 files');
    const same = tell(first.state, losses(1, { ...denied, why: 'AccessDenied on 4 of 13 files' }));
    expect(same.caveats).toEqual([expect.stringMatching(/^\d+ caveats? as before; the report has /)]);
    const more = tell(same.state, losses(2, denied, throttled));
    expect(more.caveats[0]).toBe('Incomplete: Role app-2: ThrottlingException');
    expect(tell(more.state, losses(3, { ...throttled, what: 'Role app-3' })).caveats[0]).toContain('Role app-3');
  });

  test.each(['refused', 'unclear', 'killed'] as const)('are told again where the message was %s', (outcome) => {
    const { state } = tell(NOTHING_TOLD, losses(0, denied), outcome);
    expect(said(tell(state, losses(1, denied)).caveats)).toBe(1);
    expect(tell(state, losses(1, denied)).caveats.join()).toContain('AccessDenied');
  });

  test('that last are told again after a month', () => {
    const { state } = tell(NOTHING_TOLD, losses(0, denied));
    const later = pruneNotificationState(state, NOW + 31 * DAY, 400 * DAY) ?? NOTHING_TOLD;
    expect(tell(later, losses(31, denied)).caveats.join()).toContain('AccessDenied');
  });
});

describe('a message that was delivered', () => {
  test('tells every open finding with its severity, and leaves no news for a second', () => {
    const night = nightOf(0, [finding('a', 'LOW'), finding('b', 'HIGH', 'suppressed')], { opened: ['a'] });
    const first = tell(NOTHING_TOLD, night);
    expect([first.told, known(first.state), first.state.at]).toEqual([['a'], { a: 'LOW' }, NOW]);
    expect(tell(first.state, nightOf(1, night.findings))).toMatchObject({ told: [], notes: [] });
  });

  test('keeps what a narrower run did not look at, and tells what is gone', () => {
    const { state } = tell(NOTHING_TOLD, nightOf(0, [finding('unseen'), finding('gone'), finding('lost')]));
    const after = tell(state, nightOf(1, [], { unconfirmed: ['unseen'], resolved: ['gone'] }));
    expect(known(after.state)).toEqual({ unseen: 'HIGH', gone: '', lost: '' });
    const unknown = tell(state, nightOf(1, [], { knownComplete: false, resolved: ['gone'] }));
    expect(known(unknown.state)).toEqual({ unseen: 'HIGH', gone: '', lost: 'HIGH' });
  });
});

test('a message that was refused leaves its news to the next one', () => {
  const night = nightOf(0, [finding('a')]);
  const { state } = tell(NOTHING_TOLD, night, 'refused');
  expect(tell(state, nightOf(1, night.findings))).toMatchObject({ told: ['a'], notes: [] });
});

describe.each(['unclear', 'killed'] as const)('a message of which nobody knows whether it arrived (%s)', (outcome) => {
  test('is repeated by the next one, which says so, and then no more', () => {
    const first = tell(NOTHING_TOLD, nightOf(0, [finding('a')], { opened: ['a'] }), outcome);
    const second = tell(first.state, nightOf(1, [finding('a'), finding('b')]));
    expect(second).toMatchObject({ told: ['a', 'b'], notes: [expect.stringContaining('may repeat it')] });
    expect(tell(second.state, nightOf(2, [finding('a'), finding('b')]))).toMatchObject({ told: [], notes: [] });
  });

  test('leaves in doubt what it said to be gone: where that is open after all, the next one tells it, until one arrives', () => {
    const a = [finding('a')];
    const first = tell(NOTHING_TOLD, nightOf(0, a));
    const gone = tell(first.state, nightOf(1, [], { resolved: ['a'] }), outcome);
    const back = tell(gone.state, nightOf(2, a), outcome);
    const again = tell(back.state, nightOf(3, a));
    expect([back, again]).toMatchObject(
      [1, 2].map(() => ({ told: ['a'], worsened: [], notes: [expect.stringContaining('may repeat it')] })),
    );
    expect(tell(again.state, nightOf(4, a))).toMatchObject({ told: [], notes: [] });
  });
});

test('what was told twice without a word whether it arrived is not told a third time, however often that goes on', () => {
  const a = [finding('a')];
  const first = tell(NOTHING_TOLD, nightOf(0, a), 'unclear');
  const second = tell(first.state, nightOf(1, a), 'unclear');
  const third = tell(second.state, nightOf(2, [...a, finding('b')]), 'unclear');
  const fourth = tell(third.state, nightOf(3, [...a, finding('b')]), 'unclear');
  expect([first.told, second.told, third.told, fourth.told]).toEqual([['a'], ['a'], ['b'], ['b']]);
  expect(third.notes).toEqual([expect.stringContaining('is not told again')]);
  expect(fourth.notes).toEqual([expect.stringContaining('may repeat it')]);
  // Each night settles the message before it, so that what is kept does not grow.
  const statuses = [...fourth.state.messages.values()].map(({ status, findings }) => [status, findings.size]);
  expect(statuses).toEqual([
    ['settled', 0],
    ['settled', 0],
    ['settled', 0],
    ['unclear', 0],
  ]);
});

test('what may have been told a second time in another way counts as told once', () => {
  const mild = tell(NOTHING_TOLD, nightOf(0, [finding('a', 'LOW')]), 'unclear');
  const grave = [finding('a', 'CRITICAL')];
  const second = tell(mild.state, nightOf(1, grave), 'unclear');
  const third = tell(second.state, nightOf(2, grave), 'unclear');
  expect([second.told, third.told, tell(third.state, nightOf(3, grave)).told]).toEqual([['a'], ['a'], []]);
});

test('what was told before a damage may be repeated for as long as nobody can tell, and a message that does so says it', () => {
  const [a, b] = [finding('a'), finding('b')];
  const damaged = { ...NOTHING_TOLD, lostAt: NOW };
  const note = [expect.stringContaining('may repeat it')];
  const refused = tell(damaged, nightOf(0, [a]), 'refused');
  const next = tell(refused.state, nightOf(1, [a]));
  expect(next).toMatchObject({ told: ['a'], notes: note });
  expect(tell(next.state, nightOf(2, [a]))).toMatchObject({ told: [], notes: [] });
  expect(tell(next.state, nightOf(9, [a, b]))).toMatchObject({ told: ['b'], notes: note });
  expect(tell(next.state, nightOf(9, [a, b], { opened: ['b'] }))).toMatchObject({ told: ['b'], notes: [] });
  expect(tell(next.state, nightOf(3, [a, b], { opened: ['b'] }))).toMatchObject({ told: ['b'], notes: note });
});

test('what a message may have told stays in doubt while the messages after it do not look at it', () => {
  const [a, b] = [finding('a'), finding('b')];
  const first = tell(NOTHING_TOLD, nightOf(0, [a, b]), 'unclear');
  const without = tell(first.state, nightOf(1, [b], { unconfirmed: ['a'] }));
  expect(without).toMatchObject({ told: ['b'], notes: [expect.stringContaining('may repeat it')] });
  const still = tell(without.state, nightOf(2, [b], { unconfirmed: ['a'] }));
  expect(still).toMatchObject({ told: [], notes: [] });
  const back = tell(still.state, nightOf(3, [a, b]));
  expect(back).toMatchObject({ told: ['a'], notes: [expect.stringContaining('may repeat it')] });
  expect(tell(back.state, nightOf(4, [a, b]))).toMatchObject({ told: [], notes: [] });
});

test('a message says that it may repeat an earlier one, though the one in between may not have arrived either', () => {
  const [a, b] = [finding('a'), finding('b')];
  const first = tell(tell(NOTHING_TOLD, nightOf(0, [b])).state, nightOf(1, [a, b]), 'unclear');
  const between = tell(first.state, nightOf(2, [b], { unconfirmed: ['a'] }), 'unclear');
  const back = tell(between.state, nightOf(3, [a, b]));
  expect(back.told).toEqual(['a']);
  expect(back.notes).toEqual([
    expect.stringMatching(/of 2026-11-23 .* so this one may repeat it\.$/),
    expect.stringMatching(/of 2026-11-24 .* arrived; what it told is not told again/),
  ]);
});

test('a message says that it may repeat that a finding is worse', () => {
  const first = tell(NOTHING_TOLD, nightOf(0, [finding('a', 'LOW')]));
  const worse = tell(first.state, nightOf(1, [finding('a')]), 'unclear');
  const without = tell(worse.state, nightOf(2, [], { unconfirmed: ['a'] }));
  const back = tell(without.state, nightOf(3, [finding('a')]));
  expect(back).toMatchObject({ worsened: ['a'], notes: [expect.stringContaining('may repeat it')] });
});

describe('two runs that overlap', () => {
  const findings = [finding('a'), finding('b')];
  const begin = (state: NotificationState, id: string, result: AuditResult, now = NOW) => {
    const last = lastNotification(state, { id, now, died: NOBODY, findings: new Map() });
    const message = messageAbout(result, last, now);
    return { last, message, state: joinNotificationStates(state, messageBegun(id, message)) };
  };

  test('tell each finding once between them', () => {
    const one = begin(NOTHING_TOLD, 'one', nightOf(0, [finding('a')]));
    const other = begin(one.state, 'other', nightOf(0, findings));
    expect([...other.message.findings.keys()]).toEqual(['b']);
    const ended = joinNotificationStates(
      joinNotificationStates(other.state, messageEnded('other', other.message, 'delivered', other.last)),
      messageEnded('one', one.message, 'delivered', one.last),
    );
    expect(tell(ended, nightOf(1, findings))).toMatchObject({ told: [], notes: [] });
  });

  test('lose nothing where one of them dies: it may have told', () => {
    const one = begin(NOTHING_TOLD, 'one', nightOf(0, [finding('a')]));
    const other = begin(one.state, 'other', nightOf(0, findings));
    const ended = joinNotificationStates(other.state, messageEnded('other', other.message, 'delivered', other.last));
    const next = tell(ended, nightOf(1, findings));
    expect(next).toMatchObject({ told: ['a'], notes: [expect.stringContaining('may repeat it')] });
  });

  test('do not wait for one that is known to be dead, or had its time', () => {
    const { state } = begin(NOTHING_TOLD, 'one', nightOf(0, findings));
    const seen = (now: number, died: ReadonlySet<string>) =>
      lastNotification(state, { id: 'other', now, died, findings: new Map() }).elsewhere.size;
    expect([
      seen(NOW + LONGEST_SENDING_MS, NOBODY),
      seen(NOW + LONGEST_SENDING_MS + 1, NOBODY),
      seen(NOW, new Set(['one'])),
    ]).toEqual([2, 0, 0]);
  });

  test('are not a run and itself, whose own note it may find where the answer to the write was lost', () => {
    const one = begin(NOTHING_TOLD, 'one', nightOf(0, findings));
    expect(begin(one.state, 'one', nightOf(0, findings)).message).toEqual(one.message);
  });
});
