import { getOrInsert } from '../../base/get-or-insert.ts';
import type { SdkLogger } from './session.ts';

/** What became of the calls of one operation in one Region. */
export interface CallTotals {
  readonly calls: number;
  /** Sends after the first of each call: passing faults and throttling. */
  readonly retries: number;
  /** Calls that came to nothing in the end. */
  readonly failed: number;
  /** Milliseconds that the SDK waited between sends. */
  readonly waitedMs: number;
}

/** Counts the calls of sessions. */
export interface CallCounter {
  /** For the clients of a Region. */
  loggerOf(region: string): SdkLogger;
  /** By service, operation and Region, as in `ECS.ListTasks eu-west-1`; the most called first. */
  totals(): Readonly<Record<string, CallTotals>>;
}

/** What the SDK logs of each call, as far as it counts. It holds input and output, too, which nobody may see. */
interface LoggedCall {
  readonly clientName: string;
  readonly commandName: string;
  readonly metadata?: { readonly attempts?: number; readonly totalRetryDelay?: number };
}

/** Counts calls by what the SDK tells its logger of each, and keeps nothing else of them. */
export function createCallCounter(): CallCounter {
  const counts = new Map<string, { calls: number; retries: number; failed: number; waitedMs: number }>();
  const count = (entry: unknown, region: string, failed: 0 | 1): void => {
    if (!isCall(entry)) return;
    const { clientName, commandName, metadata } = entry;
    const operation = `${clientName.replace(/Client$/, '')}.${commandName.replace(/Command$/, '')} ${region}`;
    const of = getOrInsert(counts, operation, () => ({ calls: 0, retries: 0, failed: 0, waitedMs: 0 }));
    of.calls += 1;
    of.retries += Math.max(0, (metadata?.attempts ?? 1) - 1);
    of.failed += failed;
    of.waitedMs += metadata?.totalRetryDelay ?? 0;
  };
  const ignore = (): void => undefined;
  return {
    loggerOf: (region) => ({
      info: (entry) => count(entry, region, 0),
      error: (entry) => count(entry, region, 1),
      debug: ignore,
      warn: ignore,
    }),
    totals: () => Object.fromEntries([...counts].sort(([, a], [, b]) => b.calls - a.calls)),
  };
}

function isCall(entry: unknown): entry is LoggedCall {
  return typeof entry === 'object' && entry !== null && 'clientName' in entry && 'commandName' in entry;
}
