import { parseRoleArn } from '../iam/arn.ts';
import { textAt } from './json.ts';
import type { RoleAssumed } from './observation.ts';
import type { CloudTrailRecord } from './record.ts';

const ASSUMING = new Set(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);

/** The role that a successful AssumeRole of any kind opened a session of: a sign of life, not a use of an action. */
export function roleAssumedIn(record: CloudTrailRecord): RoleAssumed | undefined {
  if (record.eventSource !== 'sts.amazonaws.com' || !ASSUMING.has(record.eventName)) return undefined;
  if (record.errorCode !== undefined) return undefined;
  const parameters = record.requestParameters ?? undefined;
  const listed = record.resources.find(({ type, arn }) => type === 'AWS::IAM::Role' && arn !== undefined)?.arn;
  const role = parseRoleArn(textAt(parameters, 'roleArn') ?? listed ?? '');
  if (!role.ok) return undefined;
  const sessionName = textAt(parameters, 'roleSessionName');
  const { userIdentity } = record;
  const by =
    textAt(userIdentity, 'invokedBy') ??
    textAt(userIdentity, 'arn') ??
    textAt(userIdentity, 'principalId') ??
    textAt(userIdentity, 'type') ??
    'unknown';
  return {
    at: record.at,
    region: record.region,
    arn: role.value,
    by,
    ...(sessionName === undefined ? {} : { sessionName }),
  };
}
