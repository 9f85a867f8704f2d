import { createIdentityReader } from '../aws/client/identity.ts';
import { openSession, type SessionOptions } from '../aws/client/session.ts';
import { readOrganization } from '../aws/organizations/read-organization.ts';
import type { AccountId } from '../base/account-id.ts';
import { toIso } from '../base/time.ts';
import type { Config } from '../config/config.ts';
import { type OrganizationPlan, planAccountsRun, planOrganizationRun } from '../organization/organization-plan.ts';

/** What a run is planned by. */
export interface PlannedRun {
  readonly run: string;
  readonly startedAt: number;
  /** Whether the organization is read; else `accounts` are all there is. */
  readonly organization: boolean;
  /** Only these accounts; all where absent. */
  readonly accounts?: readonly AccountId[];
  /** Whether the auditor's own account is opened by a role, too: its own credentials may not audit it. */
  readonly ownByRole: boolean;
  readonly signal?: AbortSignal;
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited'>;
}

/**
 * Plans a run over an organization, or over accounts by number.
 *
 * @throws {Error} when the credentials open no account, or the accounts of the organization cannot be listed
 */
export async function planRun(
  { organization }: Pick<Config, 'organization'>,
  run: PlannedRun,
): Promise<OrganizationPlan> {
  const { accounts, signal, aws } = run;
  const session = await openSession({ ...aws, ...(signal && { signal }) });
  try {
    const own = await createIdentityReader(session).identity();
    const role = {
      name: organization.memberRole,
      partition: own.partition,
      ...(!run.ownByRole && { withoutRole: own.accountId }),
    };
    const start = { run: run.run, startedAt: toIso(run.startedAt) };
    if (!run.organization) return planAccountsRun(start, accounts ?? [], role);
    const { choice } = organization;
    const { value, incomplete } = await readOrganization(session, { tags: choice.excludeTag !== undefined });
    const narrowed = accounts === undefined ? choice : { ...choice, includeAccounts: accounts };
    return planOrganizationRun({ ...start, incomplete }, value, narrowed, role);
  } finally {
    session.close();
  }
}
