import type { Action } from '../../iam/action.ts';

/** One fact: an action whose events CloudTrail records on some kinds of resource and on others not, and why. */
export interface UnrecordedTargetRow {
  readonly action: Action;
  /** A policy's `Resource` of this form holds recorded resources alone. */
  readonly recorded: RegExp;
  readonly reason: string;
}

/** Actions that leave no trace on some of their resources, whatever is switched on. */
export const UNRECORDED_TARGETS: readonly UnrecordedTargetRow[] = [
  {
    action: 'sns:Publish',
    recorded: /^arn:[^:]*:sns:[^:]*:[^:]*:/,
    reason: 'text messages to phone numbers are not recorded, and this grant is not limited to topics and endpoints',
  },
];
