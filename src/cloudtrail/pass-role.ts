import { parseRoleArn, type RoleArn } from '../iam/arn.ts';
import { type JsonObject, leavesOf } from './json.ts';
import { areOmitted, namesParameter } from './request-parameters.ts';

const PROFILE = 'passes the role inside the instance profile';

/** Calls that pass the roles of a task definition, which only the definition names. */
export const PASSING_CALLS: ReadonlySet<string> = new Set(['ecs:RunTask', 'ecs:StartTask']);

/** Calls that pass a role when a parameter of that name has a value. */
const PASSING_PARAMETERS: readonly (readonly [prefix: string, parameter: RegExp, reason: string])[] = [
  ['ec2', /^iamInstanceProfile$/i, PROFILE],
  ['autoscaling', /^iamInstanceProfile$/i, PROFILE],
  ['elasticmapreduce', /^(jobFlowRole|serviceRole|autoScalingRole)$/i, 'EMR takes roles by name'],
  ['ecs', /^(taskRoleArn|executionRoleArn|role|roleArn|infrastructureRoleArn)$/i, 'ECS also takes roles by name'],
  ['batch', /^(jobRoleArn|executionRoleArn|serviceRole|instanceRole)$/i, 'Batch also takes roles by name'],
  ['glue', /^role$/i, 'Glue also takes roles by name'],
  ['codebuild', /^serviceRole$/i, 'CodeBuild also takes roles by name'],
  ['elasticbeanstalk', /^(operationsRole|serviceRole)$/i, 'Elastic Beanstalk also takes roles by name'],
];

/** Services in whose parameters a role ARN names whom to act on, not whom to pass. */
const NEVER_PASS = new Set([
  'iam',
  'sts',
  'sso',
  'access-analyzer',
  'kms',
  'ram',
  'eks-auth',
  'resource-groups',
  'tag',
]);
const READS = /^(Get|List|Describe|Head|BatchGet|Search|Lookup|Simulate|Tag|Untag|Test|Validate|Check)/;
/** `roleArn`, `executionRoleArn`, `serviceRole`, `RoleARN`, `iamRoleArn`, `dataAccessRoleArns`, and API Gateway's `credentials`, SNS's `attributeValue` … */
const ROLE_KEY = /(role(_?arn)?s?|^credentials(arn)?|^attributeValue)$/i;

/** What a call says about passing roles. */
export interface RolePassing {
  readonly passes: boolean;
  /** The roles whose ARNs the parameters give, or that can be told from a name. At most 5. */
  readonly roles: readonly RoleArn[];
}

const NONE: RolePassing = { passes: false, roles: [] };

/**
 * Whether a call passes a role (and so was checked for iam:PassRole, which no event ever shows), and which ("Granting
 * a user permissions to pass a role to an AWS service").
 */
export function rolePassing(prefix: string, eventName: string, parameters: JsonObject | null | undefined): RolePassing {
  if (parameters === undefined || parameters === null || NEVER_PASS.has(prefix) || READS.test(eventName)) return NONE;
  if (areOmitted(parameters)) return { passes: true, roles: [] };
  const roles = new Set<RoleArn>();
  const byName = PASSING_PARAMETERS.filter(([service]) => service === prefix).map(([, parameter]) => parameter);
  for (const { key, value } of leavesOf(parameters)) {
    if (typeof value !== 'string' || roles.size >= 5 || !ROLE_KEY.test(key)) continue;
    const role = parseRoleArn(value);
    if (role.ok) roles.add(role.value);
  }
  const named = byName.some((parameter) => namesParameter(parameters, parameter));
  const always = PASSING_CALLS.has(`${prefix}:${eventName}`);
  return { passes: named || always || roles.size > 0, roles: [...roles] };
}
