import type { Action } from '../../iam/action.ts';
import { DATA_EVENTS } from './data-events.ts';

/** One fact: an action whose events CloudTrail records on some kinds of resource and on others not, and why. */
export interface UnrecordedTargetRow {
  readonly action: Action;
  /** A policy's `Resource` of this form holds recorded resources alone. */
  readonly recorded: RegExp;
  readonly reason: string;
}

const OBJECT_ACTIONS = DATA_EVENTS.filter(({ service }) => service === 's3').flatMap(({ actions }) => actions);

/** Actions that leave no trace on some of their resources, whatever is switched on. */
export const UNRECORDED_TARGETS: readonly UnrecordedTargetRow[] = [
  ...OBJECT_ACTIONS.map(
    (name): UnrecordedTargetRow => ({
      action: `s3:${name}`,
      // Buckets and their objects have neither Region nor account in their ARNs, access points have.
      recorded: /^(?!arn:[^:]*:s3:(?:[^:]+:[^:]*|:[^:]+):)/,
      reason:
        'an access point may be one of a file system (Amazon FSx), and of what lies there no object of S3 is recorded',
    }),
  ),
  {
    action: 'sns:Publish',
    recorded: /^arn:[^:]*:sns:[^:]*:[^:]*:/,
    reason: 'text messages to phone numbers are not recorded, and this grant is not limited to topics and endpoints',
  },
];
