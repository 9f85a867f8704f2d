import { describe, expect, test } from 'vitest';
import { createLookupCalls } from '../../src/aws/cloudtrail/lookup-sdk-calls.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/base/time.ts';
import type { Interpretation, Observation } from '../../src/cloudtrail/observation.ts';
import type { UsageReceiver } from '../../src/evidence/usage.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import { addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { lookupSource } from '../../src/sources/lookup/lookup-source.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);
const region = 'us-east-1';
const from = now - 90 * DAY_MS;
const request = { accountId: '418295736412', regions: [region], from, to: now } as const;
const watchedTo = now - 15 * MINUTE_MS;

/** Stands in for the real interpretation: every record is an observation of its event. */
function interpret(record: unknown): Interpretation {
  const { eventID, eventName, eventTime } = record as Record<string, string>;
  if (eventName === 'Unreadable') return { unreadable: 'it has no eventSource' };
  const observation: Observation = {
    eventId: eventID ?? '',
    at: Date.parse(eventTime ?? ''),
    region,
    eventSource: '',
    eventName: eventName ?? '',
    principal: { name: 'app', accountId: '418295736412' },
    parameters: { kind: 'unstated' },
    resources: [],
  };
  return { observation };
}

interface Collected extends UsageReceiver {
  readonly seen: string[];
  readonly problems: string[];
}

function collector(): Collected {
  const seen: string[] = [];
  const problems: string[] = [];
  return {
    seen,
    problems,
    observe: (observation) => seen.push(observation.eventId),
    grantChanged() {},
    assumed() {},
    unreadable: (_region, why) => problems.push(why),
  };
}

/** `count` events, an hour apart, the newest an hour old. */
function accountWith(count: number, regions: readonly string[] = [region]): SandboxAccount {
  const account = emptyAccount({ now, regions });
  const role = addRole(account, { name: 'app' });
  for (const name of regions) {
    for (let index = 1; index <= count; index += 1) {
      addEvent(account, {
        eventSource: 'sqs.amazonaws.com',
        eventName: 'ListQueues',
        at: now - index * HOUR_MS,
        region: name,
        role,
      });
    }
  }
  return account;
}

const options = { interpret, clock: { now: () => now } };

