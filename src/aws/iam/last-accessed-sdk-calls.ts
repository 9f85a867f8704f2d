import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import type { LastAccessedCalls } from '../../sources/last-accessed/last-accessed-calls.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { LAST_ACCESSED_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { toReportPage } from './last-accessed-page.ts';

const PAGE_SIZE = 500;

/** The calls of the source `last-accessed`, all at one pace. */
export function createLastAccessedCalls(session: AwsSession): LastAccessedCalls {
  const client = () => session.client(IAMClient);
  const limiter = session.rateLimiter(LAST_ACCESSED_READS);
  return {
    start: (role) =>
      callApi(
        () =>
          client().send(
            new GenerateServiceLastAccessedDetailsCommand({ Arn: role, Granularity: 'ACTION_LEVEL' }),
            abortOptions(session.signal),
          ),
        (answer) => requireField(answer.JobId, 'JobId'),
        limiter,
        session.signal,
      ),
    report: (jobId, next) =>
      callApi(
        () =>
          client().send(
            new GetServiceLastAccessedDetailsCommand({ JobId: jobId, MaxItems: PAGE_SIZE, Marker: next }),
            abortOptions(session.signal),
          ),
        toReportPage,
        limiter,
        session.signal,
      ),
    wait: (ms) => session.wait(ms, session.signal),
    incompleteOf: (what, error) => toIncomplete(what, error, { action: 'iam:GetServiceLastAccessedDetails' }),
  };
}
