import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { motoInstalled } from '../support/moto.ts';
import { onlyStoryRules } from '../support/story-rules.ts';
import { MISSED_NIGHTS } from './missed-nights.ts';
import { MOTO_VIEW, motoWorld, type View } from './moto-world.ts';
import { type Night, runNight, simulatedClock } from './night.ts';
import { ORDINARY_NIGHTS } from './ordinary-nights.ts';
import { changesText, findingsIn, hubTable, messageText, trendIn } from './outputs.ts';
import { sandboxWorld } from './sandbox-world.ts';
import { TROUBLED_NIGHTS } from './troubled-nights.ts';
import type { World } from './world.ts';

const CONFIG = 'config/auditor.yaml';
/** The account that the story names. */
const STORY_ACCOUNT = '418295736412';
const EVERYTHING: View = {
  hub: (lines) => lines,
  notification: (text) => text,
  trend: (text) => text,
  changes: (text) => text,
};

onlyStoryRules();
const clock = simulatedClock();

describe('a week of nights', () => {
  play([...ORDINARY_NIGHTS, ...TROUBLED_NIGHTS, ...MISSED_NIGHTS], sandboxWorld, EVERYTHING);
});

describe.skipIf(!motoInstalled())('the same week against moto_server, as far as moto goes', () => {
  play([...ORDINARY_NIGHTS, ...TROUBLED_NIGHTS], motoWorld, MOTO_VIEW);
});

/** Plays the nights one after the other in a world, a test each, and compares what the view shows. */
function play(nights: readonly Night[], open: () => Promise<World>, view: View): void {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world?.close());

  test.each(nights)('$name: $title', async (night) => {
    clock.set(night.at);
    await night.before?.(world);
    if (night.config !== undefined) {
      const config = { Bucket: world.bucket, Key: CONFIG, Body: night.config };
      await world.session.client(S3Client).send(new PutObjectCommand(config));
    }
    for (const fault of night.faults ?? []) world.spoil(fault);
    const messages = world.messages.length;
    const summary = await runNight(world, night.detail?.(world.accountId), {
      AUDITOR_CONFIG: `s3://${world.bucket}/${CONFIG}`,
    });
    world.mend();

    const findings = await findingsIn(world.session);
    const expectedHub = linesOf(night.hub).map((line) => line.replaceAll(/ {2,}/g, '  '));
    expect(view.hub(hubTable(findings))).toEqual(view.hub(expectedHub));
    expect(new Set(findings.map(({ Id }) => Id)).size).toBe(findings.length);

    const expected = (part: 'notification' | 'trend' | 'changes'): string =>
      view[part](linesOf(night[part]).join('\n').replaceAll(STORY_ACCOUNT, world.accountId));
    const received = world.messages.slice(messages).map((message) => view.notification(messageText(message)));
    expect(received).toEqual([expected('notification')]);
    expect(view.trend(await trendIn(world.session, summary.report ?? ''))).toBe(expected('trend'));
    expect(view.changes(changesText(summary))).toBe(expected('changes'));
  });
}

/** The lines of an indented text. */
function linesOf(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim());
}
