import type { Action } from '../../iam/action.ts';

/**
 * One fact: an event (IAM prefix and event name) whose name is not the action that AWS checks, the action or actions
 * that it checks (all of them), and why.
 */
export type RenameRow = readonly [event: `${string}:${string}`, actions: readonly Action[], reason: string];

/** One fact: an event that needs one or more of several actions; which of them, its parameters say, if anything does. */
export type AnyOfRow = readonly [event: `${string}:${string}`, oneOf: readonly Action[], reason: string];
