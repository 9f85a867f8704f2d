import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesText } from './changes.ts';
import { findingsIn } from './hub.ts';
import { hubRows, readTable, tableText } from './hub-table.ts';
import { type Night, plain } from './night.ts';
import { trendIn, writeObject } from './reports.ts';
import { runNight } from './run-night.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import { toldText } from './told.ts';
import type { World } from './world.ts';

const CONFIG = 'config/auditor.yaml';

/** Plays the nights one after the other in a world, a test each. */
export function tell(nights: readonly Night[], clock: SimulatedClock, open: () => Promise<World>): void {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world?.close());

  test.each(nights)('$name: $title', async (night) => {
    clock.set(night.at);
    await night.before?.(world);
    if (night.config !== undefined) await writeObject(world.session, world.bucket, CONFIG, night.config);
    for (const fault of night.faults ?? []) world.spoil(fault);
    const messages = world.messages.length;
    const summary = await runNight(world, night.detail?.(world.accountId), {
      AUDITOR_CONFIG: `s3://${world.bucket}/${CONFIG}`,
    });
    world.mend();

    const findings = await findingsIn(world.session);
    expect(tableText(hubRows(findings))).toBe(tableText(readTable(night.hub)));
    expect(new Set(findings.map(({ Id }) => Id)).size).toBe(findings.length);
    expect(world.messages.slice(messages).map(toldText)).toEqual([plain(night.told)]);
    expect(await trendIn(world.session, summary.report ?? '')).toBe(plain(night.trend));
    expect(changesText(summary)).toBe(plain(night.changes));
  });
}
