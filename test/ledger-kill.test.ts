import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../src/base/time.ts';
import { addEvent } from '../src/sandbox/add-event.ts';
import type { SandboxAccount } from '../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { importedFindings, keptTexts, tellings, textsOfRuns } from './run-ledger/two-nights.ts';
import { auditSandbox, type SandboxRun } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const NOW = Date.UTC(2026, 10, 22, 3);

/** Two Regions, one of them with so many events of three weeks that they are read and kept in several slices. */
function busyAccount(): SandboxAccount {
  const small = smallAccount(NOW);
  for (let index = 0; index < 650; index += 1) {
    addEvent(small.account, {
      eventSource: 'sqs.amazonaws.com',
      eventName: index % 7 === 0 ? 'ListQueues' : 'GetQueueUrl',
      at: NOW - HOUR_MS - index * 45 * 60_000,
      role: small.taskRole,
      region: 'eu-west-1',
    });
  }
  return small.account;
}

/** A trail in both Regions, whose log files of two days are read. */
function accountWithTrail(): SandboxAccount {
  const { account } = smallAccount(NOW);
  account.buckets.push('trail-logs');
  account.trails.push({
    name: 'audit',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'trail-logs',
    logging: true,
    startedAt: NOW - 400 * DAY_MS,
    eventSelectors: [],
    advancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
  });
  return account;
}

const SOURCES: readonly (readonly [string, SandboxAccount, Readonly<Record<string, string>>])[] = [
  ['the event history', busyAccount(), { AUDITOR_LOOKBACK: '21d', AUDITOR_MIN_WATCHED: '14d' }],
  [
    'log files',
    accountWithTrail(),
    {
      AUDITOR_SOURCES: 'trail',
      AUDITOR_TRAIL_URI: 's3://trail-logs',
      AUDITOR_LOOKBACK: '2d',
      AUDITOR_MIN_WATCHED: '1d',
    },
  ],
];

type OnCall = (told: () => void) => void;

async function withSandbox<T>(
  account: SandboxAccount,
  work: (sandbox: Sandbox, onCall: OnCall) => Promise<T>,
): Promise<T> {
  let told: () => void = () => undefined;
  const sandbox = await startSandbox({ account, limits: false, onCall: () => told() });
  try {
    return await work(sandbox, (next) => {
      told = next;
    });
  } finally {
    await sandbox.close();
  }
}

/** The process dies with the given call: the call is done, its answer is lost, and nothing is sent any more. */
async function killedAt(place: number, sandbox: Sandbox, run: SandboxRun, onCall: OnCall): Promise<void> {
  const controller = new AbortController();
  let calls = 0;
  onCall(() => {
    calls += 1;
    if (calls === place) controller.abort();
  });
  const deadline = { timeLeft: () => Number.POSITIVE_INFINITY, signal: controller.signal };
  await auditSandbox(sandbox, { ...run, reading: deadline, writing: deadline }).catch((error: unknown) => {
    // Without its identity a run is about no account.
    if (place > 1) throw error;
  });
  onCall(() => undefined);
}

/** Lambda tries an event again under the id that it gave it. */
const START = { limit: 900_000, request: 'nightly', memory: 1769 };

/** All that a later run can find of earlier ones. */
function stateOf(sandbox: Sandbox): string {
  const { state } = sandbox;
  const findings = [...state.findings].map(([region, ofRegion]) => [region, [...ofRegion].sort()]);
  const reports = [...state.objects].filter(([key]) => !key.includes('/ledger/')).map(([key, { etag }]) => [key, etag]);
  return JSON.stringify([keptTexts(sandbox), textsOfRuns(sandbox), reports.sort(), findings, tellings(sandbox)]);
}

for (const [source, account, settings] of SOURCES) {
  const runAndLook = async (sandbox: Sandbox) => {
    const result = await auditSandbox(sandbox, { settings, start: START });
    return {
      // That the run before it was stopped is told, and nothing is lost by it.
      incomplete: result.incomplete.filter((each) => result.neverEnded?.includes(each) !== true),
      kept: keptTexts(sandbox),
      imported: importedFindings(sandbox),
      verdicts: result.assessments.map(({ actions }) => actions),
    };
  };
  const uninterrupted = await withSandbox(account, async (sandbox) => ({
    ...(await runAndLook(sandbox)),
    told: tellings(sandbox),
    calls: sandbox.calls.map(({ service, operation }) => `${service} ${operation}`),
  }));
  if (uninterrupted.incomplete.length > 0) throw new Error(JSON.stringify(uninterrupted.incomplete));
  // Runs that find the same do the same: one stands for all that were stopped in the same state.
  const runs = new Map<string, Promise<{ readonly after: unknown; readonly told: readonly string[] }>>();
  const { calls, told, ...expected } = uninterrupted;
  const [news = ''] = told;
  if (!/^\d+ new$/.test(news)) throw new Error(JSON.stringify(told));
  const toldOnceOrPerhaps = [[news], [news, 'nothing new'], [news, `perhaps again ${news}`], [`perhaps again ${news}`]];
  // All that comes before and after the log files is the same as with the event history.
  const own = source === 'log files' ? /^(s3|cloudtrail) / : /./;
  const places = calls.map((call, index) => [index + 1, call] as const).filter(([, call]) => own.test(call));

  describe(`a run over ${source} that was stopped`, () => {
    test.concurrent.each(places)(
      'at call %i, %s, and then run again, leaves what one that was not stopped does',
      { timeout: 300_000 },
      async (place) => {
        await withSandbox(account, async (sandbox, onCall) => {
          await killedAt(place, sandbox, { settings, start: START }, onCall);
          const state = stateOf(sandbox);
          const again = runs.get(state) ?? runAndLook(sandbox).then((after) => ({ after, told: tellings(sandbox) }));
          runs.set(state, again);
          const { after, told: messages } = await again;
          expect(after).toEqual(expected);
          expect(toldOnceOrPerhaps).toContainEqual(messages);
        });
      },
    );
  });

  if (source !== 'the event history') continue;
  test('a run that was stopped late has little to read again', { timeout: 300_000 }, async () => {
    const lastLookup = calls.lastIndexOf('cloudtrail LookupEvents');
    expect(calls.slice(0, lastLookup)).toContain('s3 PutObject');
    await withSandbox(account, async (sandbox, onCall) => {
      await killedAt(lastLookup + 1, sandbox, { settings }, onCall);
      const before = sandbox.calls.length;
      await auditSandbox(sandbox, { settings });
      const again = sandbox.calls.slice(before).filter(({ operation }) => operation === 'LookupEvents');
      expect(again.length).toBeLessThan(calls.filter((call) => call === 'cloudtrail LookupEvents').length / 2);
    });
  });
}
