import type { Action } from '../../iam/action.ts';
import { DATA_EVENTS } from './data-events.ts';

/** One fact: an action whose events CloudTrail records on some kinds of resource and on others not, and why. */
export interface UnrecordedTargetRow {
  readonly action: Action;
  /** Whether a policy's `Resource` holds recorded resources alone, for a role of this account. */
  readonly isRecorded: (resource: string, accountId: string) => boolean;
  readonly reason: string;
}

/**
 * Services whose resources another account may open to the role. CloudTrail delivers data events of S3, Lambda and
 * DynamoDB to the account of the caller as well as to the owner's; of others AWS does not say so.
 */
const SHARED = new Set(['events', 'kinesis', 'ses', 'sns', 'sqs']);

const SHARED_ACTIONS = DATA_EVENTS.filter(({ service }) => SHARED.has(service)).flatMap(({ service, actions }) =>
  actions.map((name): Action => `${service}:${name}`),
);

/** Whether a `Resource` names resources of another account than the role's; `*` for the account names none. */
function namesOtherAccount(resource: string, accountId: string): boolean {
  const account = /^arn:[^:]*:[^:]*:[^:]*:([^:]+):/.exec(resource)?.[1] ?? '*';
  return account !== '*' && account !== accountId;
}

const OBJECT_ACTIONS = DATA_EVENTS.filter(({ service }) => service === 's3').flatMap(({ actions }) => actions);

/** Actions that leave no trace on some of their resources, whatever is switched on. */
export const UNRECORDED_TARGETS: readonly UnrecordedTargetRow[] = [
  ...OBJECT_ACTIONS.map(
    (name): UnrecordedTargetRow => ({
      action: `s3:${name}`,
      // Buckets and their objects have neither Region nor account in their ARNs, access points have.
      isRecorded: (resource) => !/^arn:[^:]*:s3:(?:[^:]+:[^:]*|:[^:]+):/.test(resource),
      reason:
        'an access point may be one of a file system (Amazon FSx), and of what lies there no object of S3 is recorded',
    }),
  ),
  {
    action: 'sns:Publish',
    isRecorded: (resource) => /^arn:[^:]*:sns:[^:]*:[^:]*:/.test(resource),
    reason: 'text messages to phone numbers are not recorded, and this grant is not limited to topics and endpoints',
  },
  ...SHARED_ACTIONS.map(
    (action): UnrecordedTargetRow => ({
      action,
      isRecorded: (resource, accountId) => !namesOtherAccount(resource, accountId),
      reason: "the grant names another account's resources, whose data events may be recorded in that account alone",
    }),
  ),
];
