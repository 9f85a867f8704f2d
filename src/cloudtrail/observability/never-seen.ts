/** One fact: actions (`*` is the whole service) that no CloudTrail event of any kind shows, and why. */
export interface NeverSeenRow {
  readonly service: string;
  readonly actions: readonly string[] | '*';
  readonly reason: string;
}

/** Actions that stay invisible whatever is switched on. */
export const NEVER_SEEN: readonly NeverSeenRow[] = [
  { service: 'iam', actions: ['PassRole'], reason: 'iam:PassRole is a permission, not a call: it is never an event' },
  { service: 'logs', actions: ['PutLogEvents'], reason: 'writing log events is not recorded by CloudTrail' },
  {
    service: 'elasticfilesystem',
    actions: ['ClientMount', 'ClientWrite', 'ClientRootAccess'],
    reason:
      'EFS records a connection of an NFS client with the permissions that it has (NewClientConnection), not what the client does with them',
  },
  {
    service: 's3files',
    actions: ['ClientMount', 'ClientWrite', 'ClientRootAccess'],
    reason: 'file-system clients of S3 Files are not recorded by CloudTrail',
  },
  { service: 'rds-db', actions: '*', reason: 'database logins with IAM are not recorded by CloudTrail' },
  {
    service: 'ssmmessages',
    actions: ['CreateDataChannel', 'OpenDataChannel'],
    reason: 'data channels of Session Manager and ECS Exec are not recorded by CloudTrail',
  },
  { service: 'ec2messages', actions: '*', reason: 'polling by the SSM Agent is not recorded by CloudTrail' },
  {
    service: 'cloudtrail-data',
    actions: ['PutAuditEvents'],
    reason: 'ingestion into CloudTrail Lake is not recorded by CloudTrail',
  },
  { service: 'execute-api', actions: '*', reason: 'calls of an API behind API Gateway are not recorded by CloudTrail' },
  {
    service: 'vpc-lattice-svcs',
    actions: '*',
    reason: 'calls of a service behind VPC Lattice are not recorded by CloudTrail',
  },
  {
    service: 'kafka-cluster',
    actions: '*',
    reason: 'Kafka clients are authorised on the connection, which is not recorded by CloudTrail',
  },
  { service: 'elasticache', actions: ['Connect'], reason: 'logins to a cache are not recorded by CloudTrail' },
  { service: 'memorydb', actions: ['Connect'], reason: 'logins to a cluster are not recorded by CloudTrail' },
  {
    service: 'dax',
    actions: [
      'BatchGetItem',
      'BatchWriteItem',
      'ConditionCheckItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'Query',
      'Scan',
      'UpdateItem',
    ],
    reason: 'item calls to a DAX cluster are not recorded by CloudTrail',
  },
  {
    service: 'es',
    actions: ['ESHttpDelete', 'ESHttpGet', 'ESHttpHead', 'ESHttpPatch', 'ESHttpPost', 'ESHttpPut', 'ESCrossClusterGet'],
    reason: 'HTTP requests to a domain are not recorded by CloudTrail',
  },
  {
    service: 'aoss',
    actions: ['APIAccessAll', 'DashboardsAccessAll'],
    reason: 'requests to a collection are not recorded by CloudTrail',
  },
  {
    service: 'aps',
    actions: ['RemoteWrite', 'QueryMetrics', 'GetLabels', 'GetSeries', 'GetMetricMetadata'],
    reason: 'the Prometheus-compatible data plane is not recorded by CloudTrail',
  },
  {
    service: 'neptune-db',
    actions: ['ReadDataViaQuery', 'WriteDataViaQuery', 'DeleteDataViaQuery', 'connect'],
    reason: 'queries to a Neptune cluster are not recorded by CloudTrail',
  },
  {
    service: 'dsql',
    actions: ['DbConnect', 'DbConnectAdmin'],
    reason: 'logins to an Aurora DSQL cluster are not recorded by CloudTrail',
  },
  {
    service: 'appmesh',
    actions: ['StreamAggregatedResources'],
    reason: 'the stream between Envoy and App Mesh is not recorded by CloudTrail',
  },
];
