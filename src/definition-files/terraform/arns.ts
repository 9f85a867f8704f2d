import type { FilePlace } from '../file-contents.ts';
import { generatedName } from '../placeholder.ts';
import type { TerraformResource } from './show-output.ts';

/** What follows the partition in the ARN of a type, `{r}` for Region and account, `{n}` for the name, and the argument with the name. */
const ARNS: Readonly<Record<string, readonly [form: string, name: string]>> = {
  aws_cloudwatch_log_group: ['logs:{r}:log-group:{n}', 'name'],
  aws_dynamodb_table: ['dynamodb:{r}:table/{n}', 'name'],
  aws_ecr_repository: ['ecr:{r}:repository/{n}', 'name'],
  aws_kms_key: ['kms:{r}:key/{n}', 'key_id'],
  aws_s3_bucket: ['s3:::{n}', 'bucket'],
  aws_secretsmanager_secret: ['secretsmanager:{r}:secret:{n}', 'name'],
  aws_sns_topic: ['sns:{r}:{n}', 'name'],
  aws_sqs_queue: ['sqs:{r}:{n}', 'name'],
  aws_ssm_parameter: ['ssm:{r}:parameter/{n}', 'name'],
};

/** The name of a resource; one that is known after `apply` only is the resource's own and no other's. */
export function terraformName({ values, unknown, address }: TerraformResource, argument = 'name'): string {
  const name = values[argument];
  return typeof name === 'string' && name !== '' && !unknown.has(argument) ? name : generatedName(address);
}

/** The ARN of a resource, made of its name where `apply` has not told it yet. */
export function terraformArn(resource: TerraformResource, place: FilePlace): string {
  const { values, unknown, type, address } = resource;
  const { arn } = values;
  if (typeof arn === 'string' && arn !== '' && !unknown.has('arn')) return arn;
  const { partition, region, accountId } = place;
  if (type === 'aws_iam_role' || type === 'aws_iam_policy') {
    const path = typeof values['path'] === 'string' && values['path'].startsWith('/') ? values['path'] : '/';
    return `arn:${partition}:iam::${accountId}:${type === 'aws_iam_role' ? 'role' : 'policy'}${path}${terraformName(resource)}`;
  }
  const row = Object.hasOwn(ARNS, type) ? ARNS[type] : undefined;
  if (row === undefined) return generatedName(address);
  const [form, argument] = row;
  return `arn:${partition}:${form.replace('{r}', `${region}:${accountId}`).replace('{n}', () => terraformName(resource, argument).replace(/^\/(?=.)/, type === 'aws_ssm_parameter' ? '' : '/'))}`;
}
