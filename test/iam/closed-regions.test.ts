import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/iam/action.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import { closedRegions } from '../../src/iam/closed-regions.ts';
import { parsePolicy } from '../../src/iam/parse-policy.ts';
import type { RolePolicy } from '../../src/iam/role.ts';

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-south-1'];
const ABROAD = { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } };

function scp(...Statement: readonly object[]): RolePolicy {
  return {
    source: { kind: 'scp', name: 'Regions', level: 'Root' },
    document: parsePolicy({ Version: '2012-10-17', Statement }),
  };
}

const deny = (more: object) => ({ Effect: 'Deny', Resource: '*', Condition: ABROAD, ...more });
const global = ['iam:*', 'kms:*', 'route53:*'];

function closed(
  statements: readonly object[],
  action: Action,
  arn: RoleArn = 'arn:aws:iam::123456789012:role/app',
): readonly string[] {
  const trustPolicy = parsePolicy({ Version: '2012-10-17', Statement: [] });
  const role = { arn, tags: {}, policies: [], trustPolicy };
  return closedRegions(
    [[scp({ Effect: 'Allow', Action: '*', Resource: '*' })], [scp(...statements)]],
    role,
    REGIONS,
  )(action);
}

describe('closedRegions()', () => {
  test('are those in which the Region of a request denies the action, but none that records global services', () => {
    expect(closed([deny({ NotAction: global })], 'sqs:SendMessage')).toEqual(['ap-south-1']);
    const one = { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } };
    expect(closed([deny({ Action: 'sqs:*', Condition: one })], 'sqs:SendMessage')).toEqual(['eu-central-1']);
    const like = { StringNotLikeIfExists: { 'AWS:requestedregion': 'eu-*' } };
    expect(closed([deny({ Action: '*', Condition: like })], 'sqs:SendMessage')).toEqual(['ap-south-1']);
  });

  test('are none for what the policy leaves out', () => {
    expect(closed([deny({ NotAction: global })], 'kms:Decrypt')).toEqual([]);
    expect(closed([deny({ Action: 'dynamodb:*' })], 'sqs:SendMessage')).toEqual([]);
  });

  test('are none for services whose calls may be recorded in another Region', () => {
    for (const action of ['s3:GetObject', 'sts:AssumeRole'] as const)
      expect(closed([deny({ Action: '*' })], action)).toEqual([]);
  });

  test('are none for roles that the policy spares, and not for others', () => {
    const sparing = {
      ...ABROAD,
      ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Admin*', 'arn:aws:iam::*:role/path/*'] },
    };
    const statements = [deny({ Action: '*', Condition: sparing })];
    expect(closed(statements, 'sqs:SendMessage')).toEqual(['ap-south-1']);
    expect(closed(statements, 'sqs:SendMessage', 'arn:aws:iam::123456789012:role/Admins')).toEqual([]);
    const linked = 'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS';
    expect(closed([deny({ Action: '*' })], 'sqs:SendMessage', linked)).toEqual([]);
  });

  test.each([
    ['hangs on what is not known of requests', { Condition: { ...ABROAD, Bool: { 'aws:ViaAWSService': 'false' } } }],
    ['is about some resources', { Resource: 'arn:aws:sqs:*:*:team-*' }],
    ['leaves out resources', { Resource: undefined, NotResource: 'arn:aws:sqs:*:*:team-*' }],
    ['allows', { Effect: 'Allow' }],
    ['compares Regions as numbers', { Condition: { NumericNotEquals: { 'aws:RequestedRegion': '1' } } }],
    ['names no Region', { Condition: { StringNotEquals: { 'aws:RequestedRegion': [] } } }],
    ['has an operator that nobody knows', { Condition: { RegionNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }],
  ])('are none where the statement %s', (_what, more) => {
    expect(closed([deny({ Action: '*', ...more })], 'sqs:SendMessage')).toEqual([]);
  });
});
