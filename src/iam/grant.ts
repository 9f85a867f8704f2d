import type { Action } from './action.ts';
import type { StatementRef } from './policy.ts';

/**
 * What a role may do with an action. `yes`: on every resource, without conditions. `limited`: on some resources, or under
 * conditions. `blocked`: a policy of the role grants it, but a deny, the permissions boundary or an organization policy takes
 * all of it away.
 */
export type Access = 'yes' | 'limited' | 'blocked';

/** What stands against a grant. A boundary or organization level that merely does not allow the action names no statement. */
export type Obstacle =
  | { readonly kind: 'deny'; readonly statement: StatementRef }
  | { readonly kind: 'boundary'; readonly policy: string }
  | { readonly kind: 'scp'; readonly level: number; readonly policies: readonly string[] };

/** One action that a role's own policies allow, at least somewhere. */
export interface Grant {
  readonly action: Action;
  readonly access: Access;
  /** False for actions that the catalogue does not know: kept as the policy spells them. */
  readonly inCatalog: boolean;
  /** The Allow statements of the role's own policies; empty only in an outline. */
  readonly grantedBy: readonly StatementRef[];
  /** What takes all of it away; empty unless `blocked`. */
  readonly blockedBy: readonly Obstacle[];
  /** Of a `limited` grant: the statements whose resources or conditions narrow it (Allow and Deny alike). */
  readonly limitedBy: readonly StatementRef[];
}
