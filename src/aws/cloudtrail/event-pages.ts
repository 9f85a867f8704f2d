import { CloudTrailClient, type Event, type LookupAttribute, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { TimeRange } from '../../base/time.ts';
import { abortOptions, callApi, type Page, pages, requireField } from '../client/call-api.ts';
import { LOOKUP_EVENTS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/**
 * Pages of a Region's event history in a time range, newest first; all events, or those that an attribute selects.
 * All listings of a Region, whoever asks, share its rate.
 */
export function eventPages(
  session: AwsSession,
  region: string,
  range: TimeRange,
  attribute?: LookupAttribute,
): AsyncGenerator<readonly Event[]> {
  const client = session.client(CloudTrailClient, region);
  const limiter = session.rateLimiter(LOOKUP_EVENTS, region);
  return pages((nextToken) =>
    callApi(
      () =>
        client.send(
          new LookupEventsCommand({
            StartTime: new Date(range.from),
            EndTime: new Date(range.to),
            MaxResults: 50,
            ...(attribute === undefined ? {} : { LookupAttributes: [attribute] }),
            NextToken: nextToken,
          }),
          abortOptions(session.signal),
        ),
      (answer): Page<Event> => ({ items: requireField(answer.Events, 'Events'), next: answer.NextToken }),
      limiter,
      session.signal,
    ),
  );
}
