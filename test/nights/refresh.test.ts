import { expect, onTestFinished, test } from 'vitest';
import { findingsIn } from './hub.ts';
import { FIRST_NIGHT, nightAt } from './night-names.ts';
import { runNight } from './run-night.ts';
import { sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';
import { HOME } from './world.ts';

const clock = simulatedClock(FIRST_NIGHT);

test('a finding that stays the same is imported again every month, long before Security Hub deletes it', async () => {
  const world = await sandboxWorld([]);
  onTestFinished(() => world.close());
  await world.deploy('legacy', HOME, 'legacy-task');
  const imported: number[] = [];
  for (let night = 1; night <= 100; night += 3) {
    clock.set(nightAt(night));
    await runNight(world);
    const [finding] = await findingsIn(world.session);
    if (Date.parse(finding?.UpdatedAt ?? '') === Date.now()) imported.push(night);
  }
  expect(imported).toEqual([1, 31, 61, 91]);
});
