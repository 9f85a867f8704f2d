import { describe, expect, onTestFinished, test } from 'vitest';
import { onlyStoryRules } from '../support/story-rules.ts';
import { nightAt, nightName, runNight, simulatedClock } from './night.ts';
import { findingsIn, hubTable, messageText } from './outputs.ts';
import { type SandboxWorld, sandboxWorld } from './sandbox-world.ts';
import * as cast from './world.ts';
import { HOME } from './world.ts';

onlyStoryRules();
const clock = simulatedClock();

async function openWorld(): Promise<SandboxWorld> {
  const world = await sandboxWorld();
  onTestFinished(() => world.close());
  return world;
}

/** The headline of a message, without the account. */
function headline(message: SandboxWorld['messages'][number]): string | undefined {
  return messageText(message)
    .split('\n')[0]
    ?.replace(/^[^:]+: /, '');
}

test('a night on which Security Hub takes findings and shows none keeps the dates of the ledger and what people set', async () => {
  clock.set(nightAt(1));
  const world = await openWorld();
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

  expect(hubTable(await findingsIn(world.session))).toEqual([
    'role  rule  severity  record  workflow  created  first  last  updated  note',
    'billing-task  trust-without-source-condition  LOW  ACTIVE  NOTIFIED  1  1  2  2  -',
    'mailer-task  wildcard-resource  MEDIUM  ARCHIVED  NEW  1  1  1  2  -',
    'search-task  trust-too-wide  HIGH  ACTIVE  NEW  2  2  2  2  -',
  ]);
  expect(world.messages.map(headline).at(-1)).toBe('1 new, 1 resolved (incomplete)');
});

test('a night that cannot read the ledger, or finds it gone, resolves no finding that rests on what earlier nights saw', async () => {
  clock.set(nightAt(1));
  const world = await openWorld();
  const missed = async () => {
    await runNight(world);
    return hubTable(await findingsIn(world.session)).filter((row) => row.includes('removed-and-missed'));
  };
  await world.putRole(cast.checkout);
  await world.deploy('checkout', HOME, 'checkout-task');
  expect(await missed()).toEqual([]);

  clock.set(nightAt(2));
  await world.putRole(cast.checkoutTrimmed);
  await world.refuse('checkout-task', 'sqs.amazonaws.com', 'CreateQueue');
  const open = ['checkout-task  removed-and-missed  HIGH  ACTIVE  NEW  2  2  2  2  -'];
  expect(await missed()).toEqual(open);

  clock.set(nightAt(3));
  world.spoil({ kind: 'accessDenied', service: 's3', operation: 'GetObject' });
  expect(await missed()).toEqual(open);
  world.mend();

  clock.set(nightAt(4));
  world.removeLedger();
  expect(await missed()).toEqual(open);

  clock.set(nightAt(5));
  await world.putRole(cast.checkoutRestored);
  expect(await missed()).toEqual(['checkout-task  removed-and-missed  HIGH  ARCHIVED  NEW  2  2  2  5  -']);
});

test('a finding that stays the same is imported again every month, long before Security Hub deletes it', async () => {
  clock.set(nightAt(1));
  const world = await openWorld();
  await world.deploy('legacy', HOME, 'legacy-task');
  const imported: (string | undefined)[] = [];
  for (const night of [1, 2, 16, 28, 30, 31, 32, 60, 61, 62]) {
    clock.set(nightAt(night));
    await runNight(world);
    imported.push(nightName((await findingsIn(world.session))[0]?.UpdatedAt));
  }
  expect(imported).toEqual(['1', '1', '1', '1', '1', '31', '31', '31', '61', '61']);
});

describe('a quiet weekend', () => {
  /** Nights of the story's calendar, whose first is a Monday. */
  const [FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY] = [5, 6, 7, 8, 9];

  test('keeps small changes for Monday, and neither grave ones nor losses', async () => {
    clock.set(nightAt(1));
    const world = await openWorld();
    /** Headlines of a night's messages, none where it was quiet. */
    const headlines = async (night: number) => {
      clock.set(nightAt(night));
      const before = world.messages.length;
      const summary = await runNight(world, undefined, { AUDITOR_QUIET_NIGHTS: 'weekends,unchanged' });
      expect(summary.incomplete).toEqual(night === SUNDAY ? [expect.anything(), expect.anything()] : []);
      return world.messages.slice(before).map(headline);
    };

    await world.putRole(cast.mailer);
    await world.deploy('mailer', HOME, 'mailer-task');
    expect(await headlines(FRIDAY)).toEqual(['1 new']);

    await world.putRole(cast.reports);
    await world.deploy('reports', HOME, 'reports-task');
    await world.putRole(cast.mailerFixed);
    expect(await headlines(SATURDAY)).toEqual([]);

    world.spoil({ kind: 'accessDenied', service: 'securityhub' });
    expect(await headlines(SUNDAY)).toEqual(['1 new, 1 resolved (incomplete)']);
    world.mend();
    expect(await headlines(MONDAY)).toEqual([]);

    await world.putRole(cast.search);
    await world.deploy('search', HOME, 'search-task');
    expect(await headlines(SATURDAY + 7)).toEqual(['1 new']);
    await world.putRole(cast.mailer);
    expect(await headlines(SUNDAY + 7)).toEqual([]);
    expect(await headlines(MONDAY + 7)).toEqual(['1 new']);
    expect(await headlines(TUESDAY + 7)).toEqual([]);
  });
});
