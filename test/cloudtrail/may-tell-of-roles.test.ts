import { describe, expect, it } from 'vitest';
import { mayTellOfRoles } from '../../src/cloudtrail/scan/may-tell-of-roles.ts';

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
    ['ecs', 'RegisterTaskDefinition', true],
    ['ecs', 'RegisterDaemonTaskDefinition', true],
    ['ecs', 'DeregisterTaskDefinition', false],
    ['ecs', 'StopTask', false],
    ['batch', 'RunTask', false],
    ['kms', 'PutKeyPolicy', false],
    ['rolesanywhere', 'AssumeRole', false],
  ])('%s %s: %s', (service, eventName, expected) => {
    expect(mayTellOfRoles(`${service}.amazonaws.com`, eventName)).toBe(expected);
  });
});
