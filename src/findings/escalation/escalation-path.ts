import type { Action } from '../../iam/action.ts';

/**
 * On what a need must be granted. `any`: on some resource of the account that the action is checked on. `own-role`: on the role itself.
 * `own-boundary`: the same, of a role that has a boundary. `other-role`: on a role of the account that is not the role itself.
 * `every-role`: on roles of any name. `passed`: on another role that the service may assume, passed to that service.
 */
export type Target =
  | { readonly on: 'any' | 'own-role' | 'own-boundary' | 'other-role' | 'every-role' }
  | { readonly on: 'passed'; readonly service: string };

/** One part of a path: any one of the actions, on the target. */
export type Need = Target & { readonly actions: readonly Action[] };

/** One way in which a role can escalate its privileges. */
export interface EscalationPath {
  /** What the holder would do, for the sentence "It could …". */
  readonly could: string;
  /** Why that comes to permissions the role does not have. */
  readonly why: string;
  /** All of them are needed. */
  readonly needs: readonly Need[];
  /** True where it takes a resource that exists already and has more permissions, of which nothing is known. */
  readonly takesExisting?: true;
}

/** Any one of the actions, on some resource. */
export function any(...actions: readonly Action[]): Need {
  return { on: 'any', actions };
}

/** Any one of the actions, on this target. */
export function on(target: Exclude<Target['on'], 'any' | 'passed'>, ...actions: readonly Action[]): Need {
  return { on: target, actions };
}

/** Passing another role to a service, by its name before `.amazonaws.com`. */
export function pass(service: string): Need {
  return { on: 'passed', service: `${service}.amazonaws.com`, actions: ['iam:PassRole'] };
}
