import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/cloudtrail/record.ts';
import { roleAssumedIn } from '../../src/cloudtrail/role-assumed.ts';
import { recordWith } from './record-with.ts';

const ROLE = 'arn:aws:iam::123456789012:role/other';
const OF_STS = { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', requestParameters: { roleArn: ROLE } };
const KNOWN = { at: Date.UTC(2026, 8, 20, 10), region: 'eu-west-1', arn: ROLE };

function assumed(changes: Readonly<Record<string, unknown>>) {
  const record = parseRecord(recordWith({ ...OF_STS, ...changes }));
  if (!record.ok) throw new Error(record.problem);
  return roleAssumedIn(record.value);
}

describe('roleAssumedIn()', () => {
  it.each([
    [
      { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com', arn: 'arn:x', principalId: 'P' },
      'ecs-tasks.amazonaws.com',
    ],
    [{ type: 'IAMUser', arn: 'arn:x', principalId: 'P' }, 'arn:x'],
    [{ type: 'WebIdentityUser', principalId: 'P' }, 'P'],
    [{ type: 'SAMLUser' }, 'SAMLUser'],
    [{}, 'unknown'],
  ])('says that %j did it', (userIdentity, by) => {
    expect(assumed({ userIdentity })).toStrictEqual({ ...KNOWN, by });
  });

  it.each(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])('sees %s', (eventName) => {
    expect(assumed({ eventName, userIdentity: { type: 'SAMLUser' } })).toStrictEqual({ ...KNOWN, by: 'SAMLUser' });
  });

  it('takes the role among the listed resources where the parameters lack it', () => {
    const resources = [
      { type: 'AWS::IAM::Role' },
      { ARN: 'arn:aws:iam::123456789012:role/untyped' },
      { type: 'AWS::IAM::AccessKey', ARN: 'arn:aws:iam::123456789012:role/no-role' },
      { type: 'AWS::IAM::Role', ARN: ROLE },
    ];
    expect(assumed({ requestParameters: null, resources })?.arn).toBe(ROLE);
    expect(assumed({ requestParameters: { roleArn: `${ROLE}2` }, resources })?.arn).toBe(`${ROLE}2`);
  });

  it.each([
    [{ eventName: 'GetCallerIdentity' }],
    [{ eventName: 'AssumeRoot' }],
    [{ eventSource: 'rolesanywhere.amazonaws.com' }],
    [{ errorCode: 'AccessDenied' }],
    [{ requestParameters: { roleArn: 'arn:aws:iam::123456789012:user/u' } }],
    [{ requestParameters: null }],
  ])('sees nothing of the kind with %j', (changes) => {
    expect(assumed(changes)).toBeUndefined();
  });
});
