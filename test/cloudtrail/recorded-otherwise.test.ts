import { describe, expect, it } from 'vitest';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import { mapEvent } from '../../src/cloudtrail/map-events.ts';
import { proofOf } from '../../src/cloudtrail/proof.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { recordWith } from './record-with.ts';

const catalog = await loadCatalog();

function proof(changes: Readonly<Record<string, unknown>>) {
  const { observation } = interpretRecord(recordWith(changes));
  if (observation === undefined) return undefined;
  const { actions, unknownIn } = proofOf(observation, catalog);
  return { actions: actions.map(({ action, certainty }) => [action, certainty]), unknownIn };
}

const credited = (changes: Readonly<Record<string, unknown>>) => proof(changes)?.actions.map(([action]) => action);

describe('connections of NFS clients to EFS, which the service reports with the role’s identity', () => {
  const connection = (eventName: string, serviceEventDetails?: unknown) => ({
    eventSource: 'elasticfilesystem.amazonaws.com',
    eventName,
    eventType: 'AwsServiceEvent',
    requestParameters: null,
    ...(serviceEventDetails === undefined ? {} : { serviceEventDetails }),
  });
  const permissions = { ClientMount: true, ClientWrite: true, ClientRootAccess: false };

  it.each(['NewClientConnection', 'UpdateClientConnection'])('%s uses the permissions that it names', (eventName) => {
    const details = { permissions, sourceIpAddress: '10.0.0.1' };
    expect(proof(connection(eventName, details))).toEqual({
      actions: [
        ['elasticfilesystem:ClientMount', 'exact'],
        ['elasticfilesystem:ClientWrite', 'exact'],
      ],
      unknownIn: [],
    });
  });

  it('may use any of them where the event names none', () => {
    const all = [
      ['elasticfilesystem:ClientMount', 'possible'],
      ['elasticfilesystem:ClientRootAccess', 'possible'],
      ['elasticfilesystem:ClientWrite', 'possible'],
    ];
    expect(proof(connection('NewClientConnection'))?.actions).toEqual(all);
    expect(proof(connection('NewClientConnection', { sourceIpAddress: '10.0.0.1' }))?.actions).toEqual(all);
  });

  it('are mapped alike, whoever connects, unless nobody is named', () => {
    const record = recordWith(connection('NewClientConnection', { permissions }));
    expect(mapEvent(record, catalog)).toMatchObject({
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      certainty: 'exact',
    });
    const nobodys = { ...record, userIdentity: { type: 'AWSService', invokedBy: 'elasticfilesystem.amazonaws.com' } };
    expect(mapEvent(nobodys, catalog)).toMatchObject({ actions: [], certainty: 'none' });
  });
});

describe('events that a service reports', () => {
  const serviceEvent = { eventType: 'AwsServiceEvent', eventSource: 'kms.amazonaws.com', requestParameters: null };
  const service = { type: 'AWSService', invokedBy: 'kms.amazonaws.com' };

  it('are calls of the role whose identity they carry, as old records of KMS do', () => {
    expect(credited({ ...serviceEvent, eventName: 'Decrypt' })).toEqual(['kms:Decrypt']);
  });

  it('are nobody’s call otherwise', () => {
    expect(proof({ ...serviceEvent, eventName: 'Decrypt', userIdentity: service })).toBeUndefined();
    expect(credited({ ...serviceEvent, eventName: 'RotateKey' })).toEqual([]);
  });

  it.each(['RotationStarted', 'RotationFailed', 'EndSecretVersionDelete'])(
    'put no secret in doubt: %s',
    (eventName) => {
      const changes = { eventType: 'AwsServiceEvent', eventSource: 'secretsmanager.amazonaws.com', eventName };
      expect(proof(changes)).toEqual({ actions: [], unknownIn: [] });
    },
  );
});

describe('control channels of ECS Exec', () => {
  it.each(['CreateControlChannel', 'OpenControlChannel', 'CreateDataChannel', 'OpenDataChannel'])(
    '%s under ssm.amazonaws.com is of ssmmessages, and leaves ssm alone',
    (eventName) => {
      for (const eventSource of ['ssm.amazonaws.com', 'ssmmessages.amazonaws.com']) {
        expect(proof({ eventSource, eventName, requestParameters: null })).toEqual({
          actions: [[`ssmmessages:${eventName}`, 'exact']],
          unknownIn: [],
        });
      }
    },
  );

  it('are not what other calls of Systems Manager are', () => {
    const call = { eventSource: 'ssm.amazonaws.com', eventName: 'StartSession', requestParameters: { target: 'i-1' } };
    expect(credited(call)).toEqual(['ssm:StartSession']);
  });
});

