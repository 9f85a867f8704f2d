import type { Incomplete } from '../base/incomplete.ts';
import { type AuditedAccount, memberRoleArn } from './audited-account.ts';
import { type AccountChoice, chooseAccounts, type SkippedAccount } from './choose-accounts.ts';
import { type Organization, type OrganizationTarget, unitPath } from './organization.ts';
import { type ScpLevels, scpLevelsOf } from './scp-levels.ts';

/** An account that a run is to audit. */
export interface PlannedAccount extends AuditedAccount {
  /** The root and the units that it lies in, the root first; absent where the organization was not read. */
  readonly units?: readonly OrganizationTarget[];
}

/** What a run over an organization sets out to do, as it is stored; small enough to be read for each account. */
export interface OrganizationPlan {
  readonly version: 1;
  readonly run: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly accounts: readonly PlannedAccount[];
  readonly skipped: readonly SkippedAccount[];
  /** Absent where accounts were given by hand. */
  readonly organization?: Omit<Organization, 'accounts'>;
  readonly incomplete: readonly Incomplete[];
}

/** How the accounts of a plan are opened. */
export interface AccountRole {
  /** With its path, without a slash before it. */
  readonly name: string;
  readonly partition: string;
  /** The account that is opened without a role. */
  readonly withoutRole?: string;
}

/** Plans a run over an organization. */
export function planOrganizationRun(
  start: Pick<OrganizationPlan, 'run' | 'startedAt' | 'incomplete'>,
  { accounts, ...organization }: Organization,
  choice: AccountChoice,
  role: AccountRole,
): OrganizationPlan {
  const { audited, skipped } = chooseAccounts({ accounts }, choice);
  return {
    version: 1,
    ...start,
    accounts: audited.map((account) => ({
      ...openedBy(role, { id: account.id, name: account.name, ou: unitPath(account) }),
      units: account.units,
    })),
    skipped,
    organization,
  };
}

/** Plans a run over accounts that somebody named. */
export function planAccountsRun(
  start: Pick<OrganizationPlan, 'run' | 'startedAt'>,
  accounts: readonly AuditedAccount['id'][],
  role: AccountRole,
): OrganizationPlan {
  return {
    version: 1,
    ...start,
    accounts: [...new Set(accounts)].map((id) => openedBy(role, { id })),
    skipped: [],
    incomplete: [],
  };
}

function openedBy({ name, partition, withoutRole }: AccountRole, account: AuditedAccount): AuditedAccount {
  return account.id === withoutRole ? account : { ...account, roleArn: memberRoleArn(account.id, name, partition) };
}

/** What the organization imposes on the roles of an account of a plan; undefined where that was not read. */
export function plannedScps({ accounts, organization }: OrganizationPlan, id: string): ScpLevels | undefined {
  const account = accounts.find((planned) => planned.id === id);
  if (organization === undefined || account?.units === undefined) return undefined;
  return scpLevelsOf({ id: account.id, name: account.name ?? '', units: account.units }, organization);
}
