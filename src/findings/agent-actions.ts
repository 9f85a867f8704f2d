import type { Action } from '../iam/action.ts';

/**
 * Every action for which the Amazon ECS and Fargate agents use a task execution role, lower case ("Amazon ECS task
 * execution IAM role"): pulling images, writing logs, and fetching secrets, parameters, environment files and credentials.
 */
const AGENT_ACTIONS: ReadonlySet<string> = new Set([
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
  'secretsmanager:describesecret',
  'secretsmanager:getsecretvalue',
  'ssm:getparameter',
  'ssm:getparameters',
  'ssm:getparametersbypath',
]);

/** Whether the ECS agent may call this with an execution role (close relatives that grants commonly add included). */
export function isAgentAction(action: Action): boolean {
  return AGENT_ACTIONS.has(action.toLowerCase());
}
