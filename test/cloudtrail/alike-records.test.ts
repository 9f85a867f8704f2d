import { describe, expect, it } from 'vitest';
import { createFastScanner } from '../../src/cloudtrail/scan/fast-scan.ts';
import { unpacked } from '../../src/cloudtrail/scan/packed-evidence.ts';
import { proven } from './proven.ts';
import { recordWith } from './record-with.ts';

const ROLE = 'arn:aws:iam::123456789012:role/r';

/** The actions that the fast way finds in a log file of calls of one event, in this order. */
function used(service: string, eventName: string, calls: readonly object[]): readonly string[] {
  const Records = calls.map((requestParameters) =>
    recordWith({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }),
  );
  const scanner = createFastScanner({ samples: 1 });
  scanner.scan(new TextEncoder().encode(JSON.stringify({ Records })));
  const actions = unpacked(scanner.take()).observations.flatMap((observation) => proven(observation).actions);
  return [...new Set(actions.map(({ action }) => action))].toSorted();
}

describe('records that are alike but for a value', () => {
  const copies = ['b/k', 'b/k?versionId=7'].map((source) => ({ 'x-amz-copy-source': source }));
  const statements = ['SELECT * FROM a', 'DELETE FROM a'].map((statement) => ({ statement }));
  const transactions = ['put', 'delete'].map((part) => ({ transactItems: [{ [part]: { x: 1 } }] }));
  const parameters = ['/app/db', '/aws/reference/secretsmanager/db'].map((name) => ({ name }));
  const images = ['ami-1', 'resolve:ssm:/ami'].map((imageId) => ({ imageId }));
  const buckets = ['images', 'images--use1-az5--x-s3'].map((bucketName) => ({ bucketName }));
  const access = ['files-s3', 'files--use1-az5--xa-s3'].map((bucketName) => ({ bucketName }));
  it.each([
    ['ssm', 'GetParameter', parameters, 'secretsmanager:GetSecretValue'],
    ['ec2', 'RunInstances', images, 'ssm:GetParameters'],
    ['s3', 'GetObject', buckets, 's3express:CreateSession'],
    ['s3', 'GetObject', access, 's3express:CreateSession'],
    ['s3', 'CopyObject', copies, 's3:GetObjectVersion'],
    ['s3', 'COPYOBJECT', copies, 's3:GetObjectVersion'],
    ['s3', 'CopyObject20060301', copies, 's3:GetObjectVersion'],
    ['dynamodb', 'ExecuteStatement', statements, 'dynamodb:PartiQLDelete'],
    ['dynamodb', 'BatchExecuteStatement', statements, 'dynamodb:PartiQLDelete'],
    ['dynamodb', 'executetransaction', statements, 'dynamodb:PartiQLDelete'],
    ['dynamodb', 'TransactWriteItems', transactions, 'dynamodb:DeleteItem'],
  ])('%s %s: what the text says counts each time', (service, eventName, calls, action) => {
    expect(used(service, eventName, calls)).toContain(action);
    expect(used(service, eventName, calls.slice(0, 1))).not.toContain(action);
  });

  it.each([
    ['NONE', 'SERVICE'],
    ['', 'SERVICE'],
    ['NONE', 'SOME'],
    ['NONE', 'NONEXISTENT'],
  ])('a switch that was %j first and %j later is on', (off, on) => {
    const calls = [{ propagateTags: off }, { propagateTags: on }];
    expect(used('ecs', 'CreateService', calls)).toEqual(['ecs:CreateService', 'ecs:TagResource']);
    expect(used('ecs', 'CreateService', calls.slice(0, 1))).toEqual(['ecs:CreateService']);
  });

  it('a switch that was off in escaped letters is on later', () => {
    const record = (parameters: string) =>
      JSON.stringify(recordWith({ eventSource: 'ecs.amazonaws.com', eventName: 'CreateService' })).replace(
        '{"tableName":"orders"}',
        parameters,
      );
    const scanner = createFastScanner({ samples: 1 });
    const off = record(String.raw`{"propagateTags":"\u004eONE"}`);
    scanner.scan(new TextEncoder().encode(`{"Records":[${off},${record('{"propagateTags":"SERVICE"}')}]}`));
    const actions = unpacked(scanner.take()).observations.flatMap((observation) => proven(observation).actions);
    expect(actions.map(({ action }) => action)).toContain('ecs:TagResource');
  });

  it.each(['roleArn', 'RoleARN', 'iamRoles', 'credentials', 'credentialsArn', 'attributeValue', 'AttributeValue'])(
    'a role in %s is passed, also when the calls before passed none',
    (key) => {
      const calls = [{ [key]: 'text' }, { [key]: ROLE }];
      expect(used('sns', 'SetTopicAttributes', calls)).toEqual(['iam:PassRole', 'sns:SetTopicAttributes']);
    },
  );
});
