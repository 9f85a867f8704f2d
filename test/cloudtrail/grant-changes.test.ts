import { describe, expect, it } from 'vitest';
import { grantChangeOf } from '../../src/cloudtrail/grant-changes.ts';
import { parseRecord } from '../../src/cloudtrail/record.ts';
import { recordWith } from './record-with.ts';

const AT = Date.UTC(2026, 8, 20, 10);
const CALLER = 'arn:aws:sts::123456789012:assumed-role/app-task/0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const POLICY = 'arn:aws:iam::123456789012:policy/app';

function changeIn(eventName: string, requestParameters: unknown, changes: Readonly<Record<string, unknown>> = {}) {
  const record = parseRecord(
    recordWith({ eventSource: 'iam.amazonaws.com', eventName, requestParameters, ...changes }),
  );
  if (!record.ok) throw new Error(record.problem);
  return grantChangeOf(record.value);
}

describe('grantChangeOf()', () => {
  const table: readonly (readonly [string, unknown, object | undefined])[] = [
    ['AttachRolePolicy', { roleName: 'r', policyArn: POLICY }, { roleName: 'r', policy: POLICY }],
    ['DetachRolePolicy', { roleName: 'r', policyArn: POLICY }, { roleName: 'r', policy: POLICY }],
    ['PutRolePolicy', { roleName: 'r', policyName: 'p' }, { roleName: 'r', policy: 'p' }],
    ['DeleteRolePolicy', { roleName: 'r', policyName: 'p' }, { roleName: 'r', policy: 'p' }],
    ['PutRolePermissionsBoundary', { roleName: 'r', permissionsBoundary: POLICY }, { roleName: 'r', policy: POLICY }],
    ['DeleteRolePermissionsBoundary', { roleName: 'r' }, { roleName: 'r' }],
    ['CreateRole', { roleName: 'r' }, { roleName: 'r' }],
    ['TagRole', { roleName: 'r', tags: [{ key: 'a', value: 'b' }] }, { roleName: 'r' }],
    ['UntagRole', { roleName: 'r', tagKeys: ['a'] }, { roleName: 'r' }],
    ['UpdateAssumeRolePolicy', { roleName: 'r', policyDocument: '{}' }, { roleName: 'r' }],
    ['CreatePolicyVersion', { policyArn: POLICY, setAsDefault: true }, { policyArn: POLICY, policy: POLICY }],
    ['CreatePolicyVersion', { policyArn: POLICY, setAsDefault: false }, undefined],
    ['CreatePolicyVersion', { policyArn: POLICY, setAsDefault: 'true' }, { policyArn: POLICY, policy: POLICY }],
    ['CreatePolicyVersion', { policyArn: POLICY }, undefined],
    ['CreatePolicyVersion', null, {}],
    ['CreatePolicyVersion', { omitted: true, reason: 'too large' }, {}],
    ['TagPolicy', { policyArn: POLICY, setAsDefault: true }, undefined],
    ['DeletePolicyVersion', null, undefined],
    ['SetDefaultPolicyVersion', { policyArn: POLICY, versionId: 'v2' }, { policyArn: POLICY, policy: POLICY }],
    ['GetRole', { roleName: 'r' }, undefined],
    ['AttachUserPolicy', { userName: 'u', policyArn: POLICY }, undefined],
    ['PutRolePolicy', null, {}],
  ];
  for (const [eventName, parameters, expected] of table) {
    it(`${eventName} ${JSON.stringify(parameters)} ${expected === undefined ? 'changes no grant' : 'may change a grant'}`, () => {
      expect(changeIn(eventName, parameters)).toStrictEqual(
        expected === undefined ? undefined : { at: AT, eventName, ...expected, by: CALLER },
      );
    });
  }

  it('finds the ARN of a policy just created in the answer', () => {
    expect(changeIn('CreatePolicy', { policyName: 'app' }, { responseElements: { policy: { arn: POLICY } } })).toEqual({
      at: AT,
      eventName: 'CreatePolicy',
      policyArn: POLICY,
      policy: POLICY,
      by: CALLER,
    });
  });

  it('takes no notice of a change that was refused, or of another service', () => {
    const parameters = { roleName: 'r', policyName: 'p' };
    expect(changeIn('PutRolePolicy', parameters, { errorCode: 'AccessDenied' })).toBeUndefined();
    expect(changeIn('PutRolePolicy', parameters, { eventSource: 'sso.amazonaws.com' })).toBeUndefined();
  });
});
