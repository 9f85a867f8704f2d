import type { AnyOfRow, RenameRow } from './rename-row.ts';

const CONNECTIONS = 'one permission for what is done with connections of a WebSocket API';
const INVOKE = 'either way of invoking is authorised as InvokeFunction';

/** Events of Lambda, ECR, CodeDeploy, Batch and their kin named otherwise than the permission. */
export const COMPUTE_RENAMES: readonly RenameRow[] = [
  ['lambda:Invoke', ['lambda:InvokeFunction'], INVOKE],
  ['lambda:InvokeWithResponseStream', ['lambda:InvokeFunction'], INVOKE],
  ['lambda:GetLayerVersionByArn', ['lambda:GetLayerVersion'], 'the same read, addressed by ARN'],
  ['ecr:ListImageReferrers', ['ecr:BatchGetImage'], 'referrers are manifests, read as images'],
  ['sagemaker:InvokeEndpointWithResponseStream', ['sagemaker:InvokeEndpoint'], 'streamed answer of the same call'],
  ['bedrock:Converse', ['bedrock:InvokeModel'], 'Converse invokes a model'],
  ['bedrock:ConverseStream', ['bedrock:InvokeModelWithResponseStream'], 'ConverseStream invokes a model, streamed'],
  ['bedrock:InvokeModelWithBidirectionalStream', ['bedrock:InvokeModel'], 'invokes a model over one stream'],
  ['bedrock:StartAsyncInvoke', ['bedrock:InvokeModel'], 'invokes a model asynchronously'],
  ['bedrock:RetrieveAndGenerateStream', ['bedrock:RetrieveAndGenerate'], 'streamed answer of the same call'],
  ['vpc-lattice:BatchUpdateRule', ['vpc-lattice:UpdateRule'], 'the batch form is authorised as the single one'],
  ['mediapackage:ConfigureLogs', ['mediapackage:UpdateChannel'], 'logging is a property of the channel'],
  ['execute-api:PostToConnection', ['execute-api:ManageConnections'], CONNECTIONS],
  ['execute-api:GetConnection', ['execute-api:ManageConnections'], CONNECTIONS],
  ['execute-api:DeleteConnection', ['execute-api:ManageConnections'], CONNECTIONS],
  ['iotjobsdata:StartCommandExecution', ['iot:StartCommandExecution'], 'commands are authorised under iot'],
];

const CLIENT = [
  'elasticfilesystem:ClientMount',
  'elasticfilesystem:ClientRootAccess',
  'elasticfilesystem:ClientWrite',
] as const;
const CONNECTED = 'an NFS client connects with the permissions that the event names';

/** Connections to file systems, which name the permissions of the client. */
export const COMPUTE_ANY_OF: readonly AnyOfRow[] = [
  ['elasticfilesystem:NewClientConnection', CLIENT, CONNECTED],
  ['elasticfilesystem:UpdateClientConnection', CLIENT, CONNECTED],
];
