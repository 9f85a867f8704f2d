import type { Incomplete } from '../../base/incomplete.ts';
import { type EpochMs, type TimeRange, toIso } from '../../base/time.ts';
import type { Interpretation } from '../../cloudtrail/observation.ts';
import type { Coverage } from '../../evidence/coverage.ts';
import { type Intervals, subtract, union } from '../../evidence/intervals.ts';
import { bucketOf, bucketStart } from '../../evidence/time-bucket.ts';
import type { UsageReceiver } from '../../evidence/usage.ts';
import type { ListedEvent, LookupCalls } from './lookup-calls.ts';
import { rangesToRead } from './ranges-to-read.ts';

/** LookupEvents gives times to the second, so the second in which reading stopped may hold more. */
const SECOND = 1_000;

/** What was read is handed in to be kept about every five seconds, at the rate of the service. */
const PAGES_PER_SLICE = 10;

/** The reading of one Region's event history. */
export interface RegionRequest {
  readonly calls: LookupCalls;
  readonly region: string;
  /** What can be stated as watched. */
  readonly window: TimeRange;
  /** Events are asked for up to here, although the last ones may not all have come. */
  readonly upTo: EpochMs;
  /** What need not be read again. */
  readonly known: Intervals;
  readonly interpret: (record: unknown) => Interpretation;
  readonly receiver: UsageReceiver;
  readonly count: (records: number) => void;
}

export interface RegionReading {
  readonly coverage: Coverage;
  readonly incomplete: readonly Incomplete[];
}

/** Reads what is not known yet, newest first, and hands it in time bucket by time bucket. */
export async function readLookupRegion(request: RegionRequest): Promise<RegionReading> {
  const { calls, region, window, upTo, receiver } = request;
  const ranges = rangesToRead(window, request.known);
  const gaps: TimeRange[] = [];
  let read: Intervals = [];
  const coverage = (): Coverage => ({
    source: 'lookup',
    region,
    management: subtract(read, gaps),
    excludedEventSources: [],
    dataEvents: {},
  });
  const add = async (range: TimeRange): Promise<void> => {
    read = union(read, [range]);
    await receiver.partRead?.({ coverage: [coverage()], recordsRead: [] });
  };

  for (const range of ranges) {
    // What is known begins where an older range ends; only the newest goes on beyond what can be stated.
    const asked = { from: range.from, to: range === ranges[0] && range.to === window.to ? upTo : range.to - 1 };
    const depth = readingDepth();
    let pagesSince = 0;
    try {
      for await (const page of calls.events(region, asked)) {
        for (const event of page) {
          const gap = hand(event, request);
          if (gap !== undefined) gaps.push(gap);
          if (event.at !== undefined) depth.reach(event.at);
        }
        request.count(page.length);
        pagesSince += 1;
        const boundary = bucketStart(bucketOf(depth.completeFrom() - 1) + 1);
        if (pagesSince >= PAGES_PER_SLICE && range.from < boundary && boundary < range.to) {
          await add({ from: boundary, to: range.to });
          pagesSince = 0;
        }
      }
      await add(range);
    } catch (error) {
      await add({ from: Math.max(range.from, depth.completeFrom()), to: range.to });
      const what = missing(region, window, subtract(ranges, read));
      return { coverage: coverage(), incomplete: [calls.incompleteOf(what, error, region)] };
    }
  }
  return { coverage: coverage(), incomplete: [] };
}

/** How far back reading has come. */
function readingDepth() {
  // Nothing is read yet: reading goes back from the end of the range.
  let oldest: EpochMs = Number.POSITIVE_INFINITY;
  let disorder = 0;
  return {
    reach(at: EpochMs): void {
      disorder = Math.max(disorder, at - oldest);
      oldest = Math.min(oldest, at);
    },
    /** Everything since then has been read. */
    completeFrom: (): EpochMs => oldest + SECOND + disorder,
  };
}

/** Hands on what an event proves. Where it cannot be read the receiver is told, and the time that it may be of is given. */
function hand(event: ListedEvent, { region, interpret, receiver }: RegionRequest): TimeRange | undefined {
  const { at } = event;
  const problem = interpretEvent(event, region, interpret, receiver);
  if (problem === undefined) return undefined;
  receiver.unreadable(region, problem);
  return at === undefined ? { from: 0, to: Number.POSITIVE_INFINITY } : { from: at - SECOND, to: at + SECOND };
}

/** A sentence where the event cannot be read. */
function interpretEvent(
  event: ListedEvent,
  region: string,
  interpret: RegionRequest['interpret'],
  receiver: UsageReceiver,
): string | undefined {
  const name = `event ${event.id ?? 'without an id'} of ${region}`;
  if (event.at === undefined) return `Cannot read ${name}: it has no EventTime`;
  let record: unknown;
  try {
    record = JSON.parse(event.record ?? '');
  } catch {
    return `Cannot read ${name}: its CloudTrailEvent is not JSON`;
  }
  const { observation, assumed, grantChange, tasksStarted = [], taskRoleGiven, unreadable } = interpret(record);
  if (observation !== undefined) receiver.observe(observation);
  if (assumed !== undefined) receiver.assumed(assumed);
  if (grantChange !== undefined) receiver.grantChanged(grantChange);
  for (const task of tasksStarted) receiver.taskStarted?.(task);
  if (taskRoleGiven !== undefined) receiver.taskRoleGiven?.(taskRoleGiven);
  return unreadable;
}

/** `CloudTrail events of eu-west-1 before …`, or the periods where earlier runs have read what is older. */
function missing(region: string, window: TimeRange, ranges: Intervals): string {
  const [first, ...rest] = ranges;
  const of = `CloudTrail events of ${region}`;
  if (first === undefined) return of;
  if (rest.length === 0 && first.from === window.from) return `${of} before ${toIso(first.to)}`;
  return `${of} of ${ranges.map(({ from, to }) => `${toIso(from)} to ${toIso(to)}`).join(', ')}`;
}
