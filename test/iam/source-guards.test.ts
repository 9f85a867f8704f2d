import { describe, expect, test } from 'vitest';
import type { ConditionBlock } from '../../src/iam/policy.ts';
import { guardsOf } from '../../src/iam/source-guards.ts';

const ACCOUNT = { 'aws:SourceAccount': ['111111111111'] };
const ARN = { 'aws:SourceArn': ['arn:aws:ecs:us-east-1:111111111111:*'] };
const NONE = { account: false, arn: false };
const BY_ACCOUNT = { account: true, arn: false };
const BY_ARN = { account: true, arn: true };

describe('guardsOf() an Allow', () => {
  const positive = ['StringEquals', 'stringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ARNLIKE'];
  test.each([
    ...positive,
    ...positive.map((operator) => `${operator}IfExists`),
    ...positive.map((operator) => `ForAnyValue:${operator}`),
    ...positive.map((operator) => `ForAllValues:${operator}`),
  ])('%s holds the source fast', (operator) => {
    expect(guardsOf({ [operator]: ACCOUNT }, 'Allow')).toEqual(BY_ACCOUNT);
    expect(guardsOf({ [operator]: ARN }, 'Allow')).toEqual(BY_ARN);
    expect(guardsOf({ [operator]: ACCOUNT }, 'Deny')).toEqual(NONE);
  });

  test.each<[string, ConditionBlock | undefined, typeof NONE]>([
    ['no condition', undefined, NONE],
    ['an empty condition', {}, NONE],
    ['an operator without keys', { StringEquals: {} }, NONE],
    ['an operator that compares otherwise', { Null: ACCOUNT, XStringEquals: ACCOUNT, StringEqualsX: ACCOUNT }, NONE],
    ['no value', { StringEquals: { 'aws:SourceAccount': [] } }, NONE],
    ['no value of an ARN', { ArnLike: { 'aws:SourceArn': [] } }, NONE],
    ['any account', { StringLike: { 'aws:SourceAccount': ['*'] } }, NONE],
    ['any account of some length', { StringLike: { 'aws:SourceAccount': ['??*'] } }, NONE],
    ['accounts that begin alike', { StringLike: { 'aws:SourceAccount': ['1*'] } }, BY_ACCOUNT],
    ['an account among others of any', { StringLike: { 'aws:SourceAccount': ['*', '111111111111'] } }, NONE],
    ['the organization', { StringEquals: { 'aws:SourceOrgID': ['o-1'] } }, BY_ACCOUNT],
    ['a path of the organization', { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': ['o-1/r-1/*'] } }, BY_ACCOUNT],
    ['an ARN of another key', { ArnLike: { 'aws:PrincipalArn': ARN['aws:SourceArn'] } }, NONE],
    ['another key', { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } }, NONE],
    [
      'an account beside another key',
      { StringEquals: { ...ACCOUNT, 'aws:RequestedRegion': ['us-east-1'] } },
      BY_ACCOUNT,
    ],
    ['an ARN and an account', { StringEquals: ACCOUNT, ArnLike: ARN }, BY_ARN],
    ['an ARN of any account', { ArnLike: { 'aws:SourceArn': ['arn:aws:ecs:us-east-1:*:*'] } }, NONE],
    [
      'ARNs one of which is of any account',
      { ArnLike: { 'aws:SourceArn': [...ARN['aws:SourceArn'], 'arn:aws:ecs:*'] } },
      NONE,
    ],
    ['an ARN of a shorter account', { ArnLike: { 'aws:SourceArn': ['arn:aws:ecs:us-east-1:11111111111:*'] } }, NONE],
    ['an ARN of a longer account', { ArnLike: { 'aws:SourceArn': ['arn:aws:ecs:us-east-1:1111111111111:*'] } }, NONE],
    [
      'an account elsewhere in an ARN',
      { ArnLike: { 'aws:SourceArn': ['arn:aws:ecs:us-east-1:*:x:111111111111:*'] } },
      NONE,
    ],
    [
      'an account that a variable names',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      { ArnLike: { 'aws:SourceArn': ['arn:aws:ecs:*:${aws:ResourceAccount}:*'] } },
      BY_ARN,
    ],
  ])('%s', (_, condition, expected) => {
    expect(guardsOf(condition, 'Allow')).toEqual(expected);
  });
});

describe('guardsOf() a Deny', () => {
  const service = { Bool: { 'aws:PrincipalIsAWSService': ['TRUE'] } };
  test.each<[string, ConditionBlock | undefined, typeof NONE]>([
    ['no condition', undefined, NONE],
    ['of other accounts', { StringNotEquals: ACCOUNT }, BY_ACCOUNT],
    ['of other accounts where the key exists', { StringNotEqualsIfExists: ACCOUNT }, BY_ACCOUNT],
    ['of other accounts in any case', { StringNotEqualsIgnoreCase: ACCOUNT }, BY_ACCOUNT],
    ['of other ARNs', { ArnNotLike: ARN }, BY_ARN],
    ['of other ARNs, exactly', { ArnNotEquals: ARN }, BY_ARN],
    ['of other ARNs as text', { StringNotLike: ARN }, BY_ARN],
    ['of this account', { StringEquals: ACCOUNT }, NONE],
    ['of calls of services', service, NONE],
    ['of calls of services from other accounts', { ...service, StringNotEquals: ACCOUNT }, BY_ACCOUNT],
    [
      'of calls of others from other accounts',
      { Bool: { 'aws:PrincipalIsAWSService': ['false'] }, StringNotEquals: ACCOUNT },
      NONE,
    ],
    [
      'of calls of services and others from other accounts',
      { Bool: { 'aws:PrincipalIsAWSService': ['true', 'false'] }, StringNotEquals: ACCOUNT },
      NONE,
    ],
    ['of other accounts over TLS', { Bool: { 'aws:SecureTransport': ['true'] }, StringNotEquals: ACCOUNT }, NONE],
    ['of other accounts that bring other ARNs', { StringNotEquals: ACCOUNT, ArnNotLike: ARN }, NONE],
  ])('%s', (_, condition, expected) => {
    expect(guardsOf(condition, 'Deny')).toEqual(expected);
  });
});
