import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { AuditRequest } from '../audit-request.ts';
import type { SessionOptions } from '../aws/client/session.ts';
import { DAY_MS, HOUR_MS, toIso } from '../base/time.ts';
import type { Config } from '../config/config.ts';
import { runDeadlines, withInterruption } from '../deadline.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import type { AccountOutcome } from '../organization/account-outcome.ts';
import { type OrganizationPlan, type PlannedAccount, plannedScps } from '../organization/organization-plan.ts';
import { type OrganizationSummary, summarizeOrganization } from '../organization/organization-summary.ts';
import type { AuditResult } from '../report/audit-result.ts';
import { auditMember } from '../wiring/audit-member.ts';
import { silentProgress } from '../wiring/logged-progress.ts';
import type { OrganizationRuns } from '../wiring/organization-runs.ts';
import { planRun } from '../wiring/plan-run.ts';
import { UsageError } from './exit-status.ts';
import type { InterruptibleRun } from './interruptible.ts';
import { type OrganizationOptions, readAccounts } from './organization-options.ts';

/** How several accounts are audited from here. */
export interface OrganizationAudit {
  readonly config: Config;
  readonly options: OrganizationOptions;
  /** What is asked of each account. */
  readonly request: AuditRequest;
  readonly catalog: Catalog;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint'>;
  /** Where the run is kept; absent: nowhere. */
  readonly runs?: OrganizationRuns;
  /** Told of each account when it is done, with the result where there is one. */
  onAccount(outcome: AccountOutcome, result: AuditResult | undefined): Promise<void>;
}

const ACCOUNTS_AT_ONCE = 5;
/** A run that began longer ago is not gone on with. */
const STALE_MS = DAY_MS;

/**
 * Audits the accounts of an organization, several at once. What fails of one account is stated, and sinks nothing else; accounts that
 * a run was audited before, and is gone on with, are not audited again.
 *
 * @throws {UsageError} when there is no run to go on with
 */
export async function auditOrganization(
  audit: OrganizationAudit,
  { signal, progress }: InterruptibleRun,
): Promise<OrganizationSummary> {
  const { options, runs } = audit;
  progress.stage('listing the accounts');
  const plan = options.resume === true ? await lastPlan(runs) : await newPlan(audit, signal);
  await runs?.savePlan(plan);
  const done = options.resume === true ? ((await runs?.outcomes(plan.run)) ?? []) : [];
  const outcomes = done.filter(({ totals }) => totals !== undefined);
  const left = plan.accounts.filter(({ id }) => !outcomes.some(({ account }) => account.id === id));

  progress.stage('auditing the accounts');
  progress.advance(outcomes.length, plan.accounts.length, 'accounts');
  const atOnce = options.concurrency ?? ACCOUNTS_AT_ONCE;
  const limit = pLimit(atOnce);
  await Promise.all(
    left.map((account) =>
      limit(async () => {
        const { outcome, result } = await auditOne(audit, plan, account, {
          signal,
          atOnce,
          since: await runs?.toldUntil(plan.run, account.id),
        });
        await runs?.saveOutcome(plan.run, outcome);
        outcomes.push(outcome);
        progress.end();
        await audit.onAccount(outcome, result);
        progress.advance(outcomes.length, plan.accounts.length, 'accounts');
      }),
    ),
  );
  const before = await runs?.summaryBefore(plan.run);
  const summary = summarizeOrganization({
    ...plan,
    organization: plan.organization?.id,
    finishedAt: toIso(Date.now()),
    outcomes,
    ...(before && { before }),
  });
  await runs?.saveSummary(summary);
  return summary;
}

function auditOne(
  { config, options, request, catalog, aws }: OrganizationAudit,
  plan: OrganizationPlan,
  account: PlannedAccount,
  {
    signal,
    atOnce,
    since,
  }: { readonly signal: AbortSignal; readonly atOnce: number; readonly since: number | undefined },
) {
  const end = Date.now() + (options.accountTimeout ?? HOUR_MS);
  const deadlines = withInterruption(
    runDeadlines(() => Math.max(0, end - Date.now())),
    signal,
  );
  const scps = plannedScps(plan, account.id);
  const { refuseEmpty: _, ...asked } = request;
  return auditMember(
    config,
    // Where one account has nothing of what is asked for, another may.
    { ...asked, account },
    {
      ...deadlines,
      account,
      since,
      organizationRun: plan.run,
      others: plan.accounts,
      progress: silentProgress,
      catalog,
      threads: Math.max(1, Math.floor(availableParallelism() / atOnce)),
      ...(scps && { scps }),
      ...(aws && { aws }),
    },
  ).finally(() => deadlines.stop());
}

async function newPlan({ config, options, aws }: OrganizationAudit, signal: AbortSignal): Promise<OrganizationPlan> {
  const accounts = options.accounts === undefined ? undefined : await readAccounts(options.accounts);
  const startedAt = Date.now();
  return planRun(config, {
    run: `${toIso(startedAt).replaceAll(':', '')}-${randomUUID().slice(0, 8)}`,
    startedAt,
    organization: options.organization === true,
    ...(accounts && { accounts }),
    ownByRole: false,
    ...(aws && { aws }),
    signal,
  });
}

async function lastPlan(runs: OrganizationRuns | undefined): Promise<OrganizationPlan> {
  if (runs === undefined)
    throw new UsageError('Cannot --resume: expected --out DIR or --ledger, where the run is kept');
  const run = await runs.latest();
  const plan = run === undefined ? undefined : await runs.plan(run);
  if (plan === undefined)
    throw new UsageError('Cannot --resume: no run is kept there; leave --resume out to begin one');
  if (Date.parse(plan.startedAt) < Date.now() - STALE_MS) {
    throw new UsageError(
      `Cannot --resume: the last run began at ${plan.startedAt}, more than a day ago; leave --resume out to begin another`,
    );
  }
  return plan;
}
