import { describe, expect, test } from 'vitest';
import { nameOf, parseAction, sameAction, serviceOf } from '../../src/iam/action.ts';

describe('parseAction()', () => {
  test.each([
    ['s3:GetObject', 's3:GetObject'],
    ['S3:getObject', 's3:getObject'],
    ['execute-api:Invoke', 'execute-api:Invoke'],
    ['kafka-cluster:Alter-Group_1', 'kafka-cluster:Alter-Group_1'],
  ])('reads %s', (text, action) => {
    expect(parseAction(text)).toEqual({ ok: true, value: action });
  });

  test.each([
    '*',
    's3:*',
    's3:Get?',
    's3',
    's3:',
    ':GetObject',
    's3:a:b',
    ' s3:GetObject',
    's3:GetObject ',
    's 3:Get',
    '',
  ])('refuses %j', (text) => {
    expect(parseAction(text)).toEqual({
      ok: false,
      problem: `Cannot parse action "${text}": expected service:Name without wildcards, as in s3:GetObject`,
    });
  });
});

test('an action has a service and a name, and no case', () => {
  expect(serviceOf('s3:GetObject')).toBe('s3');
  expect(nameOf('s3:GetObject')).toBe('GetObject');
  expect(sameAction('S3:getobject', 's3:GetObject')).toBe(true);
  expect(sameAction('s3:GetObject', 's3:GetObjectAcl')).toBe(false);
});
