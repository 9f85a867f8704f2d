import { describe, expect, it } from 'vitest';
import { resourceNamesFor } from '../../src/cloudtrail/resources/resource-names.ts';
import { arnFormsOf, checkedResources, hasForm } from '../../src/iam/arn-forms.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

const catalog = await loadCatalog();
const PLACE = { partition: 'aws', region: 'eu-west-1', accountId: '111111111111' };

describe('arnFormsOf()', () => {
  it.each([
    ['dynamodb:GetItem', ['arn:*:dynamodb:*:*:table/*']],
    ['DynamoDB:getitem', ['arn:*:dynamodb:*:*:table/*']],
    ['logs:CreateLogStream', ['arn:*:logs:*:*:log-group:*:log-stream:*']],
    ['sqs:ListQueues', []],
    ['newservice:Do', []],
  ])('of %s', (action, forms) => {
    expect(arnFormsOf(action, catalog)).toEqual(forms);
  });

  it.each([
    ['dynamodb:PutItem', { tableName: 't' }],
    ['ecr:BatchGetImage', { repositoryName: 'team/app' }],
    ['kms:Decrypt', { keyId: '0a1b-2c' }],
    ['logs:CreateLogStream', { logGroupName: '/ecs/app', logStreamName: 'x' }],
    ['s3:GetObject', { bucketName: 'b', key: 'k' }],
    ['secretsmanager:GetSecretValue', { secretId: 'app/db' }],
    ['sns:Publish', { topicArn: 'arn:aws:sns:eu-west-1:111111111111:t' }],
    ['sqs:SendMessage', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111111111111/q' }],
    ['ssm:GetParameter', { name: '/app/db' }],
    ['ssm:GetParameter', { name: '/aws/service/x' }],
    ['kinesis:PutRecord', { streamName: 's' }],
    ['firehose:PutRecord', { deliveryStreamName: 'd' }],
    ['lambda:InvokeFunction', { functionName: 'f' }],
    ['states:StartExecution', { stateMachineArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:m' }],
    ['events:PutEvents', { entries: [{ eventBusName: 'b' }] }],
  ])('is the form of what calls of %s are read to name', (action, parameters) => {
    const named = resourceNamesFor(action.split(':', 1)[0] ?? '', parameters, PLACE);
    expect(named).not.toEqual([]);
    for (const arn of named)
      expect({ arn, fits: hasForm(arnFormsOf(action, catalog), arn) }).toEqual({ arn, fits: true });
  });
});

describe('checkedResources()', () => {
  it.each([
    ['s3:GetObject', ['arn:aws:s3:::b', 'arn:aws:s3:::b/k'], ['arn:aws:s3:::b/k']],
    ['s3:ListBucket', ['arn:aws:s3:::b'], ['arn:aws:s3:::b']],
    [
      'ssm:GetParameter',
      ['arn:aws:ssm:eu-west-1:111111111111:parameter/aws/service/x', 'arn:aws:ssm:eu-west-1:111111111111:parameter/a'],
      ['arn:aws:ssm:eu-west-1::parameter/aws/service/x', 'arn:aws:ssm:eu-west-1:111111111111:parameter/a'],
    ],
    ['newservice:Do', ['arn:aws:newservice:::x'], ['arn:aws:newservice:::x']],
  ])('of %s among %j', (action, named, checked) => {
    expect(checkedResources(action, named, catalog)).toEqual(checked);
  });
});
