import { describe, expect, test } from 'vitest';
import { createContext, knowledgeOf, NO_CONTEXT, roleContext } from '../../src/iam/request-context.ts';

describe('createContext() and knowledgeOf()', () => {
  const context = createContext(
    { 'aws:SourceVpc': 'vpc-1', 'aws:TagKeys': ['a', 'b'], 'aws:username': null, empty: [] },
    ['aws:PrincipalTag/'],
  );
  test.each([
    ['aws:sourcevpc', { kind: 'values', values: ['vpc-1'] }],
    ['AWS:TagKeys', { kind: 'values', values: ['a', 'b'] }],
    ['aws:UserName', { kind: 'absent' }],
    ['empty', { kind: 'absent' }],
    ['aws:principaltag/Other', { kind: 'absent' }],
    ['aws:SourceIp', { kind: 'unknown' }],
  ])('%s', (key, expected) => {
    expect(knowledgeOf(context, key)).toEqual(expected);
  });

  test('nothing is known of the empty context', () => {
    expect(knowledgeOf(NO_CONTEXT, 'aws:PrincipalArn')).toEqual({ kind: 'unknown' });
  });
});

describe('roleContext()', () => {
  const facts = { arn: 'arn:aws:iam::111111111111:role/svc/app', tags: { Team: 'red' } } as const;
  test.each([
    ['aws:PrincipalArn', { kind: 'values', values: [facts.arn] }],
    ['aws:PrincipalAccount', { kind: 'values', values: ['111111111111'] }],
    ['aws:PrincipalType', { kind: 'values', values: ['AssumedRole'] }],
    ['aws:PrincipalIsAWSService', { kind: 'values', values: ['false'] }],
    ['aws:PrincipalServiceName', { kind: 'absent' }],
    ['aws:PrincipalServiceNamesList', { kind: 'absent' }],
    ['aws:username', { kind: 'absent' }],
    ['aws:PrincipalTag/team', { kind: 'values', values: ['red'] }],
    ['aws:PrincipalTag/other', { kind: 'absent' }],
    ['aws:MultiFactorAuthPresent', { kind: 'unknown' }],
    ['aws:SourceIp', { kind: 'unknown' }],
  ])('%s', (key, expected) => {
    expect(knowledgeOf(roleContext(facts), key)).toEqual(expected);
  });

  test('aws:userid begins with the role id', () => {
    const known = knowledgeOf(roleContext({ ...facts, roleId: 'AROAEXAMPLE' }), 'aws:UserId');
    expect(known).toEqual({ kind: 'shape', shape: 'AROAEXAMPLE:*' });
    expect(knowledgeOf(roleContext(facts), 'aws:userid')).toEqual({ kind: 'unknown' });
  });

  test.each(['aws:PrincipalTag/team', 'aws:PrincipalTag/other'])('%s where sessions may bring tags', (key) => {
    expect(knowledgeOf(roleContext({ ...facts, sessionTagsPossible: true }), key)).toEqual({ kind: 'unknown' });
  });
});
