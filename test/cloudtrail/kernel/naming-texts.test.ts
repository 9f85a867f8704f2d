import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asObject, type JsonObject } from '../../../src/cloudtrail/json.ts';
import { keysThatNameResources, resourceNamesFor } from '../../../src/cloudtrail/resources/resource-names.ts';
import { ANY_TEXT, textsThatNameResources, valueTexts } from '../../../src/cloudtrail/scan/kernel/naming-texts.ts';

const PLACE = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };
const SERVICES = [
  ...['s3', 'dynamodb', 'kinesis', 'firehose', 'sqs', 'sns', 'events', 'states', 'secretsmanager', 'ssm', 'kms', 'ecr'],
  ...['logs', 'lambda', 'ec2'],
];

describe('valueTexts()', () => {
  it.each([
    ['{}', []],
    ['{"a":"x"}', [['a']]],
    ['{"a":1,"b":"x","c":null}', [['b']]],
    ['{ "a" : "x" , "b" : [ "y" , "z" ] }', [['a'], ['b'], ['b']]],
    ['{"a":{"b":"x"},"c":"y"}', [['a', 'b'], ['c']]],
    ['{"a":[{"b":"x"},"y",["z"]]}', [['a', 'b'], ['a'], ['a']]],
    ['{"a":"{\\"b\\":\\"x\\"}","c":"\\\\"}', [['a'], ['c']]],
    ['{"a":[],"b":{},"c":"x"}', [['c']]],
  ])('tells of the texts of %s on what keys they hang', (json, keys) => {
    expect(valueTexts(json).map((text) => text.keys)).toEqual(keys);
  });
});

describe('textsThatNameResources()', () => {
  it.each([
    ['s3', '{"bucketName":"b","Host":"h","key":"k"}', 0b101],
    ['dynamodb', '{"key":{"pk":"1"},"tableName":"t"}', 0b10],
    ['dynamodb', '{"requestItems":{"t":[{"a":"x"}]}}', 0b1],
    ['secretsmanager', '{"secretIdList":["a","b"],"x":"y"}', 0b11],
    ['ec2', '{"instanceId":"i"}', 0],
    ['s3', `{"a":[${'"x",'.repeat(16)}"x"]}`, ANY_TEXT],
    ['s3', `{"a":[${'"x",'.repeat(15)}"x"]}`, 0],
  ])('marks them for %s in %s', (prefix, json, bits) => {
    expect(textsThatNameResources(prefix, json)).toBe(bits);
  });
});

describe('keysThatNameResources()', () => {
  const key = fc.constantFrom(
    ...['bucketName', 'key', 'x-amz-copy-source', 'tableName', 'TABLENAME', 'indexName', 'streamArn', 'resourceArn'],
    ...['statement', 'requestItems', 'streamName', 'consumerARN', 'deliveryStreamName', 'queueUrl', 'queueName'],
    ...['queueOwnerAWSAccountId', 'sourceArn', 'topicArn', 'targetArn', 'name', 'eventBusName', 'rule', 'entries'],
    ...['stateMachineArn', 'executionArn', 'secretId', 'secretIdList', 'names', 'path', 'keyId', 'sourceKeyId'],
    ...['aliasName', 'registryId', 'repositoryName', 'repositoryNames', 'logGroupName', 'logGroupIdentifiers'],
    ...['logStreamName', 'functionName', 'qualifier', 'layerName', 'other', 'backupArn', 'mapRunArn', 'streamARN'],
    ...[
      'deliveryStreamARN',
      'destinationArn',
      'destinationKeyId',
      'targetKeyId',
      'logGroupIdentifier',
      'logGroupNames',
    ],
    ...['subscriptionArn', 'endpointArn', 'platformApplicationArn', 'activityArn', 'stateMachineAliasArn'],
  );
  const text = fc.constantFrom(
    'a',
    'arn:aws:x:::y',
    'alias/a',
    'b/k',
    'SELECT * FROM orders',
    'function:f',
    'https://sqs.eu-west-1.amazonaws.com/123456789012/q',
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      { weight: 4, arbitrary: text },
      { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
      { weight: 2, arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }) },
    ),
  }));
  const parameters = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });

  it.each(SERVICES)('no text but those below these keys decides which resources a call of %s names', (prefix) => {
    const keys = keysThatNameResources(prefix);
    const changed = (json: unknown, kept: boolean): unknown => {
      if (typeof json === 'string') return kept ? json : `${json}-changed`;
      if (Array.isArray(json)) return json.map((item) => changed(item, kept));
      const object = asObject(json) ?? {};
      return Object.fromEntries(
        Object.entries(object).map(([name, child]) => [name, changed(child, kept || keys?.test(name) === true)]),
      );
    };
    fc.assert(
      fc.property(parameters, (given) => {
        expect(resourceNamesFor(prefix, changed(given, false) as JsonObject, PLACE)).toEqual(
          resourceNamesFor(prefix, given, PLACE),
        );
      }),
      { numRuns: 300 },
    );
  });
});
