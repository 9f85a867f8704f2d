import { describe, expect, test } from 'vitest';
import { analyseTrust, type TrustAnalysis, type TrustOptions } from '../../src/iam/trust.ts';
import { policy } from '../support/iam.ts';

const ECS = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };

function analyse(statements: unknown, options?: TrustOptions): TrustAnalysis {
  return analyseTrust(policy({ Version: '2012-10-17', Statement: statements }), options);
}

describe('analyseTrust() says who may assume a role', () => {
  test.each<[string, unknown, unknown]>([
    ['a service', { Service: 'lambda.amazonaws.com' }, [['service', 'lambda.amazonaws.com']]],
    ['an account by its root', { AWS: 'arn:aws:iam::111111111111:root' }, [['account', '111111111111']]],
    ['an account by its number', { AWS: '111111111111' }, [['account', '111111111111']]],
    [
      'roles and users',
      { AWS: ['arn:aws:iam::111111111111:role/a', 'arn:aws:iam::111111111111:user/b'] },
      [
        ['principal', 'arn:aws:iam::111111111111:role/a'],
        ['principal', 'arn:aws:iam::111111111111:user/b'],
      ],
    ],
    [
      'a session whose name is a number',
      { AWS: 'arn:aws:sts::111111111111:assumed-role/a/222222222222' },
      [['principal', 'arn:aws:sts::111111111111:assumed-role/a/222222222222']],
    ],
    ['a deleted role by its id', { AWS: 'AROAEXAMPLE' }, [['principal', 'AROAEXAMPLE']]],
    [
      'an identity provider',
      { Federated: 'cognito-identity.amazonaws.com' },
      [['federated', 'cognito-identity.amazonaws.com']],
    ],
    ['everyone', '*', [['everyone', '*']]],
    ['every AWS principal', { AWS: '*' }, [['everyone', '*']]],
  ])('%s', (_, principal, expected) => {
    const { principals } = analyse({ ...ECS, Principal: principal });
    expect(principals.map((one) => [one.kind, one.name])).toEqual(expected);
  });

  test('all but those of NotPrincipal', () => {
    const { principals } = analyse({
      Effect: 'Allow',
      NotPrincipal: { AWS: '111111111111' },
      Action: 'sts:AssumeRole',
    });
    expect(principals.map((one) => [one.kind, one.name])).toEqual([['everyone', '*']]);
  });

  test('nobody where a statement names nobody', () => {
    expect(analyse({ Effect: 'Allow', Action: 'sts:AssumeRole' }).principals).toEqual([]);
  });

  test('and by which statement, under conditions or not', () => {
    const { principals } = analyse([
      ECS,
      {
        ...ECS,
        Sid: 'Web',
        Principal: { Federated: 'x' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'x:aud': 'y' } },
      },
    ]);
    expect(principals).toEqual([
      { kind: 'service', name: 'ecs-tasks.amazonaws.com', conditional: false, statement: '0' },
      { kind: 'federated', name: 'x', conditional: true, statement: 'Web' },
    ]);
  });

  test('not by statements that allow something else, or deny', () => {
    expect(
      analyse([
        { ...ECS, Action: 'sts:TagSession' },
        { ...ECS, Effect: 'Deny' },
      ]).principals,
    ).toEqual([]);
  });
});

