import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as cast from './cast.ts';
import { findingsIn } from './hub.ts';
import { hubRows } from './hub-table.ts';
import { FIRST_NIGHT, nightAt } from './night-names.ts';
import { runNight } from './run-night.ts';
import { type SandboxWorld, sandboxWorld } from './sandbox-world.ts';
import { simulatedClock } from './simulated-clock.ts';
import { toldText } from './told.ts';
import { HOME } from './world.ts';

const clock = simulatedClock(FIRST_NIGHT);

describe('a night on which Security Hub takes findings and tells none', () => {
  let world: SandboxWorld;
  beforeAll(async () => {
    world = await sandboxWorld(cast.USES);
    await world.putRole(cast.mailer);
    await world.putRole(cast.billing);
    await world.deploy('mailer', HOME, 'mailer-task');
    await world.deploy('billing', HOME, 'billing-task');
    await runNight(world);
    await world.mark('billing-task', 'trust-without-source-condition', { Workflow: { Status: 'NOTIFIED' } });

    clock.set(nightAt(2));
    await world.putRole(cast.mailerFixed);
    await world.putRole(cast.search);
    await world.deploy('search', HOME, 'search-task');
    world.spoil({ kind: 'accessDenied', service: 'securityhub', operation: 'GetFindings' });
    await runNight(world);
    world.mend();
  });
  afterAll(() => world.close());

  test('keeps the dates that the ledger remembers, and what people set', async () => {
    const rows = hubRows(await findingsIn(world.session)).map(({ role, record, workflow, first, updated }) =>
      [role, record, workflow, first, updated].join(' '),
    );
    expect(rows).toEqual([
      'billing-task ACTIVE NOTIFIED 1 2',
      'mailer-task ARCHIVED NEW 1 2',
      'search-task ACTIVE NEW 2 2',
    ]);
  });

  test('says what is new and what is resolved', () => {
    const [headline] = world.messages.slice(-1).map((message) => toldText(message).split('\n')[0]);
    expect(headline).toBe(`ECS roles in account ${world.accountId}: 1 new, 1 resolved`);
  });
});
