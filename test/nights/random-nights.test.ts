import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import { type RandomNight, randomWeek } from './arbitrary-nights.ts';
import { activeIn, expectLasting, expectMarks, type Findings, withoutTimes } from './expect-hub.ts';
import { faultsOf } from './faults-of.ts';
import { findingsIn } from './hub.ts';
import { type HubModel, hubModel, isAccepted, look } from './hub-model.ts';
import { accept, CONFIG, liveThrough } from './live-through.ts';
import { type Look, NAMES } from './model.ts';
import { FIRST_NIGHT, nightAt } from './night-names.ts';
import { runNight } from './run-night.ts';
import { type SandboxWorld, sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';
import { isUnsure, saysNothingNew, titleOf, toldOpen } from './told-open.ts';

const USES = NAMES.map((role) => ({
  role,
  eventSource: 'secretsmanager.amazonaws.com',
  eventName: 'GetSecretValue',
}));

const clock = simulatedClock(FIRST_NIGHT);

test('whatever happens over the nights, Security Hub holds what the last complete look at each role found', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(randomWeek, async (week) => {
      clock.set(FIRST_NIGHT);
      const world = await sandboxWorld(USES);
      try {
        await play(week, world);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 8 },
  );
});

async function play(week: readonly RandomNight[], world: SandboxWorld): Promise<void> {
  const model = hubModel();
  await accept([], 1, model, world);
  for (const [place, night] of week.entries()) {
    const number = place + 1;
    clock.set(nightAt(number));
    for (const change of night.changes) await liveThrough(change, model, world);
    if (night.exceptions !== undefined) await accept(night.exceptions, number, model, world);
    const before = await findingsIn(world.session);
    await run(night.look, world);
    const after = await findingsIn(world.session);
    look(model, night.look, world.accountId);

    expect(activeIn(after)).toEqual([...model.open.keys()].sort());
    expectLasting(before, after, model);
    expectMarks(before, after, model, number, night.look);
    for (const { Id = '' } of after) {
      if (night.look.kind === 'ledger unwritten' && !before.some((known) => known.Id === Id)) model.unkept.add(Id);
    }

    clock.set(nightAt(number) + HOUR_MS);
    await run(night.look, world);
    const again = await findingsIn(world.session);
    // Where it cannot be read what is there, it is sent again.
    const seen = (findings: Findings) => (night.look.kind === 'hub unread' ? findings.map(withoutTimes) : findings);
    expect(seen(again)).toEqual(seen(after));
    if (night.look.kind !== 'ledger unwritten') {
      expect(world.messages.slice(-1).map(saysNothingNew)).toEqual([true]);
    }
  }
  await expectTold(week, model, world);
}

/** What people were told, message by message, comes to what there is, where it could always be said what was new. */
async function expectTold(week: readonly RandomNight[], model: HubModel, world: SandboxWorld): Promise<void> {
  if (week.some(({ look: { kind } }) => kind === 'ledger unwritten') || world.messages.some(isUnsure)) return;
  const last = week.length + 1;
  clock.set(nightAt(last));
  await run({ kind: 'whole' }, world);
  look(model, { kind: 'whole' }, world.accountId);
  const open = [...model.open].filter(([id]) => !isAccepted(model, id, last)).map(([id, name]) => titleOf(id, name));
  expect(toldOpen(world.messages)).toEqual(open.sort());
}

async function run(how: Look, world: SandboxWorld): Promise<void> {
  for (const fault of faultsOf(how)) world.spoil(fault);
  const roles = how.kind === 'roles' ? how.names.map((name) => `arn:aws:iam::${world.accountId}:role/${name}`) : [];
  await runNight(world, how.kind === 'roles' ? { roles } : undefined, {
    AUDITOR_CONFIG: `s3://${world.bucket}/${CONFIG}`,
  });
  world.mend();
}
