import { byText } from '../base/by-text.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { sum } from '../base/sum.ts';
import { SEVERITIES, type Severity } from '../findings/finding.ts';
import { compareSeverity } from '../findings/severity.ts';
import type { AccountOutcome, Standing, WorstRole } from './account-outcome.ts';
import type { SkippedAccount } from './choose-accounts.ts';

/** A role of any of the accounts. */
export interface OrganizationRole extends WorstRole {
  readonly accountId: string;
  readonly accountName?: string;
}

/** What changed since an earlier run over the same organization. Lists name accounts. */
export interface OrganizationChanges {
  /** When the earlier run ended; absent where none is known. */
  readonly since?: string;
  readonly opened: number;
  readonly resolved: number;
  /** Audited now, and not then. */
  readonly nowAudited: readonly string[];
  /** Audited then, and not now, though they were to be. */
  readonly noLongerAudited: readonly string[];
  /** Of the organization then, and not now. */
  readonly gone: readonly string[];
}

/** A run over the accounts of an organization. Times are ISO 8601. */
export interface OrganizationSummary {
  readonly version: 1;
  /** `o-a1b2c3d4e5`; absent where accounts were given by hand. */
  readonly organization?: string;
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly standings: Readonly<Record<Standing, number>>;
  readonly roles: number;
  readonly unused: number;
  /** Open findings of all accounts. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly changes: OrganizationChanges;
  /** At most twenty, worst first. */
  readonly worst: readonly OrganizationRole[];
  /** Those with the worst findings first, then those that were not audited, then those that were not to be. */
  readonly accounts: readonly AccountOutcome[];
  /** What of the organization itself could not be read. */
  readonly incomplete: readonly Incomplete[];
}

/** What a run came to. */
export interface OrganizationRunResult {
  readonly organization?: string | undefined;
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcomes: readonly AccountOutcome[];
  readonly skipped: readonly SkippedAccount[];
  readonly incomplete: readonly Incomplete[];
  /** The summary of the run before. */
  readonly before?: Pick<OrganizationSummary, 'accounts' | 'finishedAt'>;
}

const MOST_ROLES = 20;

/** Sums up a run. */
export function summarizeOrganization(result: OrganizationRunResult): OrganizationSummary {
  const { outcomes, skipped, before } = result;
  const accounts = [
    ...outcomes,
    ...skipped.map(({ account, why }): AccountOutcome => ({ account, standing: 'skipped', why })),
  ].sort(compareOutcomes);
  const totals = outcomes.flatMap((outcome) => outcome.totals ?? []);
  return {
    version: 1,
    ...(result.organization !== undefined && { organization: result.organization }),
    run: result.run,
    startedAt: result.startedAt,
    finishedAt: result.finishedAt,
    standings: standingsOf(accounts),
    roles: sum(totals.map(({ roles }) => roles)),
    unused: sum(totals.map(({ verdicts }) => verdicts.unused)),
    findings: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, sum(totals.map(({ findings }) => findings[severity]))]),
    ) as Record<Severity, number>,
    changes: changesOf(accounts, before),
    worst: worstOf(outcomes),
    accounts,
    incomplete: result.incomplete,
  };
}

function standingsOf(accounts: readonly AccountOutcome[]): Readonly<Record<Standing, number>> {
  const counts: Record<Standing, number> = { audited: 0, partly: 0, notAudited: 0, skipped: 0 };
  for (const { standing } of accounts) counts[standing] += 1;
  return counts;
}

const ORDER: readonly Standing[] = ['partly', 'audited', 'notAudited', 'skipped'];

function compareOutcomes(a: AccountOutcome, b: AccountOutcome): number {
  const wereAudited = (outcome: AccountOutcome): number => Number(outcome.totals === undefined);
  const bySeverity = SEVERITIES.map(
    (severity) => (b.totals?.findings[severity] ?? 0) - (a.totals?.findings[severity] ?? 0),
  ).find((difference) => difference !== 0);
  return (
    wereAudited(a) - wereAudited(b) ||
    bySeverity ||
    ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) ||
    byText(a.account.id, b.account.id)
  );
}

function worstOf(outcomes: readonly AccountOutcome[]): readonly OrganizationRole[] {
  return outcomes
    .flatMap(({ account, totals }) =>
      (totals?.worst ?? []).map((role) => ({
        ...role,
        accountId: account.id,
        ...(account.name !== undefined && { accountName: account.name }),
      })),
    )
    .sort((a, b) => compareSeverity(a.severity, b.severity) || b.findings - a.findings || byText(a.arn, b.arn))
    .slice(0, MOST_ROLES);
}

function changesOf(accounts: readonly AccountOutcome[], before: OrganizationRunResult['before']): OrganizationChanges {
  const totals = accounts.flatMap((outcome) => outcome.totals ?? []);
  const counts = {
    opened: sum(totals.map(({ opened, reopened }) => opened + reopened)),
    resolved: sum(totals.map(({ resolved }) => resolved)),
  };
  if (before === undefined) return { ...counts, nowAudited: [], noLongerAudited: [], gone: [] };
  const audited = idsOf(accounts, (outcome) => outcome.totals !== undefined);
  const then = idsOf(before.accounts, (outcome) => outcome.totals !== undefined);
  const known = idsOf(accounts, () => true);
  const lost = idsOf(accounts, ({ standing }) => standing === 'notAudited');
  return {
    since: before.finishedAt,
    ...counts,
    nowAudited: [...audited].filter((id) => !then.has(id)),
    noLongerAudited: [...then].filter((id) => lost.has(id)),
    gone: [...idsOf(before.accounts, () => true)].filter((id) => !known.has(id)),
  };
}

function idsOf(accounts: readonly AccountOutcome[], isOne: (outcome: AccountOutcome) => boolean): ReadonlySet<string> {
  return new Set(
    accounts
      .filter(isOne)
      .map(({ account }) => account.id)
      .sort(),
  );
}