describe('directory buckets', () => {
  const on = (eventSource: string, eventName: string, bucketName: string) => ({
    eventSource,
    eventName,
    requestParameters: { bucketName, key: 'k' },
  });

  it.each([
    on('s3express.amazonaws.com', 'GetObject', 'images--use1-az5--x-s3'),
    on('s3.amazonaws.com', 'GetObject', 'images--use1-az5--x-s3'),
    on('s3.amazonaws.com', 'PutObject', 'files--use1-az5--xa-s3'),
    on('s3express.amazonaws.com', 'ListObjectsV2', 'images--use1-az5--x-s3'),
    on('s3express.amazonaws.com', 'CreateSession', 'images--use1-az5--x-s3'),
  ])('authorise $eventName of $eventSource on $requestParameters.bucketName by the session', (call) => {
    expect(credited(call)).toEqual(['s3express:CreateSession']);
  });

  it.each([
    [on('s3.amazonaws.com', 'DeleteObject', 'x-s3'), ['s3:DeleteObject']],
    [on('s3.amazonaws.com', 'DeleteObject', 'images--x-s3-old'), ['s3:DeleteObject']],
    [on('s3express.amazonaws.com', 'CreateBucket', 'images--use1-az5--x-s3'), ['s3express:CreateBucket']],
    [on('s3express.amazonaws.com', 'GetBucketEncryption', 'images'), ['s3express:GetEncryptionConfiguration']],
  ])('differ from others: %j', (call, expected) => {
    expect(credited(call)).toEqual(expected);
  });
});

describe('parameters that stand for something else', () => {
  const ssm = (eventName: string, requestParameters: unknown) => ({
    eventSource: 'ssm.amazonaws.com',
    eventName,
    requestParameters,
  });

  it.each([
    ssm('GetParameter', { name: '/aws/reference/secretsmanager/app/db', withDecryption: true }),
    ssm('GetParameters', { names: ['/app/x', '/aws/reference/secretsmanager/app/db'], withDecryption: true }),
    ssm('GetParameter', { name: 'arn:aws:ssm:us-east-1:123456789012:parameter/aws/reference/secretsmanager/app' }),
  ])('are read as the secret: $requestParameters', (call) => {
    expect(credited(call)).toEqual(expect.arrayContaining(['secretsmanager:GetSecretValue', 'kms:Decrypt']));
  });

  it('are not, elsewhere', () => {
    expect(credited(ssm('GetParameter', { name: '/app/secretsmanager/db' }))).toEqual(['ssm:GetParameter']);
    expect(credited(ssm('GetParameters', { names: ['/aws/service/ecs/ami'] }))).toEqual(['ssm:GetParameters']);
  });

  it('give the image of an instance', () => {
    const run = (imageId: string) =>
      credited({
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        requestParameters: { instancesSet: { items: [{ imageId }] } },
      });
    expect(run('resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023')).toEqual(
      expect.arrayContaining(['ec2:RunInstances', 'ssm:GetParameters']),
    );
    expect(run('ami-0a1b2c3d4e5f60718')).toEqual(['ec2:RunInstances']);
  });
});

describe('sources that AWS spells otherwise', () => {
  it.each([
    ['emrserverless', 'StartJobRun', 'emr-serverless:StartJobRun'],
    ['cloudhsmv2', 'DescribeClusters', 'cloudhsm:DescribeClusters'],
    ['appstream2', 'DescribeFleets', 'appstream:DescribeFleets'],
    ['bedrock-agentcore-control', 'CreateGateway', 'bedrock-agentcore:CreateGateway'],
    ['execute-api', 'PostToConnection', 'execute-api:ManageConnections'],
    ['s3-control', 'GetAccessPointScope', 's3express:GetAccessPointScope'],
    ['resource-groups', 'GetTagKeys', 'tag:GetTagKeys'],
  ])('%s %s needs %s', (source, eventName, action) => {
    const call = { eventSource: `${source}.amazonaws.com`, eventName, requestParameters: null };
    expect(credited(call)).toContain(action);
  });
});
