import { expect, test } from 'vitest';
import { environmentName } from '../../src/ecs/environment-name.ts';

test.each([
  ['one ARN', 'arn:aws:s3:::cfg/extra.conf', ['arn:aws:s3:::cfg/extra.conf']],
  [
    'a list',
    'arn:aws:s3:::a/b,arn:aws:sqs:eu-west-1:123456789012:q',
    ['arn:aws:s3:::a/b', 'arn:aws:sqs:eu-west-1:123456789012:q'],
  ],
  [
    'JSON',
    '{"topic":"arn:aws:sns:eu-west-1:123456789012:t","password":"hunter2"}',
    ['arn:aws:sns:eu-west-1:123456789012:t'],
  ],
  ['a URL with a password', 'postgres://app:hunter2@db/orders', undefined],
  ['what only begins like an ARN', 'arn:aws', undefined],
])('of %s only ARNs are kept', (_, value, arns) => {
  expect(environmentName('X', value)).toEqual(arns === undefined ? { name: 'X' } : { name: 'X', arns });
});
