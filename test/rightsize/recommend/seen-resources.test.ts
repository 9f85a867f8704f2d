import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/iam/action.ts';
import { isChecked, seenResources } from '../../../src/rightsize/recommend/seen-resources.ts';
import type { ActionVerdict } from '../../../src/rightsize/verdict.ts';

function used(action: Action, resources: readonly string[], more: Partial<ActionVerdict> = {}): ActionVerdict {
  return { action, verdict: 'used', because: '', resources, allResources: true, grantedBy: [], required: [], ...more };
}

const at = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111111111111:${rest}`;

describe('seenResources()', () => {
  it.each<[Action, string, readonly string[]]>([
    ['ecr:BatchGetImage', at('ecr', 'repository/team/app'), [at('ecr', 'repository/team/app')]],
    ['ssm:GetParameters', at('ssm', 'parameter/app/url'), [at('ssm', 'parameter/app/url')]],
    ['kms:Decrypt', at('kms', 'key/0a1b-2c'), [at('kms', 'key/0a1b-2c')]],
    ['sqs:SendMessage', at('sqs', 'orders.fifo'), [at('sqs', 'orders.fifo')]],
    ['sns:Publish', at('sns', 'news'), [at('sns', 'news')]],
    ['dynamodb:GetItem', at('dynamodb', 'table/t'), [at('dynamodb', 'table/t')]],
    ['logs:CreateLogStream', at('logs', 'log-group:/ecs/app:log-stream:x'), [at('logs', 'log-group:/ecs/app:*')]],
    ['s3:GetObject', 'arn:aws:s3:::b/2026/a.png', ['arn:aws:s3:::b/*']],
    ['s3:PutObject', 'arn:aws:s3:::b', ['arn:aws:s3:::b/*']],
    [
      'secretsmanager:GetSecretValue',
      at('secretsmanager', 'secret:a-Xy12Zz'),
      [at('secretsmanager', 'secret:a-Xy12Zz'), at('secretsmanager', 'secret:a-Xy12Zz-??????')],
    ],
    [
      'secretsmanager:GetSecretValue',
      at('secretsmanager', 'secret:a-??????'),
      [at('secretsmanager', 'secret:a-??????')],
    ],
  ])('of %s on %s', (action, arn, expected) => {
    expect(seenResources(used(action, [arn]))).toEqual(expected);
  });

  it.each<[Action, string]>([
    ['kms:Decrypt', at('kms', 'alias/app')],
    ['logs:CreateLogStream', at('logs', 'log-group:/ecs/app')],
    ['s3:GetObject', 'arn:aws:s3:eu-west-1:111111111111:accesspoint/p/object/a'],
    ['dynamodb:GetItem', at('dynamodb', 'table/t/index/i')],
    ['sqs:SendMessage', at('sqs', '*')],
    ['lambda:InvokeFunction', at('lambda', 'function:f')],
    ['dynamodb:Query', at('dynamodb', 'table/t')],
  ])('of %s on %s are not known', (action, arn) => {
    expect(seenResources(used(action, [arn]))).toBeUndefined();
  });

  it('leave out what another pattern covers', () => {
    const objects = ['arn:aws:s3:::b', 'arn:aws:s3:::b/x', 'arn:aws:s3:::c/y'];
    expect(seenResources(used('s3:GetObject', objects))).toEqual(['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*']);
  });

  it('are not known where events may have been missed, or none named any', () => {
    const queue = at('sqs', 'q');
    expect(seenResources(used('sqs:SendMessage', [queue], { allResources: false }))).toBeUndefined();
    expect(seenResources(used('sqs:SendMessage', []))).toBeUndefined();
    const many = Array.from({ length: 20 }, (_, n) => at('sqs', `q${n}`));
    expect(seenResources(used('sqs:SendMessage', many))).toBeUndefined();
    expect(seenResources(used('sqs:SendMessage', many.slice(1)))).toHaveLength(19);
  });
});

describe('isChecked()', () => {
  it('leaves out the bucket that an event on an object names beside it', () => {
    expect(isChecked('s3:GetObject', 'arn:aws:s3:::b')).toBe(false);
    expect(isChecked('s3:GetObject', 'arn:aws:s3:::b/x')).toBe(true);
    expect(isChecked('s3:ListBucket', 'arn:aws:s3:::b')).toBe(true);
  });
});
