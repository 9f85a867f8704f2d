import { expect, test } from 'vitest';
import type { InstanceRole } from '../../src/findings/instance-role.ts';
import type { Action } from '../../src/iam/action.ts';
import { allow, assess, roleNamed } from './fixtures.ts';
import { draftOf, probe } from './probe.ts';

/** A role that an inline policy grants these actions. */
function granted(actions: readonly Action[], resource = '*'): InstanceRole {
  const role = roleNamed('nodes', { policies: [allow('app', [...actions], resource)] });
  const grantedBy = [{ policy: 'inline policy app', index: 0 }];
  return {
    arn: role.arn,
    families: ['cron', 'mailer'],
    found: { role, grants: actions.map((action) => ({ action, grantedBy })) },
  };
}
const ROLE = granted(['s3:GetObject', 's3:PutBucketPolicy']);
const outcome = (...instanceRoles: readonly InstanceRole[]) =>
  probe('task-uses-instance-role', assess('app'), { instanceRoles });

test('names the families, the role and what it is granted, the gravest first', () => {
  const draft = draftOf(outcome(ROLE));
  expect(draft).toMatchObject({
    severity: 'HIGH',
    title: '2 families run with the role of their instances',
    actions: ['s3:PutBucketPolicy', 's3:GetObject'],
  });
  expect(draft.description).toContain(
    'nodes is granted, beside what instances need, s3:GetObject and s3:PutBucketPolicy.',
  );
});

test('is never more than HIGH', () => {
  expect(draftOf(outcome(granted(['iam:PutRolePolicy']))).severity).toBe('HIGH');
});

test('is one step milder where every statement names resources', () => {
  expect(draftOf(outcome(granted(['s3:PutBucketPolicy'], 'arn:aws:s3:::b'))).severity).toBe('MEDIUM');
});

test('is fine without such tasks, or where the instance has what instances need alone', () => {
  expect(outcome().kind).toBe('fine');
  expect(outcome(granted([])).kind).toBe('fine');
});

test('is unavailable where instances or their roles were not read', () => {
  expect(probe('task-uses-instance-role', assess('app')).kind).toBe('unavailable');
  expect(outcome({ arn: ROLE.arn, families: ['cron'] }).kind).toBe('unavailable');
});
