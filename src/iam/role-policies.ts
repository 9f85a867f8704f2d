import { lazy } from '../base/lazy.ts';
import { type NamedPolicy, policyName } from './named-policy.ts';
import { type RequestContext, roleContext } from './request-context.ts';
import type { Role, RolePolicy } from './role.ts';
import { allowsSessionTags } from './session-tags.ts';

/** The part of a role that decides what it may do. */
export type GrantingRole = Pick<Role, 'arn' | 'tags' | 'policies' | 'trustPolicy'> &
  Partial<Pick<Role, 'boundary' | 'roleId' | 'unread'>>;

/** A layer that must allow an action for it to be granted: the boundary, or one level of the organization. */
export interface Ceiling {
  readonly kind: 'boundary' | 'scp';
  /** Of the organization, from 0 for the root; 0 for a boundary. */
  readonly level: number;
  readonly policies: readonly NamedPolicy[];
  /** False when one of its policies could not be read: it then cannot be said to withhold anything. */
  readonly complete: boolean;
}

/** A role's policies sorted by the part they play. */
export interface RolePolicySet {
  readonly identity: readonly NamedPolicy[];
  readonly ceilings: readonly Ceiling[];
  /** Policies of any part whose documents could not be read or parsed. */
  readonly unparsed: readonly RolePolicy[];
  /** What is known of every request of the role. */
  readonly context: RequestContext;
}

/** A role's own policies, and its permissions boundary where it has one: all that may give or withhold. */
export function policiesAndBoundary({
  policies,
  boundary,
}: Pick<Role, 'policies' | 'boundary'>): readonly RolePolicy[] {
  return boundary === undefined ? policies : [...policies, boundary];
}

/** Sorts the policies of a role, and those of its organization, root level first. */
export function sortPolicies(role: GrantingRole, scpLevels: readonly (readonly RolePolicy[])[]): RolePolicySet {
  const unparsed: RolePolicy[] = [];
  const readable = (policies: readonly RolePolicy[]): readonly NamedPolicy[] =>
    policies.flatMap((policy) => {
      if (policy.document.ok) return [{ name: policyName(policy.source), document: policy.document.value }];
      unparsed.push(policy);
      return [];
    });
  const ceiling = (kind: Ceiling['kind'], level: number, policies: readonly RolePolicy[]): Ceiling => {
    const read = readable(policies);
    return { kind, level, policies: read, complete: read.length === policies.length };
  };
  const identity = readable(role.policies);
  const ceilings = [
    ...(role.boundary === undefined ? [] : [ceiling('boundary', 0, [role.boundary])]),
    ...scpLevels.map((policies, level) => ceiling('scp', level, policies)),
  ];
  const context = lazy(() => {
    const sessionTagsPossible = !role.trustPolicy.ok || allowsSessionTags(role.trustPolicy.value);
    return roleContext({ ...role, sessionTagsPossible });
  });
  return {
    identity,
    ceilings,
    unparsed,
    get context() {
      return context();
    },
  };
}
