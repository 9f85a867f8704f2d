import { describe, expect, test } from 'vitest';
import {
  actionMatches,
  actionPatternProblem,
  isWild,
  parseActionPattern,
  patternCovers,
} from '../../src/iam/pattern.ts';

describe('parseActionPattern()', () => {
  test.each(['*', '*:*'])('%j is everything', (pattern) => {
    expect(parseActionPattern(pattern)).toEqual({ kind: 'everything' });
  });

  test.each([
    ['s3:GetObject', 's3', 'getobject'],
    ['S3:Get*', 's3', 'get*'],
    ['kms:DeleteAlia?', 'kms', 'deletealia?'],
    ['execute-api:*', 'execute-api', '*'],
  ])('%j names one service', (pattern, service, name) => {
    expect(parseActionPattern(pattern)).toEqual({ kind: 'named', service, name });
    expect(actionPatternProblem(pattern)).toBeUndefined();
  });

  test.each([
    ['*:Describe*', 'a wildcard in the service part is legal only as a lone "*" (or "*:*")'],
    ['s?:GetObject', 'a wildcard in the service part is legal only as a lone "*" (or "*:*")'],
    ['**', 'expected service:Name or a lone "*", found no colon'],
    ['GetObject', 'expected service:Name or a lone "*", found no colon'],
    ['s3:', 'expected service:Name, as in s3:GetObject or s3:Get*'],
    [':GetObject', 'expected service:Name, as in s3:GetObject or s3:Get*'],
    ['s3:Get Object', 'expected service:Name, as in s3:GetObject or s3:Get*'],
    ['s3:Get:Object', 'expected service:Name, as in s3:GetObject or s3:Get*'],
    ['s3:Get*:Object', 'expected service:Name, as in s3:GetObject or s3:Get*'],
    ['', 'expected service:Name or a lone "*", found no colon'],
    // The Kelvin sign, whose lower case is a plain k.
    ['\u212ams:Decrypt', 'expected service:Name, as in s3:GetObject or s3:Get*'],
  ])('%j is reported', (pattern, expected) => {
    expect(parseActionPattern(pattern)).toMatchObject({ kind: 'irregular', text: pattern.toLowerCase() });
    expect(actionPatternProblem(pattern)).toBe(`Action pattern "${pattern}" is not one that IAM accepts: ${expected}`);
  });
});

describe('actionMatches()', () => {
  test.each([
    ['*', 'foo:DoThing', true],
    ['*:*', 'foo:DoThing', true],
    ['foo:*', 'foo:DoThing', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:Get*', 's3express:GetObject', false],
    ['s3*:Get*', 's3express:GetObject', true],
    ['s3:GetObject', 's3:GetObjectAcl', false],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:*', 's3-object-lambda:GetObject', false],
    ['?3:GetObject', 's3:GetObject', true],
    ['', 's3:GetObject', false],
    ['sqs:SendMessage', 'SQS:sendmessage', true],
    ['ZZZ:*', 'aaa:Do', false],
  ])('%j, %j: %s', (pattern, action, expected) => {
    expect(actionMatches(pattern, action)).toBe(expected);
  });
});

describe('patternCovers()', () => {
  test.each([
    ['*', 'foo:Get*', true],
    ['foo:*', 'foo:Get*', true],
    ['foo:Get*', 'foo:*', false],
    ['FOO:GET*', 'foo:get*', true],
    ['foo:G*', 'foo:Get?', true],
    ['foo:Get?', 'foo:Get*', false],
    ['foo:Get?', 'foo:GETX', true],
    ['foo:Get?', 'foo:Get?', true],
    ['foo:?*', 'FOO:?*', true],
    ['foo:?*', 'foo:??*', false],
    ['foo:Get*', 'bar:Get*', false],
  ])('%j over %j: %s', (wide, narrow, expected) => {
    expect(patternCovers(wide, narrow)).toBe(expected);
  });
});

test('isWild() sees both wildcards', () => {
  expect(['s3:GetObject', 's3:*', 's3:Ge?'].map(isWild)).toEqual([false, true, true]);
});
