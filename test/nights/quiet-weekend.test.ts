import { describe, expect, onTestFinished, test } from 'vitest';
import * as cast from './cast.ts';
import { FIRST_NIGHT, nightAt } from './night-names.ts';
import { runNight } from './run-night.ts';
import { type SandboxWorld, sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';
import { toldText } from './told.ts';
import { HOME } from './world.ts';

const clock = simulatedClock(FIRST_NIGHT);
/** Nights of the story's calendar, whose first is a Monday. */
const [FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY] = [5, 6, 7, 8, 9];

/** Headlines of what a night told, none where it was quiet. */
async function headlines(world: SandboxWorld, night: number): Promise<readonly (string | undefined)[]> {
  clock.set(nightAt(night));
  const before = world.messages.length;
  const summary = await runNight(world, undefined, { AUDITOR_QUIET_NIGHTS: 'weekends,unchanged' });
  expect(summary.incomplete).toEqual(night === SUNDAY ? [expect.anything(), expect.anything()] : []);
  return world.messages.slice(before).map((message) =>
    toldText(message)
      .split('\n')[0]
      ?.replace(/^[^:]+: /, ''),
  );
}

describe('a quiet weekend', () => {
  test('keeps small changes for Monday, and neither grave ones nor losses', async () => {
    const world = await sandboxWorld(cast.USES);
    onTestFinished(() => world.close());
    await world.putRole(cast.mailer);
    await world.deploy('mailer', HOME, 'mailer-task');
    expect(await headlines(world, FRIDAY)).toEqual(['1 new']);

    await world.putRole(cast.reports);
    await world.deploy('reports', HOME, 'reports-task');
    await world.putRole(cast.mailerFixed);
    expect(await headlines(world, SATURDAY)).toEqual([]);

    world.spoil({ kind: 'accessDenied', service: 'securityhub' });
    expect(await headlines(world, SUNDAY)).toEqual(['1 new, 1 resolved']);
    world.mend();
    expect(await headlines(world, MONDAY)).toEqual([]);

    await world.putRole(cast.search);
    await world.deploy('search', HOME, 'search-task');
    expect(await headlines(world, SATURDAY + 7)).toEqual(['1 new']);
    await world.putRole(cast.mailer);
    expect(await headlines(world, SUNDAY + 7)).toEqual([]);
    expect(await headlines(world, MONDAY + 7)).toEqual(['1 new']);
    expect(await headlines(world, TUESDAY + 7)).toEqual([]);
  });
});
