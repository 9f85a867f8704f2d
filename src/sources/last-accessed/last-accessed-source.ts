import pLimit from 'p-limit';
import { byText } from '../../base/by-text.ts';
import { counted } from '../../base/format.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import { rotateForRun } from '../../base/rotate-for-run.ts';
import { DAY_MS, type EpochMs } from '../../base/time.ts';
import type { RoleLastAccessed } from '../../evidence/last-accessed/role-last-accessed.ts';
import { accountOf, type RoleArn } from '../../iam/arn.ts';
import type { Clock, Progress, UsageSource } from '../../ports.ts';
import { type AccessReport, accessReport } from './access-report.ts';
import type { LastAccessedCalls, ReportPage } from './last-accessed-calls.ts';

/** Enough to keep the rate while each job is waited for. */
const JOBS_AT_ONCE = 16;
/**
 * Milliseconds before each look at a job; most are done within a second or two. The rate is what takes the time, so that a
 * look too early costs more than a wait.
 */
const WAITS = [1_500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000] as const;

export interface LastAccessedSourceOptions {
  readonly clock: Clock;
  /** Roles that one run reads, the others in their turn; all where absent. */
  readonly most?: number;
  /** True where nobody asked for it by name: roles of which IAM does not give it are a caveat, no loss. */
  readonly besideOthers?: boolean;
  readonly progress?: Progress;
}

/**
 * IAM's last-accessed data, role by role: a job is started for each, and its report of services and tracked actions read
 * when it is done. It is no record of calls, so it covers no Region or time; what it says of each role is in the outcome.
 * Where there are more roles than a run reads, or has time for, each begins behind the role that the last one came to; where
 * nobody knows which that was, each night at another place.
 */
export function lastAccessedSource(calls: LastAccessedCalls, options: LastAccessedSourceOptions): UsageSource {
  return {
    name: 'last-accessed',
    async read({ accountId, roles = [], turnEndedAt }) {
      const limit = pLimit(JOBS_AT_ONCE);
      const incomplete: Incomplete[] = [];
      let done = 0;
      const own = roles.filter((role) => accountOf(role) === accountId);
      const turn = inTurn(own, turnEndedAt, options.clock.now()).slice(0, options.most ?? own.length);
      const read = await Promise.all(
        turn.map((role) =>
          limit(async () => {
            try {
              const report = await reportOf(calls, role);
              options.progress?.advance(++done, turn.length, 'reports of last access');
              return [{ role, readAt: options.clock.now(), ...report }];
            } catch (error) {
              incomplete.push(calls.incompleteOf(`last-accessed data of ${role}`, error));
              return [];
            }
          }),
        ),
      );
      const lastAccessed: readonly RoleLastAccessed[] = read.flat();
      const last = lastAccessed.at(-1)?.role;
      const left = own.length - turn.length;
      const caveats = [
        ...(left > 0 ? [leftForLater(left, own.length)] : []),
        ...(options.besideOthers === true ? notGiven(incomplete) : []),
      ];
      return {
        coverage: [],
        lastAccessed,
        ...(last !== undefined && lastAccessed.length < own.length && { turnEndedAt: last }),
        ...(caveats.length > 0 && { caveats }),
        incomplete: options.besideOthers === true ? [] : incomplete,
        records: 0,
      };
    },
  };
}

/** All roles, those first that have waited longest. */
function inTurn(roles: readonly RoleArn[], turnEndedAt: string | undefined, now: EpochMs): readonly RoleArn[] {
  const sorted = roles.toSorted(byText);
  if (turnEndedAt === undefined) return rotateForRun(sorted, Math.floor(now / DAY_MS));
  const next = sorted.findIndex((role) => role > turnEndedAt);
  return next < 0 ? sorted : [...sorted.slice(next), ...sorted.slice(0, next)];
}

function leftForLater(left: number, all: number): string {
  return `IAM's last-accessed data of ${left} of ${counted(all, 'role')} was not read by this run: roles have their turn, and what it alone would show of these stays open until then.`;
}

function notGiven(incomplete: readonly Incomplete[]): readonly string[] {
  const [first] = incomplete;
  if (first === undefined) return [];
  return [
    `IAM did not give the last-accessed data of ${counted(incomplete.length, 'role')} (${first.why}): what it alone would show of ${incomplete.length === 1 ? 'it' : 'them'} stays open.`,
  ];
}

async function reportOf(calls: LastAccessedCalls, role: RoleArn): Promise<AccessReport> {
  const jobId = await calls.start(role);
  let page = await whenDone(calls, jobId);
  const services = [...page.services];
  while (page.next !== undefined) {
    const next = await calls.report(jobId, page.next);
    if (!next.done) throw new Error('a further page of the report was not ready although its first page was');
    page = next;
    services.push(...page.services);
  }
  return accessReport(services);
}

async function whenDone(calls: LastAccessedCalls, jobId: string): Promise<Extract<ReportPage, { done: true }>> {
  for (const ms of WAITS) {
    await calls.wait(ms);
    const page = await calls.report(jobId);
    if (page.done) return page;
  }
  throw new Error('the report was not ready after 40 seconds of waiting');
}
