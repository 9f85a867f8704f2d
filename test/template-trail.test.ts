import { expect, test } from 'vitest';
import { type Given, readTemplate, stackOf } from './support/cloudformation.ts';

const template = readTemplate();

interface Statement {
  readonly Sid: string;
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

function statementsOf(policy: string, given: Given): readonly Statement[] {
  const policies = stackOf(template, given).property('AuditRole', 'Policies') as readonly {
    readonly PolicyName: string;
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
  return policies.find(({ PolicyName }) => PolicyName === policy)?.PolicyDocument.Statement ?? [];
}

function trailsRead(given: Given): unknown {
  return stackOf(template, given).property('AuditFunction', 'Environment', 'Variables', 'AUDITOR_TRAIL_URI');
}

test.each([
  ['s3://logs', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/team/prod', ['arn:aws:s3:::logs/team/prod/AWSLogs/*']],
  ['s3://logs/team/prod/', ['arn:aws:s3:::logs/team/prod/AWSLogs/*']],
  ['s3://logs/AWSLogs/o-abc1234567/', ['arn:aws:s3:::logs/AWSLogs/*']],
  ['s3://logs/team/AWSLogs', ['arn:aws:s3:::logs/team/AWSLogs/*']],
])('of the trail at %s the log files alone may be read', (TrailUri, objects) => {
  const [, list, read] = statementsOf('read-trail', { TrailUri });
  expect(read?.Resource).toEqual(objects);
  expect(list?.Resource).toEqual(['arn:aws:s3:::logs']);
  expect(list?.Condition).toEqual({ StringLike: { 's3:prefix': '*AWSLogs/*' } });
});

test('two trails are read, each below its own prefix', () => {
  const both = { TrailUri: 's3://logs/a/', SecondTrailUri: 's3://data-logs' };
  const [, list, read] = statementsOf('read-trail', both);
  expect(list?.Resource).toEqual(['arn:aws:s3:::logs', 'arn:aws:s3:::data-logs']);
  expect(read?.Resource).toEqual(['arn:aws:s3:::logs/a/AWSLogs/*', 'arn:aws:s3:::data-logs/AWSLogs/*']);
  expect(trailsRead(both)).toBe('s3://logs/a/ s3://data-logs');
  expect(trailsRead({ TrailUri: 's3://logs' })).toBe('s3://logs');
});

test('without a trail nothing of trails may be read', () => {
  expect(statementsOf('read-trail', {})).toEqual([]);
  expect(statementsOf('decrypt-trail', {})).toEqual([]);
});

test('each key given may be used', () => {
  const keys = ['arn:aws:kms:eu-west-1:123456789012:key/a', 'arn:aws:kms:eu-west-1:123456789012:key/b'];
  expect(statementsOf('decrypt-trail', { TrailKeyArn: keys.join(',') })[0]?.Resource).toEqual(keys);
});

test('the key of the configuration file may be used through S3 alone, where one is given', () => {
  expect(statementsOf('decrypt-configuration', {})).toEqual([]);
  const ConfigKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/a';
  expect(statementsOf('decrypt-configuration', { ConfigKeyArn })).toMatchObject([
    {
      Action: 'kms:Decrypt',
      Resource: ConfigKeyArn,
      Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
    },
  ]);
});
