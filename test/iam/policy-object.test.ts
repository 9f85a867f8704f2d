import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import { policyObject } from '../../src/iam/policy-object.ts';
import { policySize } from '../../src/iam/policy-size.ts';
import { policy } from '../support/iam.ts';

describe('policyObject() writes', () => {
  test.each<[string, object]>([
    ['single values alone', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    [
      'lists as lists',
      { Sid: 'A', Effect: 'Deny', Action: ['s3:Get*', 's3:Put*'], Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] },
    ],
    ['NotAction and NotResource', { Effect: 'Deny', NotAction: 's3:*', NotResource: ['arn:aws:s3:::a', '*'] }],
    ['everyone as a principal', { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
    [
      'principals of several kinds',
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com', AWS: ['111111111111', '222222222222'] },
        Action: 'sts:AssumeRole',
      },
    ],
    ['NotPrincipal', { Effect: 'Deny', NotPrincipal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }],
    [
      'conditions',
      {
        Effect: 'Allow',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringEquals: { a: 'b', c: ['d', 'e'], f: [] }, Bool: { g: 'true' } },
      },
    ],
  ])('%s', (_, statement) => {
    const document = { Version: '2012-10-17', Id: 'one', Statement: [statement] };
    expect(policyObject(policy(document))).toStrictEqual(document);
    const { Id: _id, ...unnamed } = document;
    expect(policyObject(policy(unnamed))).toStrictEqual(unnamed);
  });

  test('what parsePolicy() reads as the same document again', () => {
    const read = policy({
      Statement: [{ Sid: '', Effect: 'Allow', Action: ['a:b', 'c:d'], Resource: ['*'] }],
    });
    expect(parsePolicy(policyObject(read))).toEqual({ ok: true, value: read });
  });
});

test('policySize() counts every character but white space', () => {
  const text =
    '{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::ab"}]}';
  expect(policySize(policy(text))).toBe(text.length);
  expect(policySize(policy(text.replace('ab', 'a b \u2003')))).toBe(text.length);
});
