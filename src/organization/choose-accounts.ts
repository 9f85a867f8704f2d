import type { AccountId } from '../base/account-id.ts';
import { type Organization, type OrganizationAccount, unitPath } from './organization.ts';

/** Which accounts of an organization are audited. */
export interface AccountChoice {
  /** Ids of the units whose accounts are audited, those below them included; all where absent. */
  readonly includeUnits?: readonly string[];
  readonly excludeUnits?: readonly string[];
  readonly includeAccounts?: readonly AccountId[];
  readonly excludeAccounts?: readonly AccountId[];
  /** Accounts with this tag are left out. */
  readonly excludeTag?: { readonly key: string; readonly value?: string };
}

/** An account that is not audited, and why. */
export interface SkippedAccount {
  readonly account: Pick<OrganizationAccount, 'id' | 'name'> & { readonly ou?: string };
  /** A clause without a full stop: `it is SUSPENDED`. */
  readonly why: string;
}

/** The accounts of an organization that are audited, by id, and the others. */
export function chooseAccounts(
  { accounts }: Pick<Organization, 'accounts'>,
  choice: AccountChoice,
): { readonly audited: readonly OrganizationAccount[]; readonly skipped: readonly SkippedAccount[] } {
  const sorted = accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const whys = new Map(sorted.map((account) => [account, whySkipped(account, choice)]));
  const unknown = (choice.includeAccounts ?? []).filter((id) => !accounts.some((account) => account.id === id));
  return {
    audited: sorted.filter((account) => whys.get(account) === undefined),
    skipped: [
      ...sorted.flatMap((account): SkippedAccount[] => {
        const why = whys.get(account);
        return why === undefined
          ? []
          : [{ account: { id: account.id, name: account.name, ou: unitPath(account) }, why }];
      }),
      ...unknown.map((id) => ({ account: { id, name: '' }, why: 'the organization has no such account' })),
    ],
  };
}

function whySkipped(account: OrganizationAccount, choice: AccountChoice): string | undefined {
  const { state, id, units, tags } = account;
  const { includeUnits, excludeUnits = [], includeAccounts, excludeAccounts = [], excludeTag } = choice;
  if (state !== 'ACTIVE') return `it is ${state}`;
  if (units.length === 0) return 'where it lies in the organization could not be read';
  if (excludeAccounts.includes(id)) return 'the configuration leaves the account out';
  if (includeAccounts !== undefined && !includeAccounts.includes(id)) return 'it is not among the accounts asked for';
  const excluded = units.find((unit) => excludeUnits.includes(unit.id));
  if (excluded !== undefined) return `the configuration leaves out ${excluded.id} (${excluded.name})`;
  if (includeUnits !== undefined && !units.some((unit) => includeUnits.includes(unit.id))) {
    return 'it lies in none of the units asked for';
  }
  const tagged = excludeTag && tags?.[excludeTag.key];
  if (tagged === undefined || (excludeTag?.value !== undefined && excludeTag.value !== tagged)) return undefined;
  return `its tag ${excludeTag?.key}=${tagged} leaves it out`;
}
