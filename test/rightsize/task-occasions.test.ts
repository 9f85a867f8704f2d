import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import type { RoleTasks, RunningWorkload } from '../../src/ecs/role-tasks.ts';
import { addTaskSession, NO_TASK_SESSIONS } from '../../src/evidence/task-sessions.ts';
import { revisionKey } from '../../src/evidence/task-starts.ts';
import { bucketOf } from '../../src/evidence/time-bucket.ts';
import type { Evidence } from '../../src/rightsize/assessment-input.ts';
import { taskOccasions } from '../../src/rightsize/task-occasions.ts';
import { daysAgo, NOW } from '../ledger/seen.ts';

const INTERVAL = { from: daysAgo(90), to: NOW };
const WATCHED: Evidence['watched'] = () => ({ interval: INTERVAL, sources: ['lookup'] });
const API = { region: 'eu-west-1', family: 'api', revisions: [6, 7] } as const;
const CRON = { region: 'eu-west-1', family: 'cron', revisions: [7] } as const;

function running(...started: readonly number[]): RunningWorkload {
  return { name: 'service api of main in eu-west-1', region: 'eu-west-1', family: 'api', started };
}

interface Given {
  readonly tasks?: Partial<RoleTasks>;
  /** Days ago at which a task's credentials were first fetched. */
  readonly sessions?: readonly number[];
  /** Days ago at which RunTask started a task, by family; of its revision 7. */
  readonly runTask?: Readonly<Record<string, number>>;
  /** The revision that RunTask started; 7 where absent. */
  readonly revision?: number;
  readonly lastSeen?: number;
  readonly watched?: Evidence['watched'];
}

function missing({
  tasks,
  sessions = [],
  runTask = {},
  revision = 7,
  lastSeen = daysAgo(1),
  watched = WATCHED,
}: Given): string {
  const seen = sessions.reduce(
    (known, days, index) => addTaskSession(known, String(index).padStart(8, '0'), daysAgo(days)),
    NO_TASK_SESSIONS,
  );
  const taskStarts = new Map(
    Object.entries(runTask).map(([family, days]) => [
      revisionKey('eu-west-1', family, revision),
      [bucketOf(daysAgo(days))],
    ]),
  );
  const occasions = taskOccasions(
    { families: [API], running: [], unlisted: [], ...tasks },
    { tasks: seen, lastSeen },
    { watched, taskStarts, now: NOW },
  );
  return occasions.missingIn(INTERVAL) ?? 'none';
}

describe('taskOccasions()', () => {
  it.each<readonly [string, Given]>([
    ['a running task started in it', { tasks: { running: [running(daysAgo(12))] } }],
    ['one task of a service was replaced in it', { tasks: { running: [running(daysAgo(200), daysAgo(12))] } }],
    ['a task of the only family was seen to fetch its first credentials', { sessions: [40] }],
    ['RunTask started a task of its family', { runTask: { api: 3 } }],
    [
      'a task was seen after the only family was registered',
      { tasks: { families: [{ ...API, since: daysAgo(41) }] }, sessions: [40] },
    ],
    ['RunTask started any revision that names the role', { runTask: { api: 3 }, revision: 6 }],
    [
      'every family started one',
      { tasks: { families: [API, CRON], running: [running(daysAgo(5))] }, runTask: { cron: 3 } },
    ],
    [
      'a task is being started, and the family was seen to start',
      { tasks: { running: [running()] }, runTask: { api: 3 } },
    ],
  ])('finds an occasion where %s', (_, given) => {
    expect(missing(given)).toBe('none');
  });

  it.each<readonly [string, Given, string]>([
    [
      'the service runs since before it',
      { tasks: { running: [running(daysAgo(200))] }, sessions: [40] },
      'No task of service api of main in eu-west-1 has started since 2026-05-06',
    ],
    [
      'another service of the family was restarted',
      {
        tasks: {
          running: [running(daysAgo(200)), { ...running(daysAgo(3)), name: 'service web of main in eu-west-1' }],
        },
      },
      'No task of service api of main in eu-west-1 has started since 2026-05-06',
    ],
    [
      'the only family is younger than the tasks that were seen',
      { tasks: { families: [{ ...API, since: daysAgo(2) }] }, sessions: [40] },
      'No task of it is known to have started',
    ],
    [
      'only those of another service of the family come up',
      { tasks: { running: [{ ...running(), name: 'service web of main in eu-west-1' }, running(daysAgo(3))] } },
      'Tasks of service web of main in eu-west-1 are being started',
    ],
    [
      'tasks of a service are being started over and over, and none comes up',
      { tasks: { running: [running()] }, sessions: [40, 30, 20, 10] },
      'Tasks of service api of main in eu-west-1 are being started, and none is known to have come up since 2026-08-24',
    ],
    ['only renewals were seen', { sessions: [89.5] }, 'No task of it is known to have started since 2026-08-24'],
    ['the last start is an hour old at most', { sessions: [0.01] }, 'No task of it is known to have started'],
    [
      'RunTask started a revision that does not name the role',
      { runTask: { api: 3 }, revision: 8 },
      'No task of it is known to have started',
    ],
    ['RunTask started another family', { runTask: { cron: 3 } }, 'No task of it is known to have started'],
    [
      'one of its families did not start',
      { tasks: { families: [API, CRON] }, sessions: [40], runTask: { api: 3 } },
      'Of family cron in eu-west-1, whose tasks may use it too, no start is known since 2026-08-24',
    ],
    [
      'nobody used the role',
      { lastSeen: daysAgo(120), runTask: { api: 3 } },
      'The role itself was not used in 90 days',
    ],
    [
      'the tasks could not be listed',
      { tasks: { unlisted: ['eu-west-1'] }, sessions: [40] },
      'The tasks of eu-west-1 could not all be listed',
    ],
    [
      'nobody watched who assumed the role',
      { sessions: [40], watched: () => ({ why: 'regionsUnknown' }) },
      'No task of it is known to have started',
    ],
  ])('finds none where %s', (_, given, sentence) => {
    expect(missing(given)).toContain(sentence);
  });

  it('asks for a start within the interval that proves', () => {
    const occasions = taskOccasions(
      { families: [API], running: [running(daysAgo(60))], unlisted: [] },
      { tasks: NO_TASK_SESSIONS, lastSeen: daysAgo(1) },
      { watched: WATCHED, taskStarts: new Map(), now: NOW },
    );
    expect(occasions.missingIn(INTERVAL)).toBeUndefined();
    expect(occasions.missingIn({ from: NOW - 45 * DAY_MS, to: NOW })).toContain('has started since 2026-09-23');
  });
});
