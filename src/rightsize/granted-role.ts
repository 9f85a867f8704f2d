import { BudgetExceeded } from '../base/step-budget.ts';
import type { Grant } from '../iam/grant.ts';
import type { Role, RoleLookup } from '../iam/role.ts';
import type { RoleGrants } from './assessment-input.ts';

/** A role that was found, with what it is granted. */
export interface GrantedRole {
  /** With what was not worked out of it among what is unread. */
  readonly role: Role;
  readonly grants: RoleGrants;
  readonly list: readonly Grant[];
  /** Why `list` is an outline only. */
  readonly beyondBudget?: string;
}

/**
 * Lists what a found role is granted. Where its policies take more steps than one role is given, it counts as a role of which not all was
 * read: nothing about it is decided, and whoever wrote the policies gains nothing.
 */
export function grantedRole(lookup: RoleLookup, grants: RoleGrants | undefined): GrantedRole | undefined {
  if (lookup.kind !== 'found' || grants === undefined) return undefined;
  const { role } = lookup;
  try {
    return { role, grants, list: [...grants.grants()] };
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    const beyondBudget = error.message;
    return {
      role: { ...role, unread: [...role.unread, beyondBudget] },
      grants,
      list: grants.inOutline(),
      beyondBudget,
    };
  }
}
