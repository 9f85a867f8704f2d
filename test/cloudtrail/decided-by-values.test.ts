import { describe, expect, it } from 'vitest';
import { isDecidedByValues, mayTellOfRoles } from '../../src/cloudtrail/scan/decided-by-values.ts';

describe('isDecidedByValues()', () => {
  it.each([
    ['CopyObject', true],
    ['copyobject', true],
    ['CopyObject20060301', true],
    ['UploadPartCopy', true],
    ['ExecuteStatement', true],
    ['BatchExecuteTransaction', true],
    ['transactwriteitems', true],
    ['GetObject', false],
    ['TransactGetItems', false],
    ['GetFunction20150331v2', false],
  ])('%s: %s', (eventName, expected) => {
    expect(isDecidedByValues(eventName)).toBe(expected);
  });
});

describe('mayTellOfRoles()', () => {
  it.each([
    ['iam', 'PutRolePolicy', true],
    ['iam', 'CreateRole', true],
    ['iam', 'GetRole', false],
    ['iam', 'ListRoles', false],
    ['sts', 'AssumeRole', true],
    ['sts', 'AssumeRoleWithWebIdentity', true],
    ['sts', 'GetCallerIdentity', false],
    ['sts', 'GetAssumeRole', false],
    ['ecs', 'RunTask', true],
    ['ecs', 'StartTask', true],
    ['ecs', 'StopTask', false],
    ['batch', 'RunTask', false],
    ['kms', 'PutKeyPolicy', false],
    ['rolesanywhere', 'AssumeRole', false],
  ])('%s %s: %s', (service, eventName, expected) => {
    expect(mayTellOfRoles(`${service}.amazonaws.com`, eventName)).toBe(expected);
  });
});
