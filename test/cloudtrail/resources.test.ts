import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/cloudtrail/record.ts';
import { MAX_RESOURCES_PER_EVENT, resourcesOf } from '../../src/cloudtrail/resources.ts';
import { recordWith } from './record-with.ts';

const IN = 'eu-west-1:123456789012';

function touched(service: string, requestParameters: unknown, changes: Readonly<Record<string, unknown>> = {}) {
  const record = parseRecord(recordWith({ requestParameters, ...changes }));
  if (!record.ok) throw new Error(record.problem);
  return resourcesOf(record.value, service, '123456789012');
}

describe('resourcesOf()', () => {
  const table: readonly (readonly [service: string, parameters: unknown, arns: readonly string[]])[] = [
    ['s3', { bucketName: 'b', key: 'a/k.txt' }, ['arn:aws:s3:::b/a/k.txt']],
    ['s3', { bucketName: 'b' }, ['arn:aws:s3:::b']],
    [
      's3',
      { bucketName: 'b', key: 'k', 'x-amz-copy-source': '/src/a%20b?versionId=1' },
      ['arn:aws:s3:::b/k', 'arn:aws:s3:::src/a b'],
    ],
    ['s3', { bucketName: `arn:aws:s3:${IN}:accesspoint/ap`, key: 'k' }, [`arn:aws:s3:${IN}:accesspoint/ap/object/k`]],
    ['s3', { bucketName: 'b', key: 'k', 'x-amz-copy-source': '%E0%A4%A' }, ['arn:aws:s3:::b/k']],
    ['dynamodb', { tableName: 't' }, [`arn:aws:dynamodb:${IN}:table/t`]],
    [
      'dynamodb',
      { tableName: `arn:aws:dynamodb:us-east-1:210987654321:table/t` },
      ['arn:aws:dynamodb:us-east-1:210987654321:table/t'],
    ],
    [
      'dynamodb',
      { tableName: 't', indexName: 'i' },
      [`arn:aws:dynamodb:${IN}:table/t`, `arn:aws:dynamodb:${IN}:table/t/index/i`],
    ],
    [
      'dynamodb',
      { requestItems: { t1: {}, t2: {} } },
      [`arn:aws:dynamodb:${IN}:table/t1`, `arn:aws:dynamodb:${IN}:table/t2`],
    ],
    ['dynamodb', { transactItems: [{ put: { tableName: 't' } }] }, [`arn:aws:dynamodb:${IN}:table/t`]],
    [
      'dynamodb',
      { statement: 'SELECT * FROM "orders"."by-date" WHERE a = 1' },
      [`arn:aws:dynamodb:${IN}:table/orders`, `arn:aws:dynamodb:${IN}:table/orders/index/by-date`],
    ],
    [
      'sqs',
      { queueUrl: 'https://sqs.us-west-2.amazonaws.com/210987654321/q' },
      ['arn:aws:sqs:us-west-2:210987654321:q'],
    ],
    [
      'sqs',
      { queueUrl: 'https://us-west-2.queue.amazonaws.com/210987654321/q.fifo' },
      ['arn:aws:sqs:us-west-2:210987654321:q.fifo'],
    ],
    ['sqs', { queueName: 'q', queueOwnerAWSAccountId: '210987654321' }, ['arn:aws:sqs:eu-west-1:210987654321:q']],
    ['sqs', { queueUrl: 'nonsense' }, []],
    ['sns', { topicArn: `arn:aws:sns:${IN}:t` }, [`arn:aws:sns:${IN}:t`]],
    ['sns', { name: 't' }, [`arn:aws:sns:${IN}:t`]],
    ['secretsmanager', { secretId: 'db/password' }, [`arn:aws:secretsmanager:${IN}:secret:db/password-??????`]],
    [
      'secretsmanager',
      { secretId: `arn:aws:secretsmanager:${IN}:secret:db-AbCdEf` },
      [`arn:aws:secretsmanager:${IN}:secret:db-AbCdEf`],
    ],
    ['ssm', { name: '/app/db' }, [`arn:aws:ssm:${IN}:parameter/app/db`]],
    [
      'ssm',
      { names: ['plain', '/app/x:3'] },
      [`arn:aws:ssm:${IN}:parameter/plain`, `arn:aws:ssm:${IN}:parameter/app/x`],
    ],
    ['ssm', { path: '/app/' }, [`arn:aws:ssm:${IN}:parameter/app/`]],
    ['ssm', { path: '/' }, [`arn:aws:ssm:${IN}:parameter/`]],
    [
      'kms',
      { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' },
      [`arn:aws:kms:${IN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
    ],
    ['kms', { keyId: 'alias/app' }, [`arn:aws:kms:${IN}:alias/app`]],
    [
      'ecr',
      { repositoryName: 'team/app', registryId: '210987654321' },
      ['arn:aws:ecr:eu-west-1:210987654321:repository/team/app'],
    ],
    [
      'logs',
      { logGroupName: '/ecs/app', logStreamName: 's/1' },
      [`arn:aws:logs:${IN}:log-group:/ecs/app:log-stream:s/1`],
    ],
    ['logs', { logGroupIdentifier: `arn:aws:logs:${IN}:log-group:g` }, [`arn:aws:logs:${IN}:log-group:g`]],
    ['kinesis', { streamName: 's' }, [`arn:aws:kinesis:${IN}:stream/s`]],
    ['firehose', { deliveryStreamName: 's' }, [`arn:aws:firehose:${IN}:deliverystream/s`]],
    ['lambda', { functionName: 'f', qualifier: 'live' }, [`arn:aws:lambda:${IN}:function:f:live`]],
    ['lambda', { functionName: '210987654321:function:f' }, ['arn:aws:lambda:eu-west-1:210987654321:function:f']],
    ['lambda', { layerName: 'l' }, [`arn:aws:lambda:${IN}:layer:l`]],
    ['states', { stateMachineArn: `arn:aws:states:${IN}:stateMachine:m` }, [`arn:aws:states:${IN}:stateMachine:m`]],
    ['events', { rule: 'r' }, [`arn:aws:events:${IN}:rule/r`]],
    ['events', { rule: 'r', eventBusName: 'b' }, [`arn:aws:events:${IN}:rule/b/r`]],
    [
      'events',
      { entries: [{ eventBusName: 'b' }, {}] },
      [`arn:aws:events:${IN}:event-bus/b`, `arn:aws:events:${IN}:event-bus/default`],
    ],
    ['glue', { name: 'a' }, []],
    ['s3', null, []],
  ];
  for (const [service, parameters, arns] of table) {
    it(`${service} ${JSON.stringify(parameters)} touches ${arns.join(', ') || 'nothing known'}`, () => {
      expect(touched(service, parameters)).toEqual(arns);
    });
  }

  it('puts what the record lists first, normalised and without repetition', () => {
    const resources = [{ ARN: `arn:aws:logs:${IN}:log-group:g:*` }, { ARN: 'not an ARN' }, { ARN: 'arn:aws:s3:::b/' }];
    expect(touched('logs', { logGroupName: 'g' }, { resources })).toEqual([
      `arn:aws:logs:${IN}:log-group:g`,
      'arn:aws:s3:::b',
    ]);
  });

  it.each([
    ['arn:aws:logs:us-east-1:1:log-group:g:*', 'arn:aws:logs:us-east-1:1:log-group:g'],
    ['arn:aws:logs:us-east-1:1:log-group:g:*:log-stream:s', 'arn:aws:logs:us-east-1:1:log-group:g:*:log-stream:s'],
    ['arn:aws:x:us-east-1:1:arn:aws:logs:g:*', 'arn:aws:x:us-east-1:1:arn:aws:logs:g:*'],
    ['arn:aws:s3:::bucket/', 'arn:aws:s3:::bucket'],
    ['arn:aws:s3:::bucket/a/', 'arn:aws:s3:::bucket/a/'],
    ['arn:aws:x:::arn:aws:s3:::bucket/', 'arn:aws:x:::arn:aws:s3:::bucket/'],
    [' arn:aws:s3:::bucket ', 'arn:aws:s3:::bucket'],
  ])('writes %j as %j', (ARN, arn) => {
    expect(touched('s3', null, { resources: [{ ARN }] })).toEqual([arn]);
  });

  it('takes no notice of listed resources without ARN, nor of parameters that are not there', () => {
    expect(touched('s3', undefined, { resources: [{ type: 'AWS::S3::Bucket' }, { ARN: 'arn:aws:s3:::b' }] })).toEqual([
      'arn:aws:s3:::b',
    ]);
  });

  it('is bounded in number and length', () => {
    const key = (length: number) => ({ bucketName: 'b', key: 'k'.repeat(length - 'arn:aws:s3:::b/'.length) });
    expect(touched('s3', key(1_600))).toHaveLength(1);
    expect(touched('s3', key(1_601))).toEqual([]);
    const names = Array.from({ length: 500 }, (_, at) => `p${at}`);
    expect(touched('ssm', { names })).toHaveLength(MAX_RESOURCES_PER_EVENT);
    expect(touched('s3', { bucketName: 'b', key: 'k'.repeat(5_000) })).toEqual([]);
  });

  it('knows the partition of a Region', () => {
    expect(touched('sqs', { queueName: 'q' }, { awsRegion: 'cn-north-1' })).toEqual([
      'arn:aws-cn:sqs:cn-north-1:123456789012:q',
    ]);
  });
});
