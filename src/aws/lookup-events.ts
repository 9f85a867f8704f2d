import type { Event } from '@aws-sdk/client-cloudtrail';
import type { Incomplete } from '../base/incomplete.ts';
import { DAY_MS, type EpochMs, MINUTE_MS, type TimeRange, toIso } from '../base/time.ts';
import type { Interpretation } from '../cloudtrail/observation.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { UsageReceiver } from '../evidence/usage.ts';
import type { Clock, Progress, UsageSource } from '../ports.ts';
import { type AwsCall, describeAwsError } from './aws-error.ts';
import { eventPages } from './lookup-events-pages.ts';
import type { AwsSession } from './session.ts';

/** AWS CloudTrail User Guide, "Working with CloudTrail Event history": it is always on and holds 90 days. */
const HISTORY = 90 * DAY_MS;
/** Events usually arrive within 5 minutes of the call; what is younger than this is not taken as watched. */
const DELIVERY_LAG = 15 * MINUTE_MS;
/** LookupEvents gives times to the second, so the second in which reading stopped may hold more. */
const SECOND = 1_000;

export interface LookupEventsOptions {
  /** Says what one record proves. */
  readonly interpret: (record: unknown) => Interpretation;
  readonly clock: Clock;
  readonly progress?: Progress;
}

/**
 * CloudTrail's event history: every management event of a Region, newest first, 100 events a second at best. All
 * Regions are read side by side, since each has a rate of its own. Records that cannot be read are told to the receiver
 * and cut out of the coverage.
 */
export function createLookupEvents(session: AwsSession, options: LookupEventsOptions): UsageSource {
  return {
    name: 'lookup',
    async read(request, receiver) {
      const now = options.clock.now();
      const window = { from: Math.max(request.from, now - HISTORY), to: Math.min(request.to, now - DELIVERY_LAG) };
      let records = 0;
      const count = (more: number) => {
        records += more;
        options.progress?.advance(records, undefined, 'CloudTrail events');
      };
      const regions = await Promise.all(
        request.regions.map((region) => readRegion(session, region, request.to, window, options, receiver, count)),
      );
      return {
        coverage: regions.map((one) => one.coverage),
        incomplete: regions.flatMap((one) => one.incomplete),
        records,
      };
    },
  };
}

interface RegionOutcome {
  readonly coverage: Coverage;
  readonly incomplete: readonly Incomplete[];
}

async function readRegion(
  session: AwsSession,
  region: string,
  upTo: EpochMs,
  window: TimeRange,
  { interpret }: LookupEventsOptions,
  receiver: UsageReceiver,
  count: (records: number) => void,
): Promise<RegionOutcome> {
  const incomplete: Incomplete[] = [];
  const call: AwsCall = { action: 'cloudtrail:LookupEvents', region };
  const gaps: TimeRange[] = [];
  // Nothing is read yet: reading goes back from the end of the window.
  let readBackTo: EpochMs = Number.POSITIVE_INFINITY;
  let disorder = 0;
  let watchedFrom = window.from;

  try {
    for await (const page of eventPages(session, region, { from: window.from, to: upTo })) {
      for (const event of page) {
        const at = event.EventTime?.getTime();
        const problem = hand(event, region, interpret, receiver);
        if (problem !== undefined) {
          receiver.unreadable(region, problem);
          gaps.push(
            at === undefined ? { from: 0, to: Number.POSITIVE_INFINITY } : { from: at - SECOND, to: at + SECOND },
          );
        }
        if (at === undefined) continue;
        disorder = Math.max(disorder, at - readBackTo);
        readBackTo = Math.min(readBackTo, at);
      }
      count(page.length);
    }
  } catch (error) {
    watchedFrom = Math.max(window.from, readBackTo + SECOND + disorder);
    const before = Math.min(watchedFrom, window.to);
    incomplete.push({
      what: `CloudTrail events of ${region} before ${toIso(before)}`,
      why: describeAwsError(error, call),
    });
  }

  const watched = watchedFrom < window.to ? [{ from: watchedFrom, to: window.to }] : [];
  return {
    coverage: {
      source: 'lookup',
      region,
      management: gaps.reduce<readonly TimeRange[]>(cutOut, watched),
      excludedEventSources: [],
      dataEvents: {},
    },
    incomplete,
  };
}

/** Hands on what an event proves; a sentence where it cannot be read. */
function hand(
  event: Event,
  region: string,
  interpret: LookupEventsOptions['interpret'],
  receiver: UsageReceiver,
): string | undefined {
  const name = `event ${event.EventId ?? 'without an id'} of ${region}`;
  if (event.EventTime === undefined) return `Cannot read ${name}: it has no EventTime`;
  let record: unknown;
  try {
    record = JSON.parse(event.CloudTrailEvent ?? '');
  } catch {
    return `Cannot read ${name}: its CloudTrailEvent is not JSON`;
  }
  const { observation, assumed, grantChange, unreadable } = interpret(record);
  if (observation !== undefined) receiver.observe(observation);
  if (assumed !== undefined) receiver.assumed(assumed);
  if (grantChange !== undefined) receiver.grantChanged(grantChange);
  return unreadable;
}

/** Takes a gap out of ascending, disjoint ranges. */
function cutOut(ranges: readonly TimeRange[], gap: TimeRange): TimeRange[] {
  return ranges.flatMap(({ from, to }) =>
    [
      { from, to: Math.min(to, gap.from) },
      { from: Math.max(from, gap.to), to },
    ].filter((rest) => rest.from < rest.to),
  );
}
