import { defined } from '../../base/defined.ts';
import type { ListedEvent, LookupCalls } from '../../sources/lookup/lookup-calls.ts';
import { toIncomplete } from '../client/aws-error.ts';
import type { AwsSession } from '../client/session.ts';
import { eventPages } from './event-pages.ts';

/** The calls of the source `lookup`, in every Region by the same session. */
export function createLookupCalls(session: AwsSession): LookupCalls {
  return {
    async *events(region, range) {
      for await (const page of eventPages(session, region, range)) {
        yield page.map(
          ({ EventId, EventTime, CloudTrailEvent }): ListedEvent =>
            defined({ id: EventId, at: EventTime?.getTime(), record: CloudTrailEvent }),
        );
      }
    },
    incompleteOf(what, error, region) {
      const incomplete = toIncomplete(what, error, { action: 'cloudtrail:LookupEvents', region });
      if (incomplete.missing?.refusedBy !== 'a service control policy') return incomplete;
      return {
        ...incomplete,
        why: `${incomplete.why}; if it refuses everything to everybody there, declare the Region in ignoreRegions`,
      };
    },
  };
}
