import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesText } from './changes.ts';
import { compared, type Difference } from './difference.ts';
import { findingsIn } from './hub.ts';
import { hubRows, readTable, tableText } from './hub-table.ts';
import { type Night, plain } from './night.ts';
import { trendIn, writeObject } from './reports.ts';
import { runNight } from './run-night.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import { toldText } from './told.ts';
import type { World } from './world.ts';

const CONFIG = 'config/auditor.yaml';
/** The account that the story names. */
const STORY_ACCOUNT = '418295736412';

/** Plays the nights one after the other in a world, a test each. */
export function tell(
  nights: readonly Night[],
  clock: SimulatedClock,
  open: () => Promise<World>,
  differences: readonly Difference[] = [],
): void {
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
    const table = tableText(compared('hub', hubRows(findings), differences));
    expect(table).toBe(tableText(compared('hub', readTable(night.hub), differences)));
    expect(new Set(findings.map(({ Id }) => Id)).size).toBe(findings.length);

    const text = (part: 'told' | 'trend' | 'changes', said: string): string => compared(part, said, differences);
    const story = (part: 'told' | 'trend' | 'changes'): string =>
      text(part, plain(night[part]).replaceAll(STORY_ACCOUNT, world.accountId));
    const told = world.messages.slice(messages).map((message) => text('told', toldText(message)));
    expect(told).toEqual([story('told')]);
    expect(text('trend', await trendIn(world.session, summary.report ?? ''))).toBe(story('trend'));
    expect(text('changes', changesText(summary))).toBe(story('changes'));
    await night.after?.(world);
  });
}
