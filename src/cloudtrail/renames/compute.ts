import type { RenameRow } from './rename-row.ts';

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
  ['iotjobsdata:StartCommandExecution', ['iot:StartCommandExecution'], 'commands are authorised under iot'],
];
