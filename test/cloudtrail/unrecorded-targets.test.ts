import { describe, expect, it } from 'vitest';
import { UNRECORDED_TARGETS } from '../../src/cloudtrail/observability/unrecorded-targets.ts';
import type { Action } from '../../src/iam/action.ts';

const OWN = '123456789012';

/** Whether each use of an action on a resource is recorded in the account of the role. */
function isRecorded(action: Action, resource: string): boolean {
  return UNRECORDED_TARGETS.filter((row) => row.action === action).every((row) => row.isRecorded(resource, OWN));
}

describe('data events of an action on a resource', () => {
  it.each<readonly [Action, string, boolean]>([
    ['sqs:SendMessage', `arn:aws:sqs:us-east-1:${OWN}:jobs`, true],
    ['sqs:SendMessage', 'arn:aws:sqs:us-east-1:999999999999:jobs', false],
    ['sqs:SendMessage', 'arn:aws:sqs:*:9999*:jobs', false],
    ['sqs:SendMessage', '*', true],
    ['sns:Publish', `arn:aws:sns:us-east-1:${OWN}:alerts`, true],
    ['sns:Publish', 'arn:aws:sns:us-east-1:*:alerts', true],
    ['sns:Publish', 'arn:aws:sns:us-east-1:999999999999:alerts', false],
    ['sns:Publish', '*', false],
    ['kinesis:PutRecord', 'arn:aws:kinesis:us-east-1:999999999999:stream/in', false],
    ['events:PutEvents', 'arn:aws:events:us-east-1:999999999999:event-bus/orders', false],
    ['ses:SendEmail', 'arn:aws:ses:us-east-1:999999999999:identity/example.com', false],
    // CloudTrail delivers these to the account of the caller, too.
    ['dynamodb:GetItem', 'arn:aws:dynamodb:us-east-1:999999999999:table/orders', true],
    ['lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:999999999999:function:price', true],
    ['s3:GetObject', 'arn:aws:s3:::other-accounts-bucket/*', true],
    ['s3:GetObject', `arn:aws:s3:us-east-1:${OWN}:accesspoint/files/object/*`, false],
  ])('%s on %s: recorded here %s', (action, resource, expected) => {
    expect(isRecorded(action, resource)).toBe(expected);
  });
});
