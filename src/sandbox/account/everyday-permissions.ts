import type { JsonObject } from '../wire/json.ts';
import { ACCOUNT_ID } from './names.ts';
import { allow } from './statements.ts';

/** What the everyday applications do: statements for one application. */
export const EVERYDAY_PERMISSIONS: readonly ((application: string) => JsonObject)[] = [
  (application) =>
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage'], `arn:aws:sqs:*:${ACCOUNT_ID}:${application}`),
  (application) => allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${application}-${ACCOUNT_ID}/*`),
  (application) =>
    allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      `arn:aws:dynamodb:*:${ACCOUNT_ID}:table/${application}`,
    ),
  (application) => allow('sns:Publish', `arn:aws:sns:*:${ACCOUNT_ID}:${application}`),
  (application) =>
    allow(['kinesis:PutRecord', 'kinesis:PutRecords'], `arn:aws:kinesis:*:${ACCOUNT_ID}:stream/${application}`),
  () => allow('events:PutEvents', `arn:aws:events:*:${ACCOUNT_ID}:event-bus/default`),
  () =>
    allow('cloudwatch:PutMetricData', '*', { Condition: { StringEquals: { 'cloudwatch:namespace': 'example-shop' } } }),
];
