import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import type { FamilyOfRole } from '../../src/ecs/role-tasks.ts';
import type { RoleUsage } from '../../src/evidence/role-usage.ts';
import { addTaskSession, NO_TASK_SESSIONS } from '../../src/evidence/task-sessions.ts';
import type { TaskStarts } from '../../src/evidence/task-starts.ts';
import { bucketOf } from '../../src/evidence/time-bucket.ts';
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
  return timeInUse({ running, families: [] }, { ...NOTHING, tasks, lastSeen }, new Map()).tooShortIn(INTERVAL, NEEDED);
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

describe('a family that shares its role', () => {
  const API = { region: 'eu-west-1', family: 'api', revisions: [7] } as const;
  const WEB = { region: 'eu-west-1', family: 'web', revisions: [3], since: daysAgo(300) } as const;
  /** Somebody else, a function say, has used the role all the time. */
  const others = { first: daysAgo(300), last: NOW };
  const used = new Map([['sqs:sendmessage', others]]) as unknown as RoleUsage['used'];

  function sentence(
    families: readonly FamilyOfRole[],
    starts: TaskStarts = new Map(),
    sessions: readonly number[] = [],
  ) {
    const tasks = sessions.reduce(
      (known, days, index) => addTaskSession(known, String(index).padStart(8, '0'), daysAgo(days)),
      NO_TASK_SESSIONS,
    );
    const usage = { ...NOTHING, used, tasks, lastSeen: NOW };
    return timeInUse({ running: [], families }, usage, starts).tooShortIn(INTERVAL, NEEDED);
  }

  it.each<readonly [string, Parameters<typeof sentence>]>([
    ['its revision was registered long ago', [[{ ...API, since: daysAgo(60) }]]],
    ['it was seen to start long ago', [[API, WEB], new Map([['eu-west-1 api 7', [bucketOf(daysAgo(60))]]])]],
    ['it is the only one, and tasks ran long ago', [[{ ...API, since: daysAgo(20) }], new Map(), [60]]],
    ['nobody knows since when', [[API, WEB]]],
  ])('says nothing where %s', (_, given) => {
    expect(sentence(...given)).toBeUndefined();
  });

  it.each<readonly [string, Parameters<typeof sentence>]>([
    ['was given it lately', [[{ ...API, since: daysAgo(20) }]]],
    [
      'was given it lately, though tasks of another ran long ago',
      [[{ ...API, since: daysAgo(20) }, WEB], new Map(), [60]],
    ],
  ])('says since when where it %s', (_, given) => {
    expect(sentence(...given)).toContain('Family api in eu-west-1 is known to run with it since 2026-11-02 only');
  });
});
