import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arn, accountOf, isArn, parseArn, parseRoleArn, partitionOf, roleNameOf } from '../../src/iam/arn.ts';

describe('parseArn()', () => {
  test.each<[string, Arn]>([
    [
      'arn:aws:sqs:us-east-1:111111111111:q',
      { partition: 'aws', service: 'sqs', region: 'us-east-1', accountId: '111111111111', resource: 'q' },
    ],
    ['arn:aws:s3:::b/k', { partition: 'aws', service: 's3', region: '', accountId: '', resource: 'b/k' }],
    [
      'arn:aws-cn:logs:cn-north-1:1:log-group:/x:*',
      { partition: 'aws-cn', service: 'logs', region: 'cn-north-1', accountId: '1', resource: 'log-group:/x:*' },
    ],
  ])('splits %s', (text, arn) => {
    expect(parseArn(text)).toEqual({ ok: true, value: arn });
  });

  test.each([
    ['arn:aws:s3:::', 'Cannot parse ARN "arn:aws:s3:::": partition, service and resource must not be empty'],
    ['arn::s3:::b', 'Cannot parse ARN "arn::s3:::b": partition, service and resource must not be empty'],
    ['arn:aws::::b', 'Cannot parse ARN "arn:aws::::b": partition, service and resource must not be empty'],
    [
      'arn:aws:s3:b',
      'Cannot parse ARN "arn:aws:s3:b": expected arn:partition:service:region:account:resource, found 4 segments',
    ],
    [
      'urn:aws:s3:::b',
      'Cannot parse ARN "urn:aws:s3:::b": expected arn:partition:service:region:account:resource, found 6 segments',
    ],
    ['', 'Cannot parse ARN "": expected arn:partition:service:region:account:resource, found 1 segment'],
  ])('refuses %j', (text, problem) => {
    expect(parseArn(text)).toEqual({ ok: false, problem });
  });
});

describe('parseRoleArn()', () => {
  test.each(['arn:aws:iam::111111111111:role/a', 'arn:aws-us-gov:iam::111111111111:role/svc/team/app-task'])(
    'takes %s',
    (text) => {
      expect(parseRoleArn(text)).toEqual({ ok: true, value: text });
    },
  );

  test.each([
    'arn:aws:sts::111111111111:role/a',
    'arn:aws:iam::1111111111111:role/a',
    'arn:aws:iam::11111111111:role/a',
    'arn:aws:iam::x111111111111:role/a',
    'arn:aws:iam::111111111111x:role/a',
    'arn:aws:iam::111111111111:user/a',
    'arn:aws:iam::111111111111:role/',
    'arn:aws:iam::111111111111:role/svc/',
    'arn:aws:iam::111111111111:my-role/a',
  ])('refuses %s', (text) => {
    const problem = `Cannot parse role ARN "${text}": expected arn:PARTITION:iam::123456789012:role/NAME`;
    expect(parseRoleArn(text)).toEqual({ ok: false, problem });
  });

  test('says what is wrong with a text that is no ARN', () => {
    expect(parseRoleArn('app-task')).toEqual(parseArn('app-task'));
  });
});

test('the parts of a role ARN', () => {
  const arn = 'arn:aws-cn:iam::111111111111:role/svc/team/app-task';
  expect(roleNameOf(arn)).toBe('app-task');
  expect(roleNameOf('arn:aws:iam::111111111111:role/app')).toBe('app');
  expect(accountOf(arn)).toBe('111111111111');
  expect(partitionOf(arn)).toBe('aws-cn');
  expect(partitionOf('')).toBe('aws');
});

describe('isArn()', () => {
  test('tells what parseArn() can split', () => {
    const part = fc.constantFrom('', ':', 'arn', 'aws', 's3', 'x', '::', 'a:b');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        const text = parts.join(':');
        expect({ text, is: isArn(text) }).toEqual({ text, is: parseArn(text).ok });
      }),
      { numRuns: 2_000 },
    );
  });
});
