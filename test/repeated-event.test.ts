import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityOfEvent } from '../src/audit-request.ts';
import { answerOfHandler } from '../src/cli/demo-lambda.ts';
import type { AuditSummary } from '../src/report/audit-summary.ts';
import { slackText } from '../src/report/slack/slack-text.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { tellings } from './run-ledger/two-nights.ts';
import { auditSandbox } from './support/audit-sandbox.ts';
import { handlerEnvironment } from './support/run-handler.ts';
import { smallAccount } from './support/small-account.ts';

const EVENT = JSON.parse(readFileSync('events/nightly.json', 'utf8')) as object;
let sandbox: Sandbox;
let onCall: () => void = () => undefined;

beforeEach(async () => {
  const { account } = smallAccount(Date.now());
  sandbox = await startSandbox({ account, limits: false, onCall: () => onCall() });
});
afterEach(() => sandbox.close());

function deliver(requestId: string, environment = {}, event: object = EVENT): Promise<unknown> {
  const accountId = sandbox.account.accountId;
  return answerOfHandler(event, handlerEnvironment(sandbox, environment), { accountId, requestId });
}

/** A run for the event that is stopped before it could say anything. */
async function stopped(request: string): Promise<void> {
  const controller = new AbortController();
  const event = identityOfEvent(EVENT) ?? '';
  onCall = () => {
    if (sandbox.calls.at(-1)?.operation === 'BatchImportFindings') controller.abort();
  };
  const deadline = { timeLeft: () => Number.POSITIVE_INFINITY, signal: controller.signal };
  const start = { limit: 900_000, memory: 1769, request, event };
  await auditSandbox(sandbox, { start, reading: deadline, writing: deadline });
  onCall = () => undefined;
}

test('a second delivery of an event ends at once, and says so', { timeout: 60_000 }, async () => {
  expect(await deliver('one')).toMatchObject({ complete: true });
  const calls = sandbox.calls.length;
  expect(await deliver('other')).toEqual({
    account: sandbox.account.accountId,
    repeated: expect.stringMatching(/^Nothing was done: .+ UTC has finished what it asks for$/),
    startedAt: expect.stringMatching(/Z$/),
    finished: true,
  });
  expect(sandbox.calls.slice(calls).map(({ operation }) => operation)).toEqual(['GetCallerIdentity', 'GetObject']);
  expect(tellings(sandbox)).toHaveLength(1);
});

test('another event is another run, also where somebody changed an old one', { timeout: 60_000 }, async () => {
  await deliver('one');
  expect(await deliver('other', {}, { ...EVENT, id: randomUUID() })).toMatchObject({ complete: true });
  expect(await deliver('third', {}, { ...EVENT, detail: { families: ['shop'] } })).toMatchObject({ complete: true });
});

test('an event that is worked on is left to the run that does', { timeout: 60_000 }, async () => {
  await stopped('one');
  expect(await deliver('other')).toMatchObject({
    finished: false,
    repeated: expect.stringMatching(/is at work on it$/),
  });
});

test('a run that died is tried again by Lambda, which is told first and once', { timeout: 60_000 }, async () => {
  await stopped('one');
  expect(sandbox.state.findings.size).toBeGreaterThan(0);
  expect(tellings(sandbox)).toEqual([]);
  const answer = await deliver('one');
  expect(answer).toMatchObject({
    incomplete: [
      {
        what: expect.stringMatching(/^The run of 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/),
        why: expect.stringMatching(
          /^It never ended: .+ \(it had 1769 MB and 15 minutes\).+ \(MemorySize\).+ \(Families\)$/,
        ),
      },
    ],
  });
  const blocks = sandbox.state.slackMessages[0]?.blocks ?? [];
  const text = slackText(blocks as unknown as Parameters<typeof slackText>[0]);
  expect(text).toMatch(/^⚠️ The run of .+ never ended/);
  expect(text.match(/never ended/g)).toHaveLength(1);
  // The findings are in Security Hub already, apart from those that are too mild for it, and news all the same.
  const { opened, findings } = answer as AuditSummary;
  expect(opened).toBe(findings.INFORMATIONAL);
  expect(tellings(sandbox)).toEqual([expect.stringMatching(/^\d+ new$/)]);

  expect(await deliver('next', {}, { ...EVENT, id: randomUUID() })).toMatchObject({ incomplete: [] });
  expect(tellings(sandbox)[1]).toBe('nothing new');
});

test('without a ledger nothing is known of other deliveries', { timeout: 60_000 }, async () => {
  const none = { AUDITOR_LEDGER: 'none' };
  await deliver('one', none);
  expect(await deliver('other', none)).toMatchObject({ complete: true });
});
