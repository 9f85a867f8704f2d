import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventOf, type Operations } from '../../scripts/check-operations.ts';
import { actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { eventSourceOf } from '../../src/cloudtrail/event-source.ts';
import { isManagedService, managementRule } from '../../src/cloudtrail/observability/managed-services.ts';
import { observabilityOf } from '../../src/cloudtrail/observability.ts';
import { typesOfEvent } from '../../src/cloudtrail/recorded-kind.ts';
import { SECONDARY_ROWS } from '../../src/cloudtrail/secondary-actions.ts';
import { type Action, nameOf, serviceOf } from '../../src/iam/action.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { sharedJson } from './shared-data.ts';

const catalog = await loadCatalog();
const every: readonly Action[] = Array.from({ length: catalog.size }, (_, place) => catalog.actionAt(place));
const watchable = every.filter((action) => ['management', 'data'].includes(observabilityOf(action, catalog).kind));
const management = every.filter((action) => observabilityOf(action, catalog).kind === 'management');

const operations = sharedJson('data/aws-operations.json') as Operations | undefined;
const tracking = sharedJson('data/aws-action-tracking.json') as
  | Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>
  | undefined;
const beyondTracking = JSON.parse(
  readFileSync(new URL('management-beyond-tracking.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

describe('observabilityOf()', () => {
  it.each<[Action, string]>([
    ['ecr:BatchGetImage', 'management'],
    ['ecr:GetAuthorizationToken', 'management'],
    ['kms:Decrypt', 'management'],
    ['kms:ReEncryptFrom', 'unknown'],
    ['secretsmanager:GetSecretValue', 'management'],
    ['ssm:GetParameters', 'management'],
    ['logs:CreateLogStream', 'management'],
    ['logs:CreateLogGroup', 'management'],
    ['rds:DescribeDBInstances', 'management'],
    ['s3:ListAllMyBuckets', 'management'],
    ['s3:GetBucketLocation', 'management'],
    ['sns:CreateTopic', 'management'],
    ['sqs:CreateQueue', 'management'],
    ['dynamodb:DescribeTable', 'management'],
    ['lambda:GetFunction', 'management'],
    ['sts:AssumeRole', 'management'],
    ['apigateway:GET', 'management'],
    ['s3:GetObject', 'data'],
    ['s3:ListBucket', 'data'],
    ['dynamodb:PartiQLSelect', 'data'],
    ['sqs:SendMessage', 'data'],
    ['sns:Publish', 'data'],
    ['lambda:InvokeFunction', 'data'],
    ['cloudwatch:GetMetricData', 'unknown'],
    ['cloudwatch:ListMetrics', 'unknown'],
    ['cloudwatch:GetMetricStatistics', 'data'],
    ['bedrock:InvokeModelWithResponseStream', 'unknown'],
    ['bedrock:GetFoundationModel', 'management'],
    ['cloudwatch:PutMetricData', 'unknown'],
    ['xray:PutTraceSegments', 'unknown'],
    ['xray:GetTraceSummaries', 'data'],
    ['sqs:GetQueueAttributes', 'data'],
    ['sqs:ListQueues', 'data'],
    ['sqs:StartMessageMoveTask', 'management'],
    ['s3:ListBucketMultipartUploads', 'unknown'],
    ['mq:RebootBroker', 'management'],
    ['mq:DeleteConfiguration', 'unknown'],
    ['events:PutEvents', 'data'],
    ['iam:PassRole', 'never'],
    ['logs:PutLogEvents', 'never'],
    ['elasticfilesystem:ClientMount', 'never'],
    ['s3files:ClientMount', 'never'],
    ['rds-db:connect', 'never'],
    ['ssmmessages:OpenDataChannel', 'never'],
    ['execute-api:Invoke', 'never'],
    ['s3:GetObjectVersionForReplication', 'unknown'],
    ['s3:PutObjectTagging', 'data'],
    ['s3:GetObjectVersion', 'data'],
    ['s3:PutObjectVersionAcl', 'data'],
    ['s3:GetObjectRetention', 'unknown'],
    ['s3:PutObjectRetention', 'data'],
    ['s3:GetObjectVersionAnnotation', 'unknown'],
    ['s3:ListStorageLensGroups', 'management'],
    ['s3:GetObjectTorrent', 'unknown'],
    ['glue:GetTable', 'management'],
    ['glue:GetStageFiles', 'unknown'],
    ['glue:BatchGetPartition', 'unknown'],
    ['comprehend:DetectEntities', 'management'],
    ['comprehend:DetectToxicContent', 'unknown'],
    ['lakeformation:ListPermissions', 'management'],
    ['lakeformation:GetTableObjects', 'unknown'],
    ['redshift-serverless:ListWorkgroups', 'management'],
    ['bedrock:RetrieveAndGenerate', 'data'],
    ['bedrock:Retrieve', 'unknown'],
    ['bedrock:GetInferenceProfile', 'unknown'],
    ['es:CreateElasticsearchDomain', 'management'],
    ['es:GetIndex', 'unknown'],
    ['logs:GetLogEvents', 'management'],
    ['logs:StartLiveTail', 'unknown'],
    ['dynamodb:DescribeReservedCapacity', 'management'],
    ['ecr:CreateRepository', 'unknown'],
    ['sts:TagSession', 'unknown'],
    ['sts:GetCallerIdentity', 'unknown'],
    ['dynamodb:DescribeEndpoints', 'unknown'],
    ['bedrock:InvokeModel', 'unknown'],
    ['braket:GetJob', 'unknown'],
    ['madeup:Action', 'unknown'],
    ['kinesis:GetRecords', 'data'],
    ['scheduler:DeleteSchedule', 'unknown'],
    ['sns:DeleteTopic', 'management'],
    ['apigateway:SetWebACL', 'unknown'],
  ])('%s is %s', (action, kind) => {
    const observability = observabilityOf(action, catalog);
    expect(observability.kind).toBe(kind);
    expect(observability.reason).not.toBe('');
  });

  it('says of the services in its table whether an action is recorded', () => {
    expect(isManagedService('kms')).toBe(true);
    expect(isManagedService('braket')).toBe(false);
    expect(managementRule('kms', 'Decrypt')?.kind).toBe('recorded');
    expect(managementRule('sns', 'NoSuchAction')?.kind).toBe('excepted');
    expect(managementRule('braket', 'GetJob')).toBeUndefined();
  });

  it('names the resource types that must be recorded', () => {
    expect(observabilityOf('dynamodb:Scan', catalog)).toMatchObject({ resourceTypes: ['AWS::DynamoDB::Table'] });
    expect(observabilityOf('kinesis:GetRecords', catalog)).toMatchObject({ resourceTypes: ['AWS::Kinesis::Stream'] });
  });

  it.each<[Action, 'management' | undefined]>([
    ['sqs:SendMessage', 'management'],
    ['dynamodb:Scan', 'management'],
    ['lambda:InvokeFunction', 'management'],
    ['sns:Publish', undefined],
    ['s3:DeleteObject', undefined],
  ])('says that %s is shown by data events, and beside them by %s', (action, beside) => {
    const observability = observabilityOf(action, catalog);
    expect(observability.kind === 'data' ? observability.beside : 'no data event').toBe(beside);
  });

  it('calls no action that data events alone may show beside other calls a management event', () => {
    const hidden = SECONDARY_ROWS.flatMap(({ events, actions }) =>
      events
        .filter((event) => {
          const [prefix = '', eventName = ''] = event.split(':');
          return typesOfEvent({ eventSource: eventSourceOf(prefix), eventName }).length > 0;
        })
        .flatMap((event) => actions.filter((action) => management.includes(action)).map((action) => [event, action])),
    );
    expect(hidden).toEqual([]);
  });

  it.each<[Action, string]>([
    ['madeup:Action', 'madeup:Action is not in the catalogue of IAM actions'],
    ['iam:PassRole', 'it is never an event'],
    ['kms:Decrypt', 'CloudTrail records kms calls as management events'],
    ['kms:ReEncryptFrom', 'kms:ReEncryptFrom is not known to be a management event'],
    ['account:CloseAccount', 'account:CloseAccount is a permission behind no operation of its own'],
    ['ecr:CreateRepository', 'is also checked beside other calls, whose events do not show it'],
    ['apigateway:SetWebACL', 'apigateway:SetWebACL is not among those known to be management events'],
    ['sts:GetCallerIdentity', 'no event is known that sts:GetCallerIdentity alone stands behind'],
    ['braket:GetJob', 'it is not established how CloudTrail records braket'],
  ])('says of %s: %s', (action, reason) => {
    expect(observabilityOf(action, catalog).reason).toContain(reason);
  });

  it('has no regard to case', () => {
    expect(observabilityOf('KMS:decrypt' as Action, catalog).kind).toBe('management');
  });

  it('trusts AWS’s own flag for a service without a row, where the operations are known too', () => {
    const refreshed = {
      ...catalog,
      trackingOf: () => ({ policyGeneration: true, lastAccessed: true }),
      operationActions: (service: string, operation: string) => [`${service}:${operation}` as Action],
    };
    expect(observabilityOf('braket:GetJob', refreshed)).toEqual({
      kind: 'management',
      reason: expect.stringContaining('policy generation'),
    });
    const untracked = { ...refreshed, trackingOf: () => ({ policyGeneration: false, lastAccessed: true }) };
    expect(observabilityOf('braket:GetJob', untracked).kind).toBe('unknown');
    expect(observabilityOf('ecs:CreateDaemon', refreshed).kind).toBe('unknown');
    expect(observabilityOf('timestream:DescribeDatabase', refreshed).kind).toBe('management');
    expect(observabilityOf('timestream:ListTables', refreshed).reason).toContain('queries ask for it as well');
    expect(observabilityOf('autoscaling-plans:CreateScalingPlan', refreshed)).toEqual({
      kind: 'unknown',
      reason: 'autoscaling-plans shares its event source with other services',
    });
    const flagOnly = { ...refreshed, operationActions: () => undefined };
    expect(observabilityOf('braket:GetJob', flagOnly).kind).toBe('unknown');
  });
});

describe('the law of observability, over the whole catalogue', () => {
  it('an action that could be seen has an event that maps to it for certain', () => {
    expect(watchable.length).toBeGreaterThan(4_000);
    for (const action of watchable) {
      const event = { eventSource: eventSourceOf(serviceOf(action)), eventName: nameOf(action) };
      expect(actionsOf(event, catalog).actions).toContainEqual({ action, certainty: 'exact' });
    }
  });

  it('prints how many actions get each kind', () => {
    const kinds = Object.groupBy(every, (action) => observabilityOf(action, catalog).kind);
    const counts = Object.entries(kinds).map(([kind, actions]) => `${kind} ${actions?.length ?? 0}`);
    console.info(`observability: ${counts.join(', ')}`);
    expect(Object.keys(kinds).sort()).toEqual(['data', 'management', 'never', 'unknown']);
  });
});

describe.skipIf(tracking === undefined || operations === undefined)('against what AWS publishes', () => {
  it('every action called management is tracked in management events, or its service is reviewed', () => {
    const untracked = management.filter((action) => tracking?.[serviceOf(action)]?.[nameOf(action)]?.[0] !== 1);
    expect(untracked.filter((action) => !(serviceOf(action) in beyondTracking))).toEqual([]);
  });

  it('no action of the data events is tracked in management events only', () => {
    const data = watchable.filter((action) => !management.includes(action));
    const tracked = data.filter((action) => tracking?.[serviceOf(action)]?.[nameOf(action)]?.[0] === 1);
    expect(tracked).toEqual([]);
  });

  it('every action called management is checked by an operation, or reviewed', () => {
    const checked = new Set(Object.values(operations ?? {}).flat());
    const unchecked = management.filter((action) => !checked.has(action));
    expect(unchecked).toEqual([
      // Calls of the console, of which AWS's list has none.
      'dynamodb:DescribeReservedCapacity',
      'dynamodb:DescribeReservedCapacityOfferings',
      'dynamodb:PurchaseReservedCapacityOfferings',
      // S3 Control and bucket ABAC operations, and all of the tagging API, are missing from AWS's list.
      's3:GetAccountPublicAccessBlock',
      's3:GetBucketAbac',
      's3:PutAccountPublicAccessBlock',
      's3:PutBucketAbac',
      's3:UpdateBucketMetadataAnnotationTableConfiguration',
      'tag:DescribeReportCreation',
      'tag:GetComplianceSummary',
      'tag:GetResources',
      'tag:StartReportCreation',
    ]);
  });

  it('whatever operation checks an action that could be seen, its event credits the action', () => {
    const known = new Set<string>(watchable);
    const anything = { omitted: true, reason: 'parameters too large' };
    const lost: string[] = [];
    for (const [operation, listed] of Object.entries(operations ?? {})) {
      const { actions, unknownIn } = actionsOf({ ...eventOf(operation), requestParameters: anything }, catalog);
      const credited = new Set<string>(actions.map(({ action }) => action));
      for (const action of listed) {
        if (!known.has(action) || credited.has(action) || unknownIn.includes(serviceOf(action as Action))) continue;
        lost.push(`${operation} checks ${action}`);
      }
    }
    expect(lost).toEqual([]);
  });
});
