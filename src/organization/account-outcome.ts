import { sum } from '../base/sum.ts';
import { HOUR_MS, toIso } from '../base/time.ts';
import { watchedFor } from '../evidence/watched.ts';
import type { Severity } from '../findings/finding.ts';
import { arnOf } from '../findings/role-facts.ts';
import { countBySeverity } from '../findings/severity.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { gapsIn } from '../report/coverage-summary.ts';
import { suppressedFindings } from '../report/open-findings.ts';
import { countByVerdict, roleSummaries } from '../report/role-summary.ts';
import type { Verdict } from '../rightsize/verdict.ts';
import type { AuditedAccount } from './audited-account.ts';
import { type OwnerNews, ownerNews } from './owner-news.ts';

/** A role that has open findings. */
export interface WorstRole {
  readonly arn: string;
  readonly name: string;
  /** Of the worst of its findings. */
  readonly severity: Severity;
  /** How many it has. */
  readonly findings: number;
  /** The worst of them. */
  readonly title: string;
}

/** An audit of one account in numbers, of at most some kilobytes however large the account is. Times are ISO 8601. */
export interface AccountTotals {
  readonly roles: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Open findings. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly suppressed: number;
  readonly opened: number;
  readonly reopened: number;
  readonly resolved: number;
  /** At most five, worst first. */
  readonly worst: readonly WorstRole[];
  readonly regions: number;
  /** Since when management events were watched in every audited Region; absent where they were not. */
  readonly watchedSince?: string;
  readonly incomplete: { readonly count: number; readonly first: readonly string[] };
  /** Where its report is. */
  readonly report?: string;
  /** What owners of roles are told of it; absent where nothing is new to any. */
  readonly owners?: readonly OwnerNews[];
}

/**
 * How an account stands after a run over its organization. `audited`: all was read; `partly`: something could not be; `notAudited`:
 * nothing was, and nothing of it was changed; `skipped`: it was not to be.
 */
export type Standing = 'audited' | 'partly' | 'notAudited' | 'skipped';

/** What came of one account. */
export interface AccountOutcome {
  readonly account: Pick<AuditedAccount, 'id' | 'name' | 'ou'>;
  readonly standing: Standing;
  /** A clause without a full stop; present where the account was not audited. */
  readonly why?: string;
  readonly totals?: AccountTotals;
  /** How far reading has come, where the time was up before all was read. */
  readonly unfinished?: ReadingState;
}

/** How far the reading of an account has come. */
export interface ReadingState {
  /** Milliseconds of the look-back window that were not read, over sources, Regions and kinds of events. */
  readonly unread: number;
  /** What could not be read, in number. */
  readonly incomplete: number;
  /** Bytes of the ledger, which holds what was read. */
  readonly stored: number;
}

const MOST_ROLES = 5;
const MOST_INCOMPLETE = 3;

/** How the audit of an account ended, and until when people were told of its findings, in milliseconds, if they were. */
export interface AuditEnd {
  readonly outOfTime: boolean;
  readonly since: number | undefined;
}

/** Sums up the audit of an account. */
export function accountOutcome(
  account: AccountOutcome['account'],
  result: AuditResult,
  { outOfTime, since }: AuditEnd,
): AccountOutcome {
  const { id, name, ou } = account;
  // An earlier run that died takes nothing from this one.
  const complete = result.incomplete.every((each) => result.neverEnded?.includes(each));
  return {
    account: { id, ...(name !== undefined && { name }), ...(ou !== undefined && { ou }) },
    standing: complete ? 'audited' : 'partly',
    totals: totalsOf(result, since),
    // The time for reading passes after all was read, too.
    ...(outOfTime && !complete && { unfinished: readingStateOf(result) }),
  };
}

/** An account of which nothing was read. */
export function notAudited({ id, name, ou }: AccountOutcome['account'], why: string): AccountOutcome {
  return {
    account: { id, ...(name !== undefined && { name }), ...(ou !== undefined && { ou }) },
    standing: 'notAudited',
    why,
  };
}

function totalsOf(result: AuditResult, since: number | undefined): AccountTotals {
  const owners = ownerNews(result, since);
  const { lifecycle, incomplete, coverage, regions, finishedAt } = result;
  const watched = watchedFor({ kind: 'management' }, 'sts:GetCallerIdentity', {
    coverages: coverage,
    enabledRegions: regions,
    now: finishedAt,
  });
  return {
    roles: result.assessments.length,
    verdicts: countByVerdict(result.assessments),
    findings: countBySeverity(result.findings),
    suppressed: suppressedFindings(result).length,
    opened: lifecycle.opened.length,
    reopened: lifecycle.reopened.length,
    resolved: lifecycle.resolved.length,
    worst: worstRoles(result),
    regions: regions.length,
    ...('interval' in watched && { watchedSince: toIso(watched.interval.from) }),
    incomplete: {
      count: incomplete.length,
      first: incomplete.slice(0, MOST_INCOMPLETE).map(({ what, why }) => `${what}: ${why}`),
    },
    ...(result.reportLocation !== undefined && { report: result.reportLocation }),
    ...(owners.length > 0 && { owners }),
  };
}

function worstRoles(result: AuditResult): readonly WorstRole[] {
  return roleSummaries(result)
    .slice(0, MOST_ROLES)
    .flatMap(({ assessment, name, worst, findings }) =>
      worst === undefined
        ? []
        : [
            {
              arn: arnOf(assessment),
              name,
              severity: worst,
              findings: findings.length,
              title: findings[0]?.title ?? '',
            },
          ],
    );
}

function readingStateOf({ coverage, window, incomplete, ledger }: AuditResult): ReadingState {
  const read = coverage.flatMap(({ management, dataEvents }) => [management, ...Object.values(dataEvents)]);
  const unread = read.flatMap((ranges) => gapsIn(ranges, window)).map(({ from, to }) => to - from);
  return { unread: sum(unread), incomplete: incomplete.length, stored: ledger?.bytes ?? 0 };
}

/** What a ledger grows by, as a part of it, where something was learned. */
const LEARNED = 1.02;

/**
 * Whether another run over the account would get further: the time was up, and this run got further than the one before, if there was
 * one.
 */
export function isWorthAnother({ unfinished: now }: AccountOutcome, before: AccountOutcome | undefined): boolean {
  if (now === undefined) return false;
  const then = before?.unfinished;
  return (
    then === undefined ||
    then.unread - now.unread >= HOUR_MS ||
    now.incomplete < then.incomplete ||
    now.stored > then.stored * LEARNED
  );
}
