import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import { generousFamily, memberAccount } from '../../src/sandbox/organization/member-account.ts';
import {
  type AuditStep,
  hubFunctions,
  machineWorld,
  organizationOf,
  STATE_MACHINE,
  storedSummary,
} from '../support/organization-world.ts';
import { runStateMachine } from '../support/run-state-machine.ts';

const HUGE = '610047512938';
const SETTINGS = {
  AUDITOR_SOURCES: 'lookup',
  AUDITOR_LOOKBACK: '21d',
  AUDITOR_MIN_WATCHED: '14d',
  AUDITOR_MIN_AGE: '14d',
};

/** An account of which the event history takes some fifteen seconds to read: thirty pages at two a second. */
async function opened() {
  const now = Date.now();
  const account = memberAccount(HUGE, now, [generousFamily('payouts')], ['us-east-1']);
  for (let index = 0; index < 1_500; index += 1)
    addEvent(account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'GetQueueUrl',
      at: now - HOUR_MS - Math.floor((index * 20 * DAY_MS) / 1_500),
      role: `arn:aws:iam::${HUGE}:role/payouts-task`,
    });
  const { sandbox } = await organizationOf([account]);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Runs the repository's state machine; the attempts at each account are noted, with what was answered. */
async function runOf(sandbox: Awaited<ReturnType<typeof opened>>, functions: Parameters<typeof machineWorld>[1]) {
  const attempts: { readonly attempt: number; readonly answer: unknown }[] = [];
  const its = machineWorld(sandbox, functions);
  await runStateMachine(
    STATE_MACHINE,
    {
      ...its,
      async invoke(name, payload) {
        const answer = await its.invoke(name, payload);
        if (name.includes('Audit')) attempts.push({ attempt: (payload as AuditStep).detail.attempt, answer });
        return answer;
      },
    },
    'night',
  );
  return attempts;
}

describe('a huge account', () => {
  test('is audited again until all of it is read, and comes to what more time would', {
    timeout: 180_000,
  }, async () => {
    const short = await opened();
    const attempts = await runOf(short, hubFunctions(short, SETTINGS, 12_000));
    expect(attempts.length).toBeGreaterThan(1);
    const again = { account: HUGE, standing: 'partly', again: true };
    expect(attempts.slice(0, -1).map(({ answer }) => answer)).toEqual(attempts.slice(1).map(() => again));
    expect(attempts.at(-1)?.answer).toEqual({ account: HUGE, standing: 'audited', again: false });

    const long = await opened();
    expect(await runOf(long, hubFunctions(long, SETTINGS))).toHaveLength(1);
    const verdictsIn = (sandbox: typeof long) =>
      storedSummary(sandbox, 'night').accounts.find(({ account }) => account.id === HUGE)?.totals?.verdicts;
    expect(verdictsIn(short)).toEqual(verdictsIn(long));
    expect(verdictsIn(long)?.unused).toBeGreaterThan(0);
  });

  test.each([
    ['for as long as that gets further', 3, 4],
    ['at most eight times', 99, 8],
  ])('is audited again %s', async (_, further, times) => {
    const sandbox = await opened();
    const { step } = hubFunctions(sandbox);
    const audit = async (_run: string, { id }: AuditStep['detail']['account'], attempt = 1) => ({
      account: id,
      standing: 'partly',
      again: attempt <= further,
    });
    const attempts = await runOf(sandbox, { step, audit });
    expect(attempts.map(({ attempt }) => attempt)).toEqual(Array.from({ length: times }, (_each, index) => index + 1));
  });
});
