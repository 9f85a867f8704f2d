import type { Action } from '../iam/action.ts';

/** The actions that the ECS agent may call with an execution role, lower case ("Amazon ECS task execution IAM role"). */
const BY_THE_AGENT: readonly string[] = [
  'ecr:batchchecklayeravailability',
  'ecr:batchgetimage',
  'ecr:batchimportupstreamimage',
  'ecr:createrepository',
  'ecr:getauthorizationtoken',
  'ecr:getdownloadurlforlayer',
  'ecr:tagresource',
  'kms:decrypt',
  'logs:createloggroup',
  'logs:createlogstream',
  'logs:describeloggroups',
  'logs:describelogstreams',
  'logs:putlogevents',
  'logs:putretentionpolicy',
  's3:getbucketlocation',
  's3:getobject',
  's3:getobjectversion',
  's3:listbucket',
  'secretsmanager:getsecretvalue',
  'ssm:getparameter',
  'ssm:getparameters',
];

/** The actions that a field of a task definition can require of a task role alone, lower case. */
const OF_A_TASK_ROLE: readonly string[] = [
  'acm-pca:getcertificateauthoritycertificate',
  'acm:exportcertificate',
  'aoss:apiaccessall',
  'appconfig:getlatestconfiguration',
  'appconfig:startconfigurationsession',
  'appmesh:streamaggregatedresources',
  'aps:remotewrite',
  'cloudwatch:putmetricdata',
  'ec2:describeinstances',
  'ec2:describetags',
  'ec2:describevolumes',
  'ecs:describecontainerinstances',
  'ecs:describeservices',
  'ecs:describetaskdefinition',
  'ecs:describetasks',
  'ecs:listclusters',
  'ecs:listservices',
  'ecs:listtasks',
  'elasticfilesystem:clientmount',
  'elasticfilesystem:clientrootaccess',
  'elasticfilesystem:clientwrite',
  'es:eshttpget',
  'es:eshttphead',
  'es:eshttppost',
  'es:eshttpput',
  'firehose:putrecord',
  'firehose:putrecordbatch',
  'fsx:describefilesystems',
  'iam:passrole',
  'kinesis:describestream',
  'kinesis:describestreamsummary',
  'kinesis:putrecord',
  'kinesis:putrecords',
  'kms:generatedatakey',
  's3:abortmultipartupload',
  's3:getencryptionconfiguration',
  's3:putobject',
  's3files:clientmount',
  's3files:clientrootaccess',
  's3files:clientwrite',
  'ssm:addtagstoresource',
  'ssm:createactivation',
  'ssm:deleteactivation',
  'ssm:deregistermanagedinstance',
  'ssmmessages:createcontrolchannel',
  'ssmmessages:createdatachannel',
  'ssmmessages:opencontrolchannel',
  'ssmmessages:opendatachannel',
  'sts:assumerole',
  'xray:getsamplingrules',
  'xray:getsamplingstatisticsummaries',
  'xray:getsamplingtargets',
  'xray:puttelemetryrecords',
  'xray:puttracesegments',
];

const AGENT: ReadonlySet<string> = new Set(BY_THE_AGENT);
const SERVICES_OF_AGENT: ReadonlySet<string> = new Set(
  BY_THE_AGENT.map((action) => action.slice(0, action.indexOf(':'))),
);
const DECLARABLE: ReadonlySet<string> = new Set([...BY_THE_AGENT, ...OF_A_TASK_ROLE]);

/**
 * Whether some field of some task definition can require the action. Where a task definition could not be read, none of
 * these may be called unnecessary for any role.
 */
export function isDeclarable(action: Action): boolean {
  return DECLARABLE.has(action.toLowerCase());
}

/** Whether the ECS and Fargate agents may call this with an execution role. */
export function isAgentAction(action: Action): boolean {
  return AGENT.has(action.toLowerCase());
}

/** Whether the ECS and Fargate agents may call anything of this service, by its IAM prefix, with an execution role. */
export function isServiceOfAgent(service: string): boolean {
  return SERVICES_OF_AGENT.has(service.toLowerCase());
}

/** Whether this is a step of pulling an image from a private repository, which the agent does before containers start. */
export function isImagePull(action: Action): boolean {
  return IMAGE_PULL.has(action.toLowerCase());
}

const IMAGE_PULL: ReadonlySet<string> = new Set([
  'ecr:batchchecklayeravailability',
  'ecr:batchgetimage',
  'ecr:getauthorizationtoken',
  'ecr:getdownloadurlforlayer',
]);
