import { eventHistoryAt } from '../../cloudtrail/delivery.ts';
import type { Interpretation } from '../../cloudtrail/observation.ts';
import type { Coverage } from '../../evidence/coverage.ts';
import { union } from '../../evidence/intervals.ts';
import type { Clock, Progress, UsageSource } from '../../ports.ts';
import type { LookupCalls } from './lookup-calls.ts';
import { readLookupRegion } from './lookup-region.ts';

export interface LookupSourceOptions {
  /** Says what one record proves. */
  readonly interpret: (record: unknown) => Interpretation;
  readonly clock: Clock;
  readonly progress?: Progress;
}

/**
 * CloudTrail's event history: every management event of a Region, newest first, 100 events a second at best; what earlier
 * runs have read of it is left out. All Regions are read side by side, since each has a rate of its own. Records that
 * cannot be read are told to the receiver and cut out of the coverage.
 */
export function lookupSource(calls: LookupCalls, options: LookupSourceOptions): UsageSource {
  return {
    name: 'lookup',
    async read(request, receiver) {
      const now = options.clock.now();
      const held = eventHistoryAt(now);
      const window = { from: Math.max(request.from, held.from), to: Math.min(request.to, held.to) };
      // Policies may have been changed after the run began and before they were read, so the window stays open until now.
      const upTo = Math.max(request.to, now);
      let records = 0;
      const count = (more: number) => {
        records += more;
        options.progress?.advance(records, undefined, 'CloudTrail events');
      };
      const regions = await Promise.all(
        request.regions.map((region) => {
          const known = knownOf(region, request.known?.coverage ?? []);
          const { interpret } = options;
          return readLookupRegion({ calls, region, window, upTo, known, interpret, receiver, count });
        }),
      );
      return {
        coverage: regions.map((one) => one.coverage),
        incomplete: regions.flatMap((one) => one.incomplete),
        records,
      };
    },
  };
}

/** Other sources leave their own traces; only what this one has read is left out. */
function knownOf(region: string, coverage: readonly Coverage[]) {
  const own = coverage.filter((each) => each.source === 'lookup' && each.region === region);
  return union(...own.map(({ management }) => management));
}
