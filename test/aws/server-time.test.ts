import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { clockNotice, soundClock } from '../../src/aws/client/server-time.ts';
import { MINUTE_MS } from '../../src/base/time.ts';
import { readConfig } from '../../src/config/config.ts';
import { unlimited } from '../../src/deadline.ts';
import type { Clock } from '../../src/ports.ts';
import { openContext } from '../../src/wiring/open-context.ts';

const ANSWER =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

/** An STS whose clock is so far ahead of this machine's; its address. */
async function stsAhead(ahead: number | undefined): Promise<string> {
  const server = createServer((_, response) => {
    response.sendDate = false;
    if (ahead !== undefined) response.setHeader('Date', new Date(Date.now() + ahead).toUTCString());
    response.setHeader('Content-Type', 'text/xml').end(ANSWER);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** How far the clock of a context is ahead of this machine's, and what is said of it. */
async function contextAt(ahead: number | undefined, clock?: Clock) {
  const stages: string[] = [];
  const context = await openContext(readConfig({ AUDITOR_PUBLISH: 'false', AUDITOR_NOTIFY: 'false' }), {
    ...unlimited(),
    progress: { stage: (name) => stages.push(name), advance: () => undefined },
    aws: {
      region: 'us-east-1',
      endpoint: await stsAhead(ahead),
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    },
    ...(clock && { clock }),
  });
  onTestFinished(() => context.close());
  return { minutes: Math.round((context.clock.now() - Date.now()) / MINUTE_MS), stages };
}

test.each([
  ['ahead', -90, 'going by AWS’s time: the clock of this machine is 90 minutes ahead'],
  ['behind', 60 * 24, 'going by AWS’s time: the clock of this machine is 1440 minutes behind'],
])('where the clock of the machine is %s, AWS’s time counts, and that is said', async (_, ahead, notice) => {
  const { minutes, stages } = await contextAt(ahead * MINUTE_MS);
  expect(minutes).toBe(ahead);
  expect(stages).toEqual([notice.replace('’', "'")]);
});

test.each([0, 4, -4])('a clock that is off by %d minutes is left alone', async (minutes) => {
  expect(await contextAt(minutes * MINUTE_MS)).toEqual({ minutes: 0, stages: [] });
});

test('an answer without a date leaves the clock alone', async () => {
  expect(await contextAt(undefined)).toEqual({ minutes: 0, stages: [] });
});

test('a clock that a run brings along counts', async () => {
  const { minutes, stages } = await contextAt(-90 * MINUTE_MS, { now: () => Date.now() + 7 * MINUTE_MS });
  expect([minutes, stages]).toEqual([7, []]);
});

test('a sound clock goes on', () => {
  let at = 1_000_000;
  const clock = soundClock({ now: () => at }, -600_000);
  expect(clock.now()).toBe(400_000);
  at += 5;
  expect(clock.now()).toBe(400_005);
  expect(clockNotice(undefined)).toBeUndefined();
});
