import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import {
  addTaskSession,
  isTaskId,
  joinTaskSessions,
  NO_TASK_SESSIONS,
  startsAmong,
  type TaskSessions,
} from '../../src/evidence/task-sessions.ts';

const DAY = 20_000;
const idOf = (place: number) => place.toString(16).padStart(8, '0').padEnd(32, '0');
const at = (days: number) => (DAY + days) * DAY_MS;

/** Tasks that are seen on these days, by the number of their id. */
function seen(sightings: readonly (readonly [task: number, day: number])[]): TaskSessions {
  return sightings.reduce((known, [task, day]) => addTaskSession(known, idOf(task), at(day)), NO_TASK_SESSIONS);
}

describe('isTaskId()', () => {
  it.each([
    [idOf(1), true],
    ['0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9', true],
    ['0A1B2C3D4E5F60718293A4B5C6D7E8F9', false],
    ['GitHubActions', false],
    ['', false],
  ])('says of %s: %s', (name, expected) => {
    expect(isTaskId(name)).toBe(expected);
  });
});

describe('startsAmong()', () => {
  it('takes the first sight of a task for its start', () => {
    expect(
      startsAmong(
        seen([
          [1, 5],
          [1, 6],
          [2, 9],
        ]),
        at(0),
      ),
    ).toEqual([at(5), at(9)]);
  });

  it('takes no renewal for a start: credentials that are first seen on the first day may be older', () => {
    const sessions = addTaskSession(seen([[1, 40]]), idOf(2), at(0) + 23 * HOUR_MS);
    expect(startsAmong(sessions, at(0))).toEqual([at(40)]);
    expect(startsAmong(NO_TASK_SESSIONS, at(0))).toEqual([]);
  });

  it('forgets no earlier sight of a task for the many others of another week', () => {
    // 80 tasks run from before the watched time on; a week later fewer of them are seen beside each other.
    const steady = Array.from({ length: 80 }, (_, task) => [task, 0] as const);
    const before = seen(steady);
    const later = seen(steady.slice(60).map(([task]) => [task, 7] as const));
    expect(startsAmong(joinTaskSessions(before, later), at(0))).toEqual([]);
    expect(startsAmong(joinTaskSessions(later, before), at(0))).toEqual([]);
  });

  it('finds the start of a task among many', () => {
    const many = Array.from({ length: 500 }, (_, task) => [task, 10 + (task % 30)] as const);
    expect(startsAmong(seen(many), at(0)).length).toBe(16);
  });

  it('never takes a task for started that was seen before, in whatever parts it was read', () => {
    const sighting = fc.tuple(fc.nat({ max: 150 }), fc.nat({ max: 30 }));
    const parts = fc.array(fc.array(sighting, { maxLength: 120 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, (weeks) => {
        const joined = weeks.map(seen).reduce(joinTaskSessions);
        const firsts = new Map<number, number>();
        for (const [task, day] of weeks.flat()) firsts.set(task, Math.min(firsts.get(task) ?? day, day));
        const starts = [...firsts.values()].filter((day) => day >= 1).map(at);
        for (const start of startsAmong(joined, at(0))) expect(starts).toContain(start);
        if (firsts.size <= 16) expect(startsAmong(joined, at(0))).toHaveLength(starts.length);
      }),
    );
  });
});
