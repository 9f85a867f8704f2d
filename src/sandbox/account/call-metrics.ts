import type { SandboxAccount, SandboxMetric } from '../sandbox-account.ts';

const DAILY: readonly Omit<SandboxMetric, 'region'>[] = [
  {
    namespace: 'AWS/DynamoDB',
    name: 'SuccessfulRequestLatency',
    dimensions: { TableName: 'UserData', Operation: 'GetItem' },
    perDay: 21_000,
  },
  {
    namespace: 'AWS/DynamoDB',
    name: 'SuccessfulRequestLatency',
    dimensions: { TableName: 'UserData', Operation: 'Query' },
    perDay: 9_500,
  },
  { namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', dimensions: { QueueName: 'orders' }, perDay: 14_000 },
  { namespace: 'AWS/SQS', name: 'NumberOfMessagesReceived', dimensions: { QueueName: 'orders' }, perDay: 14_000 },
  { namespace: 'AWS/SQS', name: 'NumberOfMessagesDeleted', dimensions: { QueueName: 'orders' }, perDay: 14_000 },
  { namespace: 'AWS/SQS', name: 'NumberOfEmptyReceives', dimensions: { QueueName: 'orders' }, perDay: 4_300 },
  { namespace: 'AWS/SNS', name: 'NumberOfMessagesPublished', dimensions: { TopicName: 'user-events' }, perDay: 2_600 },
  { namespace: 'AWS/Kinesis', name: 'GetRecords.Success', dimensions: { StreamName: 'clicks' }, perDay: 17_000 },
  { namespace: 'AWS/Kinesis', name: 'PutRecords.Success', dimensions: { StreamName: 'clicks' }, perDay: 5_200 },
  { namespace: 'AWS/Lambda', name: 'Invocations', dimensions: { FunctionName: 'thumbnails' }, perDay: 1_100 },
];

/** What CloudWatch counts of the shop's calls, in its first Region. */
export function addCallMetrics(account: SandboxAccount): void {
  const [home] = account.regions;
  if (home !== undefined) account.metrics.push(...DAILY.map((metric) => ({ ...metric, region: home.name })));
}
