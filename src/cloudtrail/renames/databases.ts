import type { AnyOfRow, RenameRow } from './rename-row.ts';

const STATISTICS = 'column statistics belong to the table or partition';
const INDEX = 'a partition index is a property of the table';
const QUALITY = 'authorised as the single form';
const KEYSPACES = 'Keyspaces authorises the statement behind the call, not the call';
const PARTIQL = 'PartiQL statements are authorised by what they do';

/** Database and data-lake events named otherwise than the permission. */
export const DATABASE_RENAMES: readonly RenameRow[] = [
  ['dynamodb:TransactGetItems', ['dynamodb:GetItem'], 'a transaction of reads is authorised as each read'],
  ['glue:CreatePartitionIndex', ['glue:UpdateTable'], INDEX],
  ['glue:DeletePartitionIndex', ['glue:UpdateTable'], INDEX],
  ['glue:GetColumnStatisticsForTable', ['glue:GetTable'], STATISTICS],
  ['glue:UpdateColumnStatisticsForTable', ['glue:UpdateTable'], STATISTICS],
  ['glue:DeleteColumnStatisticsForTable', ['glue:UpdateTable'], STATISTICS],
  ['glue:GetColumnStatisticsForPartition', ['glue:GetPartition'], STATISTICS],
  ['glue:UpdateColumnStatisticsForPartition', ['glue:UpdatePartition'], STATISTICS],
  ['glue:DeleteColumnStatisticsForPartition', ['glue:UpdatePartition'], STATISTICS],
  ['glue:BatchGetDataQualityResult', ['glue:GetDataQualityResult'], QUALITY],
  ['glue:ListDataQualityStatistics', ['glue:GetDataQualityResult'], QUALITY],
  ['glue:ListDataQualityStatisticAnnotations', ['glue:GetDataQualityResult'], QUALITY],
  ['glue:BatchPutDataQualityStatisticAnnotation', ['glue:PutDataQualityStatisticAnnotation'], QUALITY],
  ['lakeformation:GetTemporaryDataLocationCredentials', ['lakeformation:GetDataAccess'], 'credentials are data access'],
  ['redshift-data:GetStatementResultV2', ['redshift-data:GetStatementResult'], 'a second form of the same read'],
  ['timestream:PrepareQuery', ['timestream:Select'], 'a query is authorised as the statement it runs'],
  ['timestream:Query', ['timestream:Select'], 'a query is authorised as the statement it runs'],
  ['cassandra:CreateKeyspace', ['cassandra:Create'], KEYSPACES],
  ['cassandra:CreateTable', ['cassandra:Create'], KEYSPACES],
  ['cassandra:CreateType', ['cassandra:Create'], KEYSPACES],
  ['cassandra:DeleteKeyspace', ['cassandra:Drop'], KEYSPACES],
  ['cassandra:DeleteTable', ['cassandra:Drop'], KEYSPACES],
  ['cassandra:DeleteType', ['cassandra:Drop'], KEYSPACES],
  ['cassandra:GetKeyspace', ['cassandra:Select'], KEYSPACES],
  ['cassandra:GetTable', ['cassandra:Select'], KEYSPACES],
  ['cassandra:GetTableAutoScalingSettings', ['cassandra:Select'], KEYSPACES],
  ['cassandra:GetType', ['cassandra:Select'], KEYSPACES],
  ['cassandra:ListKeyspaces', ['cassandra:Select'], KEYSPACES],
  ['cassandra:ListTables', ['cassandra:Select'], KEYSPACES],
  ['cassandra:ListTypes', ['cassandra:Select'], KEYSPACES],
  ['cassandra:RestoreTable', ['cassandra:Restore', 'cassandra:Select'], KEYSPACES],
  ['cassandra:UpdateKeyspace', ['cassandra:Alter'], KEYSPACES],
  ['cassandra:UpdateTable', ['cassandra:Alter'], KEYSPACES],
  ['kafka:CreateTopic', ['kafka-cluster:Connect', 'kafka-cluster:CreateTopic'], 'topics are authorised by the cluster'],
  ['kafka:DeleteTopic', ['kafka-cluster:Connect', 'kafka-cluster:DeleteTopic'], 'topics are authorised by the cluster'],
  [
    'kafka:DescribeTopic',
    ['kafka-cluster:Connect', 'kafka-cluster:DescribeTopic'],
    'topics are authorised by the cluster',
  ],
  [
    'kafka:DescribeTopicPartitions',
    ['kafka-cluster:Connect', 'kafka-cluster:DescribeTopic'],
    'authorised by the cluster',
  ],
  [
    'kafka:ListTopics',
    ['kafka-cluster:Connect', 'kafka-cluster:DescribeTopic'],
    'topics are authorised by the cluster',
  ],
  ['kafka:UpdateTopic', ['kafka-cluster:Connect', 'kafka-cluster:AlterTopic'], 'topics are authorised by the cluster'],
];

const WRITES = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
] as const;
const STATEMENTS = [
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
] as const;

/** DynamoDB events whose parameters decide the permission. */
export const DATABASE_ANY_OF: readonly AnyOfRow[] = [
  ['dynamodb:TransactWriteItems', WRITES, 'each part of the transaction is authorised by itself'],
  ['dynamodb:ExecuteStatement', STATEMENTS, PARTIQL],
  ['dynamodb:BatchExecuteStatement', STATEMENTS, PARTIQL],
  ['dynamodb:ExecuteTransaction', STATEMENTS, PARTIQL],
];
