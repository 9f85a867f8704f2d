import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApiEvent, actionsOf } from '../../src/cloudtrail/event-actions.ts';
import { eventSourceOf } from '../../src/cloudtrail/event-source.ts';
import type { JsonObject } from '../../src/cloudtrail/json.ts';
import { facetsOf } from '../../src/cloudtrail/parameter-facets.ts';
import { SECONDARY_ROWS, secondaryActions } from '../../src/cloudtrail/secondary-actions.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

const catalog = await loadCatalog();
const rows = SECONDARY_ROWS.flatMap((row) => row.events.map((event) => ({ event, row })));

function further(event: string, parameters: JsonObject) {
  const [prefix = '', eventName = ''] = event.split(':');
  return secondaryActions(prefix, eventName, facetsOf(prefix, eventName, parameters), catalog);
}

describe('further checks', () => {
  it.each(rows)('$event: $row.reason', ({ event, row }) => {
    const tooLarge = { omitted: true, originalSize: 1_000_000, reason: 'too large' };
    expect(further(event, tooLarge)).toEqual(expect.arrayContaining([...row.actions]));
    const always = rows.filter((other) => other.event === event && other.row.always === true);
    const without = new Set(further(event, {}));
    expect(without).toEqual(new Set(always.flatMap((other) => other.row.actions)));
    const others = rows.filter((other) => other.event === event && other.row !== row);
    const alone = others.every(
      (other) => other.row.parameter !== undefined || other.row.value !== undefined || other.row.always === true,
    );
    const conditional = row.unless === undefined && (row.parameter !== undefined || row.value !== undefined);
    if (conditional && alone) expect(new Set(further(event, { unrelated: 'x' }))).toEqual(without);
    if (!conditional) expect(further(event, { unrelated: 'x' })).toEqual(expect.arrayContaining([...row.actions]));
  });

  it.each([
    ['ecs:RunTask', { propagateTags: 'TASK_DEFINITION' }, ['ecs:TagResource']],
    ['ecs:RunTask', { propagateTags: 'NONE' }, []],
    ['ecs:RunTask', { enableECSManagedTags: true }, ['ecs:TagResource']],
    ['ecs:RunTask', { enableECSManagedTags: false }, []],
    ['ecs:TagResource', { resourceArn: 'x', tags: [{ key: 'a' }] }, ['ecs:TagResource']],
    ['ecs:UntagResource', { resourceArn: 'x', tags: ['a'] }, []],
    ['ecr:PutImage', { imageTag: 'v1' }, []],
    ['apigateway:UpdateStage', { stage: 'prod', stageName: 'prod' }, []],
    ['sns:CreateTopic', { name: 't', tags: { a: 'b' } }, ['sns:TagResource']],
    ['rds:CreateDBInstance', { tags: [{ key: 'a' }] }, ['rds:AddTagsToResource']],
    ['kinesis:CreateStream', { streamName: 's', tags: { a: 'b' } }, ['kinesis:TagResource', 'kinesis:AddTagsToStream']],
    ['rekognition:DetectLabels', { image: { s3Object: { bucket: 'b', name: 'k' } } }, ['s3:GetObject']],
    ['rekognition:DetectLabels', { image: { bytes: 'x' } }, []],
    ['textract:StartDocumentAnalysis', { notificationChannel: { sNSTopicArn: 't' } }, ['sns:Publish']],
    ['polly:StartSpeechSynthesisTask', { outputS3BucketName: 'b', outputFormat: 'mp3' }, ['s3:PutObject']],
    ['dynamodb:ExportTableToPointInTime', { s3Bucket: 'b' }, ['s3:PutObject']],
    [
      's3:PostObject',
      { bucketName: 'b', key: 'k' },
      ['s3:PutObjectAcl', 's3:PutObjectTagging', 's3:PutObjectLegalHold'],
    ],
    ['s3:PutObject', { bucketName: 'b', key: 'k' }, ['s3:PutObjectLegalHold', 's3:PutObjectRetention']],
    ['s3:InitiateMultipartUpload', { bucketName: 'b', key: 'k' }, ['s3:PutObjectTagging']],
    ['s3:UploadPart', { bucketName: 'b', key: 'k' }, []],
    ['s3:DeleteObject', { bucketName: 'b', key: 'k', 'If-Match': '"e"' }, ['s3:GetObject']],
    ['s3:DeleteObject', { bucketName: 'b', key: 'k' }, []],
    ['s3:DeleteObjects', { bucketName: 'b', delete: '' }, ['s3:GetObject', 's3:DeleteObjectVersion']],
    ['rds-data:ExecuteStatement', { secretArn: 's' }, ['secretsmanager:GetSecretValue']],
    ['transcribe:StartTranscriptionJob', { media: { mediaFileUri: 's3://b/k' } }, ['s3:GetObject', 's3:PutObject']],
    ['cloudformation:CreateStack', { templateURL: 'https://b.s3.amazonaws.com/k' }, ['s3:GetObject']],
    ['resource-groups:SearchResources', {}, ['tag:GetResources', 'cloudformation:DescribeStacks']],
    ['redshift-data:ExecuteStatement', { clusterIdentifier: 'c' }, ['redshift:GetClusterCredentials']],
    ['athena:StartQueryExecution', { workGroup: 'w' }, ['s3:GetBucketLocation', 's3:PutObject']],
    ['s3:CopyObject', { bucketName: 'b', key: 'k' }, ['s3:PutObjectAnnotation', 's3:GetObjectTagging']],
    ['secretsmanager:GetSecretValue', { secretId: 's' }, []],
    ['sns:Publish', { topicArn: 't' }, []],
    ['iam:CreateRole', { roleName: 'r', tags: [{ key: 'a' }] }, ['iam:TagRole']],
  ] as const)('%s %j may also need %j', (event, parameters, actions) => {
    const got = further(event, parameters);
    expect(got).toEqual(expect.arrayContaining([...actions]));
    expect(actions.length === 0 ? got : []).toEqual([]);
  });

  it('parameters never take away what the name alone proves', () => {
    const names = fc.constantFrom(...rows.map(({ event }) => event), 's3:PutObject', 'ecs:RunTask', 'kms:ReEncrypt');
    fc.assert(
      fc.property(names, fc.dictionary(fc.string(), fc.jsonValue()), (event, requestParameters) => {
        const [prefix = '', eventName = ''] = event.split(':');
        const bare: ApiEvent = { eventSource: eventSourceOf(prefix), eventName };
        const more = actionsOf({ ...bare, requestParameters }, catalog).actions;
        expect(more).toEqual(expect.arrayContaining([...actionsOf(bare, catalog).actions]));
      }),
    );
  });
});
