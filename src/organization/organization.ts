import type { AccountId } from '../base/account-id.ts';

/** What policies of an organization are attached to: the root, a unit or an account. */
export interface OrganizationTarget {
  /** `r-ab12`, `ou-ab12-11111111` or the number of an account. */
  readonly id: string;
  readonly name: string;
}

/** An account as its organization lists it. */
export interface OrganizationAccount {
  readonly id: AccountId;
  readonly name: string;
  /** `ACTIVE`, or another state of AWS Organizations. */
  readonly state: string;
  /** The root and the units that it lies in, the root first. */
  readonly units: readonly OrganizationTarget[];
  /** Present where tags were asked for. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Service control policies, as Organizations hands them out. */
export interface ControlPolicies {
  /** By id; one that could not be read is absent. */
  readonly policies: Readonly<Record<string, { readonly name: string; readonly content: string }>>;
  /** The ids of the policies attached to a target, by the target's id. */
  readonly attached: Readonly<Record<string, readonly string[]>>;
}

/** An organization of AWS accounts. */
export interface Organization {
  /** `o-a1b2c3d4e5`. */
  readonly id: string;
  readonly managementAccountId: AccountId;
  readonly accounts: readonly OrganizationAccount[];
  /** Absent where they are switched off, or could not be listed. */
  readonly controlPolicies?: ControlPolicies;
}

/** Where an account lies, by the names of its units: `Root/Workloads/Production`. */
export function unitPath({ units }: Pick<OrganizationAccount, 'units'>): string {
  return units.map(({ name }) => name).join('/');
}