describe('lookupSource', () => {
  test('reads every page of every Region within two calls a second, and states the window it watched', async () => {
    const regions = [region, 'eu-west-1'] as const;
    const account = accountWith(120, regions);
    const { sandbox, session } = await sandboxSession({ account });
    const receiver = collector();
    const outcome = await lookupSource(createLookupCalls(session), options).read({ ...request, regions }, receiver);
    expect(outcome.incomplete).toEqual([]);
    expect(outcome.records).toBe(240);
    expect(new Set(receiver.seen)).toEqual(new Set(account.events.map((event) => event.eventID)));
    expect(receiver.seen).toHaveLength(240);
    expect(outcome.coverage).toEqual(
      regions.map((name) => ({
        source: 'lookup',
        region: name,
        management: [{ from, to: watchedTo }],
        excludedEventSources: [],
        dataEvents: {},
      })),
    );
    expect(sandbox.calls.filter((call) => call.status !== 200)).toEqual([]);
    expect(sandbox.calls).toHaveLength(6);
  });

  test('watches a Region in which nothing happened', async () => {
    const { session } = await sandboxSession({ account: accountWith(0) });
    const outcome = await lookupSource(createLookupCalls(session), options).read(request, collector());
    expect(outcome.coverage[0]?.management).toEqual([{ from, to: watchedTo }]);
  });

  test('claims no more than the 90 days that CloudTrail keeps', async () => {
    const { session } = await sandboxSession({ account: accountWith(0) });
    const outcome = await lookupSource(createLookupCalls(session), options).read(
      { ...request, from: now - 200 * DAY_MS },
      collector(),
    );
    expect(outcome.coverage[0]?.management).toEqual([{ from, to: watchedTo }]);
  });

  test('ends at what was asked where that is long past', async () => {
    const to = now - 10 * DAY_MS;
    const { session } = await sandboxSession({ account: accountWith(0) });
    const outcome = await lookupSource(createLookupCalls(session), options).read({ ...request, to }, collector());
    expect(outcome.coverage[0]?.management).toEqual([{ from, to }]);
  });

  test('watches nothing in a Region that is denied, says which permission, and reads the others', async () => {
    const regions = [region, 'eu-west-1'] as const;
    const faults = [{ kind: 'accessDenied', service: 'cloudtrail', region: 'eu-west-1' }] as const;
    const { session } = await sandboxSession({ account: accountWith(3, regions), faults });
    const outcome = await lookupSource(createLookupCalls(session), options).read({ ...request, regions }, collector());
    expect(outcome.coverage.map((one) => one.management)).toEqual([[{ from, to: watchedTo }], []]);
    expect(outcome.incomplete).toEqual([
      {
        what: `CloudTrail events of eu-west-1 before 2026-11-22T02:45:00Z`,
        why: expect.stringContaining("add cloudtrail:LookupEvents to the auditor's role"),
        missing: { action: 'cloudtrail:LookupEvents' },
      },
    ]);
  });

  test.each(['throttle', 'serverError', 'reset', 'truncated', 'malformed'] as const)(
    'outlasts a passing %s in the middle',
    async (kind) => {
      const faults = [{ kind, service: 'cloudtrail', skip: 1, times: 1 }] as const;
      const { session } = await sandboxSession({ account: accountWith(70), faults });
      const receiver = collector();
      const outcome = await lookupSource(createLookupCalls(session), options).read(request, receiver);
      expect(outcome.incomplete).toEqual([]);
      expect(new Set(receiver.seen).size).toBe(70);
      expect(outcome.coverage[0]?.management).toEqual([{ from, to: watchedTo }]);
    },
  );

  test.each(['throttle', 'serverError', 'accessDenied', 'reset', 'truncated', 'malformed'] as const)(
    'claims only what it read before a %s that stays',
    async (kind) => {
      const faults = [{ kind, service: 'cloudtrail', skip: 1 }] as const;
      const { session } = await sandboxSession({ account: accountWith(120), faults }, { maxAttempts: 1 });
      const receiver = collector();
      const outcome = await lookupSource(createLookupCalls(session), options).read(request, receiver);
      expect(receiver.seen).toHaveLength(50);
      const oldest = now - 50 * HOUR_MS;
      // The second of the oldest event read may hold more that were not.
      expect(outcome.coverage[0]?.management).toEqual([{ from: oldest + 1_000, to: watchedTo }]);
      expect(outcome.incomplete).toHaveLength(1);
      expect(outcome.incomplete[0]?.what).toMatch(/^CloudTrail events of us-east-1 before 2026-11-20T01:00:01Z$/);
    },
  );

  test('stops at the deadline with the coverage it has', async () => {
    const controller = new AbortController();
    const { session } = await sandboxSession({ account: accountWith(120) }, { signal: controller.signal });
    const outcome = await lookupSource(createLookupCalls(session), {
      ...options,
      progress: { stage() {}, advance: () => controller.abort() },
    }).read(request, collector());
    expect(outcome.records).toBe(50);
    expect(outcome.coverage[0]?.management).toEqual([{ from: now - 50 * HOUR_MS + 1_000, to: watchedTo }]);
    expect(outcome.incomplete[0]?.why).toContain('Out of time');
  });

  test('tells the receiver of a record that it cannot read, and no longer claims its second', async () => {
    const account = accountWith(3);
    const at = now - 10 * DAY_MS;
    addEvent(account, { eventSource: 'sqs.amazonaws.com', eventName: 'Unreadable', at });
    const { session } = await sandboxSession({ account });
    const receiver = collector();
    const outcome = await lookupSource(createLookupCalls(session), options).read(request, receiver);
    expect(receiver.problems).toEqual(['it has no eventSource']);
    expect(receiver.seen).toHaveLength(3);
    expect(outcome.coverage[0]?.management).toEqual([
      { from, to: at - 1_000 },
      { from: at + 1_000, to: watchedTo },
    ]);
    expect(outcome.incomplete).toEqual([]);
  });
});
