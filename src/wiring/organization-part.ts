import type { AuditRequest } from '../audit-request.ts';
import { MemberRefused } from '../aws/client/member-credentials.ts';
import { openSession } from '../aws/client/session.ts';
import { createS3Ledger } from '../aws/s3/s3-ledger.ts';
import { type Config, ConfigError } from '../config/config.ts';
import type { RunDeadlines } from '../deadline.ts';
import {
  type AccountOutcome,
  accountOutcome,
  isWorthAnother,
  notAudited,
  type Standing,
} from '../organization/account-outcome.ts';
import type { AuditedAccount } from '../organization/audited-account.ts';
import { plannedScps } from '../organization/organization-plan.ts';
import type { AuditResult } from '../report/audit-result.ts';
import type { RepeatedRun } from '../report/repeated-run.ts';
import { whyNot } from './audit-member.ts';
import type { RunEnvironment } from './open-context.ts';
import { type OrganizationRuns, openOrganizationRuns } from './organization-runs.ts';

/** What the audit of one account answers to the state machine; everything else is in the bucket. */
export interface PartAnswer {
  readonly account: string;
  readonly standing: Standing;
  /** Whether another audit of the account would get further. */
  readonly again: boolean;
}

/** Audits an account: with this configuration, as this account, and told from others by this event. */
export type PartAudit = (
  config: Config,
  run: Pick<RunEnvironment, 'account' | 'organizationRun' | 'scps' | 'others' | 'usesOthersCatalog'>,
  event: string,
) => Promise<AuditResult | RepeatedRun>;

/** The audit of one account as a part of a run over its organization. */
export interface OrganizationPart {
  /**
   * Has the account audited, and keeps what came of it. An account that cannot be opened is stated as not audited.
   *
   * @throws {AccountBusy} when another invocation audits the account for the same run
   * @throws {Error} what the audit throws, where that may pass
   */
  audit(auditAs: PartAudit): Promise<PartAnswer>;
}

/** A run whose other invocation is still at work on the account. */
export class AccountBusy extends Error {
  override readonly name = 'AccountBusy' as const;

  constructor(accountId: string) {
    super(`Cannot audit account ${accountId}: another invocation is at work on it`);
  }
}

/** The store of runs in the bucket that is configured, by the auditor's own credentials. */
export async function openRunsBucket(
  { organizationRuns }: Pick<Config, 'organizationRuns'>,
  { writing }: Pick<RunDeadlines, 'writing'>,
): Promise<{ readonly runs: OrganizationRuns; close(): void }> {
  if (organizationRuns === undefined) {
    throw new ConfigError(
      'Cannot keep a run over an organization: no bucket is configured; expected AUDITOR_REPORT_BUCKET or AUDITOR_LEDGER=s3://…',
    );
  }
  const session = await openSession({ signal: writing.signal });
  const store = createS3Ledger(session, organizationRuns.bucket, organizationRuns.prefix);
  return { runs: openOrganizationRuns(store), close: () => session.close() };
}

/**
 * The part that an event asks for; undefined where it asks for an audit by itself.
 *
 * @throws {Error} when the event names no account
 */
export function openOrganizationPart(
  config: Config,
  request: AuditRequest,
  deadlines: Pick<RunDeadlines, 'reading' | 'writing'>,
): OrganizationPart | undefined {
  const { organizationRun: run, account, attempt = 1 } = request;
  if (run === undefined) return undefined;
  if (account === undefined) throw new Error(`Cannot audit for run ${run}: expected detail.account with it`);
  return {
    async audit(auditAs) {
      const { runs, close } = await openRunsBucket(config, deadlines);
      try {
        const part = { runs, run, account, attempt, outOfTime: () => deadlines.reading.signal.aborted };
        return await auditPart(config, part, auditAs);
      } finally {
        close();
      }
    },
  };
}

interface Part {
  readonly runs: OrganizationRuns;
  readonly run: string;
  readonly account: AuditedAccount;
  readonly attempt: number;
  outOfTime(): boolean;
}

async function auditPart(config: Config, part: Part, auditAs: PartAudit): Promise<PartAnswer> {
  const { runs, run, account, attempt } = part;
  const plan = await runs.plan(run);
  if (plan === undefined)
    throw new Error(`Cannot audit for run ${run}: it has no plan; expected a run that listed its accounts`);
  const scps = plannedScps(plan, account.id);
  const environment = {
    ...{ account, organizationRun: run, others: plan.accounts, usesOthersCatalog: true as const },
    ...(scps && { scps }),
  };
  // Nobody is told of one account by itself, and the catalogue was looked after when the accounts were listed.
  const { storedCatalog, othersCatalog = storedCatalog, ...others } = config;
  const quiet = { ...others, ...(othersCatalog && { othersCatalog }), notify: false };
  const event = `organization ${run} ${attempt}`;
  try {
    let result = await auditAs(quiet, environment, event);
    if ('repeated' in result) {
      if (!result.finished) throw new AccountBusy(account.id);
      const done = await runs.outcome(run, account.id);
      if (done !== undefined) return answerOf(done, done.unfinished !== undefined);
      // It died before it could say what came of it.
      result = await auditAs(quiet, environment, `${event} again`);
    }
    if ('repeated' in result) throw new AccountBusy(account.id);
    const since = await runs.toldUntil(run, account.id);
    return await save(part, accountOutcome(account, result, { outOfTime: part.outOfTime(), since }));
  } catch (error) {
    if (!(error instanceof MemberRefused)) throw error;
    return save(part, notAudited(account, whyNot(error)));
  }
}

async function save({ runs, run, attempt }: Part, outcome: AccountOutcome): Promise<PartAnswer> {
  const before = attempt === 1 ? undefined : await runs.outcome(run, outcome.account.id);
  await runs.saveOutcome(run, outcome);
  return answerOf(outcome, isWorthAnother(outcome, before));
}

function answerOf({ account, standing }: AccountOutcome, again: boolean): PartAnswer {
  return { account: account.id, standing, again };
}
