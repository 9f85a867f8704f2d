import type { PolicyText, SandboxAccount } from './sandbox-account.ts';
import { emptyState, type SandboxState } from './sandbox-state.ts';

/** An organizational unit; its parent is another, or the root. */
export interface SandboxUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}

/** A service control policy, and the root, units and accounts that it is attached to. */
export interface SandboxControlPolicy {
  readonly id: string;
  readonly name: string;
  readonly document: PolicyText;
  readonly awsManaged?: boolean;
  readonly targets: readonly string[];
}

/** An account as its organization lists it. */
export interface SandboxMember {
  readonly account: SandboxAccount;
  readonly name: string;
  readonly state: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
  /** The root or the unit that it lies in. */
  readonly parentId: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** What its services were made to hold while the sandbox ran. */
  readonly services: SandboxState;
}

/** An organization of AWS accounts. Whoever calls without having assumed a role is in the account that the sandbox was started with. */
export interface SandboxOrganization {
  /** `o-a1b2c3d4e5`. */
  readonly id: string;
  readonly managementAccountId: string;
  /** `r-ab12`. */
  readonly rootId: string;
  /** Whether service control policies are switched on. */
  readonly controlPolicies: boolean;
  readonly units: SandboxUnit[];
  readonly policies: SandboxControlPolicy[];
  readonly members: SandboxMember[];
}

/** What a member is made of; what is left out has a default. */
export type MemberSeed = Pick<SandboxMember, 'account' | 'name'> & Partial<SandboxMember>;

/** Adds a member, ACTIVE and in the root unless said otherwise. */
export function addMember(organization: SandboxOrganization, seed: MemberSeed): void {
  organization.members.push({ state: 'ACTIVE', parentId: organization.rootId, services: emptyState(), ...seed });
}

const FULL_ACCESS: PolicyText = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The policy that Organizations attaches to everything by itself. */
export function fullAwsAccess(targets: readonly string[]): SandboxControlPolicy {
  return { id: 'p-FullAWSAccess', name: 'FullAWSAccess', document: FULL_ACCESS, awsManaged: true, targets };
}
