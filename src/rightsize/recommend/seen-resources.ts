import { MAX_RESOURCES_PER_EVENT } from '../../cloudtrail/resources.ts';
import { resourceCovers } from '../../iam/resource-cover.ts';
import type { ActionVerdict } from '../verdict.ts';

/** How an ARN of an action's events is written in a policy; empty for one that is not what IAM checks. */
type Spelling = (arn: string) => readonly string[];

function whole(form: RegExp): Spelling {
  return (arn) => (form.test(arn) ? [arn] : []);
}

const repository = whole(/^arn:[^:]+:ecr:[^:]+:\d{12}:repository\/[\w./-]+$/);
const parameter = whole(/^arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/[\w./-]+$/);
const key = whole(/^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/);
const queue = whole(/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w.-]+$/);
const topic = whole(/^arn:[^:]+:sns:[^:]+:\d{12}:[\w.-]+$/);
const table = whole(/^arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/[\w.-]+$/);

/** Callers may leave out the six characters that end a secret's ARN, and events then lack them too. */
function secret(arn: string): readonly string[] {
  if (!/^arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:[\w/+=.@-]+(?:-\?{6})?$/.test(arn)) return [];
  return arn.endsWith('-??????') ? [arn] : [arn, `${arn}-??????`];
}

/** Every task writes a log stream of its own. */
function logGroup(arn: string): readonly string[] {
  const match = /^(arn:[^:]+:logs:[^:]+:\d{12}:log-group:[\w./#-]+):log-stream:/.exec(arn);
  return match === null ? [] : [`${match[1]}:*`];
}

/** Object keys come and go, the bucket stays. Events name the bucket beside the object. */
function objects(arn: string): readonly string[] {
  const match = /^(arn:[^:]+:s3:::[\w.-]+)(?:\/.*)?$/.exec(arn);
  return match === null ? [] : [`${match[1]}/*`];
}

/**
 * The actions whose events name exactly the resources that IAM checks ("Actions, resources, and condition keys" of each
 * service). An action that works on several types at once (an index beside its table, say) is not here.
 */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  'dynamodb:deleteitem': table,
  'dynamodb:getitem': table,
  'dynamodb:putitem': table,
  'dynamodb:updateitem': table,
  'ecr:batchgetimage': repository,
  'ecr:getdownloadurlforlayer': repository,
  'kms:decrypt': key,
  'kms:encrypt': key,
  'kms:generatedatakey': key,
  'logs:createlogstream': logGroup,
  's3:deleteobject': objects,
  's3:getobject': objects,
  's3:putobject': objects,
  'secretsmanager:describesecret': secret,
  'secretsmanager:getsecretvalue': secret,
  'sns:publish': topic,
  'sqs:changemessagevisibility': queue,
  'sqs:deletemessage': queue,
  'sqs:receivemessage': queue,
  'sqs:sendmessage': queue,
  'ssm:getparameter': parameter,
  'ssm:getparameters': parameter,
};

/**
 * The resources to which a used action may be narrowed, as patterns that a person would write; undefined where they are not
 * known to be all. They are where the action was watched as closely as is asked of an unused one, every event named
 * its resources, the sample was not cut, and what the events name is what IAM checks.
 */
export function seenResources(verdict: ActionVerdict): readonly string[] | undefined {
  if (verdict.allResources !== true || verdict.resources.length === 0) return undefined;
  // An event that names as many as are ever taken from one may have named more.
  if (verdict.resources.length >= MAX_RESOURCES_PER_EVENT) return undefined;
  const spelling = SPELLINGS[verdict.action.toLowerCase()];
  if (spelling === undefined) return undefined;
  const written = new Set<string>();
  for (const arn of verdict.resources) {
    const patterns = spelling(arn);
    if (patterns.length === 0) return undefined;
    for (const pattern of patterns) written.add(pattern);
  }
  for (const permission of verdict.required) for (const resource of permission.resources) written.add(resource);
  const patterns = [...written].sort();
  return patterns.filter((one) => !patterns.some((other) => other !== one && resourceCovers(other, one)));
}

/** Whether IAM checks this resource of the action's events: of the two that an event on an S3 object names, not the bucket. */
export function isChecked(action: string, arn: string): boolean {
  return SPELLINGS[action.toLowerCase()] !== objects || arn.includes('/');
}
