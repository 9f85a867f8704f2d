import { expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { addTaskSession, NO_TASK_SESSIONS } from '../../src/evidence/task-sessions.ts';
import { timeInUse } from '../../src/rightsize/time-in-use.ts';
import { daysAgo, NOW } from '../ledger/seen.ts';

const INTERVAL = { from: daysAgo(90), to: NOW };
const NEEDED = 45 * DAY_MS;
const NOTHING = { used: new Map(), denied: new Map() };

/** Whether a role is in use long enough whose tasks fetched their first credentials so many days ago, and ran for days. */
function tooShort(sessions: readonly (readonly [firstDaysAgo: number, lastDaysAgo: number])[], started?: number) {
  const tasks = sessions.reduce((known, [first, last], index) => {
    const id = String(index).padStart(32, '0');
    return addTaskSession(addTaskSession(known, id, daysAgo(first)), id, daysAgo(last));
  }, NO_TASK_SESSIONS);
  const api = { region: 'eu-west-1', family: 'api' } as const;
  const running = started === undefined ? [] : [{ name: 'service api', ...api, started: [daysAgo(started)] }];
  const lastSeen = daysAgo(Math.min(...sessions.map(([, last]) => last)));
  return timeInUse({ running }, { ...NOTHING, tasks, lastSeen }).tooShortIn(INTERVAL, NEEDED);
}

it.each<readonly [string, Parameters<typeof tooShort>]>([
  ['a task that runs has run for long', [[[80, 1]], 80]],
  [
    'a task that runs took over from others',
    [
      [
        [85, 12],
        [12, 1],
      ],
      12,
    ],
  ],
  [
    'jobs ran now and then',
    [
      [
        [80, 80],
        [50, 50],
        [20, 20],
      ],
    ],
  ],
])('asks for nothing more where %s', (_, given) => {
  expect(tooShort(...given)).toBeUndefined();
});

it.each<readonly [string, Parameters<typeof tooShort>, string]>([
  ['was put behind a family a week ago', [[[8, 1]], 8], 'for 8 days (2026-11-14 to 2026-11-22) only'],
  ['was taken away after ten days', [[[80, 70]]], 'for 10 days (2026-09-03 to 2026-09-13) only'],
  ['was taken away soon after the watch began', [[[200, 80]]], 'for 10 days (2026-08-24 to 2026-09-03) only'],
  ['ran one job', [[[30, 30]]], 'on 2026-10-23 only'],
])('says so of a role that %s', (_, given, text) => {
  expect(tooShort(...given)).toContain(text);
});
