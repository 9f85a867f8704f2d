import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import pLimit from 'p-limit';
import type { Incomplete } from '../../base/incomplete.ts';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import { rotateForRun } from '../../base/rotate-for-run.ts';
import { DAY_MS } from '../../base/time.ts';
import type { RoleLastAccessed } from '../../evidence/last-accessed/role-last-accessed.ts';
import { accountOf, type RoleArn } from '../../iam/arn.ts';
import type { Clock, Progress, UsageSource } from '../../ports.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { LAST_ACCESSED_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { type AccessReport, type AccessReportPage, joinPages, toReportPage } from './last-accessed-report.ts';

/** Enough to keep the rate while each job is waited for. */
const JOBS_AT_ONCE = 16;
/**
 * Milliseconds before each look at a job; most are done within a second or two. The rate is what takes the time, so that a
 * look too early costs more than a wait.
 */
const WAITS = [1_500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000] as const;
const PAGE_SIZE = 500;

export interface LastAccessedOptions {
  readonly clock: Clock;
  readonly progress?: Progress;
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/**
 * IAM's last-accessed data, role by role: a job is started for each, and its report of services and tracked actions read
 * when it is done. It is no record of calls, so it covers no Region or time; what it says of each role is in the outcome.
 * Where there are more roles than a run has time for, each night begins with others.
 */
export function createLastAccessed(session: AwsSession, options: LastAccessedOptions): UsageSource {
  const wait = options.wait ?? session.wait;
  return {
    name: 'last-accessed',
    async read({ accountId, roles = [] }) {
      const limiter = session.rateLimiter(LAST_ACCESSED_READS);
      const limit = pLimit(JOBS_AT_ONCE);
      const incomplete: Incomplete[] = [];
      let done = 0;
      const own = roles.filter((role) => accountOf(role) === accountId);
      const night = Math.floor(options.clock.now() / DAY_MS);
      const read = await Promise.all(
        rotateForRun(own, night).map((role) =>
          limit(async () => {
            try {
              const report = await reportOf(session, role, limiter, wait);
              options.progress?.advance(++done, own.length, 'reports of last access');
              return [{ role, readAt: options.clock.now(), ...report }];
            } catch (error) {
              incomplete.push(toIncomplete(`last-accessed data of ${role}`, error, { action: CALL }));
              return [];
            }
          }),
        ),
      );
      const lastAccessed: readonly RoleLastAccessed[] = read.flat();
      return { coverage: [], lastAccessed, incomplete, records: 0 };
    },
  };
}

const CALL = 'iam:GetServiceLastAccessedDetails';

async function reportOf(
  session: AwsSession,
  role: RoleArn,
  limiter: RateLimiter,
  wait: NonNullable<LastAccessedOptions['wait']>,
): Promise<AccessReport> {
  const client = session.client(IAMClient);
  const jobId = await callApi(
    () =>
      client.send(
        new GenerateServiceLastAccessedDetailsCommand({ Arn: role, Granularity: 'ACTION_LEVEL' }),
        abortOptions(session.signal),
      ),
    (answer) => requireField(answer.JobId, 'JobId'),
    limiter,
    session.signal,
  );
  const page = (marker?: string): Promise<AccessReportPage> =>
    callApi(
      () =>
        client.send(
          new GetServiceLastAccessedDetailsCommand({ JobId: jobId, MaxItems: PAGE_SIZE, Marker: marker }),
          abortOptions(session.signal),
        ),
      toReportPage,
      limiter,
      session.signal,
    );
  const pages = [await whenDone(page, session.signal, wait)];
  for (let last = pages[0]; last?.next !== undefined; last = pages.at(-1)) pages.push(await page(last.next));
  return joinPages(pages);
}

async function whenDone(
  page: () => Promise<AccessReportPage>,
  signal: AbortSignal | undefined,
  wait: NonNullable<LastAccessedOptions['wait']>,
): Promise<AccessReportPage> {
  for (const ms of WAITS) {
    await wait(ms, signal);
    const found = await page();
    if (found.done) return found;
  }
  throw new Error('the report was not ready after 40 seconds of waiting');
}
