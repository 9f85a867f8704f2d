import { describe, expect, it } from 'vitest';
import { refusalIn, refusedAction } from '../../src/cloudtrail/refusal.ts';

describe('refusedAction()', () => {
  it('finds the action that the message names', () => {
    const message = 'User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: iam:PassRole on resource: x';
    expect(refusedAction(message)).toBe('iam:PassRole');
  });

  it('finds none in another message', () => {
    expect(refusedAction('Access Denied')).toBeUndefined();
    expect(refusedAction(undefined)).toBeUndefined();
  });
});

describe('refusalIn()', () => {
  it.each([
    [
      'User: x is not authorized to perform: iam:PassRole on resource: y',
      { action: 'iam:PassRole', says: 'refusedByIam' },
    ],
    ['x is not authorized to perform s3:GetObject', { action: 's3:GetObject', says: 'refusedByIam' }],
    ['Not authorized to perform: kms:Decrypt', undefined],
    [
      "User: x is not authorized to perform `ses:SendRawEmail' on resource",
      { action: 'ses:SendRawEmail', says: 'refusedByIam' },
    ],
    [
      'User: x is not authorized to perform: SNS:TagResource on resource: y',
      { action: 'SNS:TagResource', says: 'refusedByIam' },
    ],
    ['Access to KMS is not allowed', { action: 'kms:Decrypt' }],
    ['not authorized to perform: kms:Decrypt', { action: 'kms:Decrypt' }],
    ['Access denied WITH AN EXPLICIT DENY in a policy', { says: 'refusedByIam' }],
    ['because no identity-based policy allows it', { says: 'refusedByIam' }],
    ['AWS was not able to validate the provided access credentials', { says: 'badCredentials' }],
    ['cannot Validate the provided security token', { says: 'badCredentials' }],
    [
      'x is not authorized to perform: s3:GetObject; validate the provided credentials',
      { action: 's3:GetObject', says: 'refusedByIam' },
    ],
    ['Incorrect username or password.', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %j: %j', (message, refusal) => {
    expect(refusalIn(message)).toStrictEqual(refusal);
  });
});