describe('analyseTrust() says whether ECS tasks are among them', () => {
  const HERE = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
  const account = { accountId: '111111111111' };
  test.each<[string, unknown, TrustOptions, true | false | 'unknown']>([
    ['their service', ECS, {}, true],
    [
      'their service among others',
      { ...ECS, Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] } },
      {},
      true,
    ],
    ['in China', { ...ECS, Principal: { Service: 'ecs-tasks.amazonaws.com.cn' } }, {}, true],
    ['every sts action', { ...ECS, Action: 'sts:*' }, {}, true],
    ['everyone', { ...ECS, Principal: '*' }, {}, true],
    ['every AWS principal', { ...ECS, Principal: { AWS: '*' } }, {}, true],
    ['every service', { ...ECS, Principal: { Service: '*' } }, {}, true],
    ['no principal at all', { Effect: 'Allow', Action: 'sts:AssumeRole' }, {}, false],
    ['another service', { ...ECS, Principal: { Service: 'ecs.amazonaws.com' } }, {}, false],
    ['another action', { ...ECS, Action: 'sts:TagSession' }, {}, false],
    ['nobody', [], {}, false],
    ['under a condition on another account', { ...ECS, Condition: HERE }, { accountId: '222222222222' }, false],
    ['under a condition on this account', { ...ECS, Condition: HERE }, account, true],
    ['under a condition on an account', { ...ECS, Condition: HERE }, {}, 'unknown'],
    [
      'under a condition on an ARN of another account',
      { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:222222222222:*' } } },
      account,
      false,
    ],
    [
      'under a condition on an ARN of this account',
      { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:111111111111:*' } } },
      { ...account, partition: 'aws' },
      true,
    ],
    [
      'under a condition on an ARN of one Region',
      { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:111111111111:*' } } },
      { ...account, partition: 'aws' },
      'unknown',
    ],
    [
      'under a condition on an ARN of another service',
      { ...ECS, Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:lambda:*' } } },
      { ...account, partition: 'aws' },
      false,
    ],
    ['where a service calls', { ...ECS, Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }, {}, true],
    ['where no service calls', { ...ECS, Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }, {}, false],
    ['and denied', [ECS, { ...ECS, Effect: 'Deny' }], {}, false],
    [
      'and denied under a condition',
      [ECS, { ...ECS, Effect: 'Deny', Condition: { Bool: { 'x:y': 'true' } } }],
      {},
      'unknown',
    ],
    [
      'and others denied',
      [ECS, { Effect: 'Deny', Principal: { AWS: '222222222222' }, Action: 'sts:AssumeRole' }],
      {},
      true,
    ],
    [
      'by a NotPrincipal of another',
      { Effect: 'Allow', NotPrincipal: { AWS: '222222222222' }, Action: 'sts:AssumeRole' },
      {},
      true,
    ],
  ])('%s: %s', (_, statements, options, expected) => {
    const { ecsTasks, trustsEcsTasks } = analyse(statements, options);
    expect(ecsTasks).toBe(expected);
    expect(trustsEcsTasks).toBe(expected !== false);
  });
});

describe('analyseTrust() says whether the role is kept from tasks of other accounts', () => {
  const ARN = 'arn:aws:ecs:us-east-1:111111111111:*';
  const deny = (Condition: unknown): unknown => [ECS, { ...ECS, Effect: 'Deny', Condition }];
  test.each<[string, unknown, boolean, boolean]>([
    ['no condition', ECS, false, false],
    [
      'aws:SourceAccount',
      { ...ECS, Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } },
      true,
      false,
    ],
    ['in other letters', { ...ECS, Condition: { stringequals: { 'AWS:sourceaccount': '111111111111' } } }, true, false],
    ['any aws:SourceAccount', { ...ECS, Condition: { StringLike: { 'aws:SourceAccount': '*' } } }, false, false],
    [
      'one of two accounts any',
      { ...ECS, Condition: { StringLike: { 'aws:SourceAccount': ['111111111111', '**'] } } },
      false,
      false,
    ],
    ['no account at all', { ...ECS, Condition: { StringEquals: { 'aws:SourceAccount': [] } } }, false, false],
    ['aws:SourceArn', { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': ARN } } }, true, true],
    ['aws:SourceArn as a string', { ...ECS, Condition: { StringLike: { 'aws:SourceArn': [ARN] } } }, true, true],
    [
      'aws:SourceArn of any account',
      { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:*:*' } } },
      false,
      false,
    ],
    [
      'one of two ARNs of any account',
      { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': [ARN, 'arn:aws:ecs:*:*:*'] } } },
      false,
      false,
    ],
    ['the organization', { ...ECS, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }, true, false],
    ['another key', { ...ECS, Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }, false, false],
    [
      'a negated operator',
      { ...ECS, Condition: { StringNotEquals: { 'aws:SourceAccount': '111111111111' } } },
      false,
      false,
    ],
    ['one way in of two', [ECS, { ...ECS, Condition: { ArnLike: { 'aws:SourceArn': ARN } } }], false, false],
    ['a deny of other accounts', deny({ StringNotEquals: { 'aws:SourceAccount': '111111111111' } }), true, false],
    [
      'a deny of other accounts where a service calls',
      deny({
        StringNotEqualsIfExists: { 'aws:SourceAccount': '111111111111' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'true' },
      }),
      true,
      false,
    ],
    ['a deny of other ARNs', deny({ ArnNotLike: { 'aws:SourceArn': ARN } }), true, true],
    [
      'a deny with a way around',
      deny({ StringNotEquals: { 'aws:SourceAccount': '111111111111', 'aws:PrincipalTag/x': 'y' } }),
      false,
      false,
    ],
    [
      'a deny of other accounts where no service calls',
      deny({
        StringNotEquals: { 'aws:SourceAccount': '111111111111' },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      }),
      false,
      false,
    ],
    [
      'a deny of other accounts to another principal',
      [
        ECS,
        {
          Effect: 'Deny',
          Principal: { AWS: '222222222222' },
          Action: 'sts:AssumeRole',
          Condition: { StringNotEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
      false,
      false,
    ],
    ['a deny of this account', deny({ StringEquals: { 'aws:SourceAccount': '111111111111' } }), false, false],
    ['nobody trusted', [], false, false],
  ])('%s', (_, statements, sourceAccountProtected, sourceArnProtected) => {
    expect(analyse(statements)).toMatchObject({ sourceAccountProtected, sourceArnProtected });
  });
});
