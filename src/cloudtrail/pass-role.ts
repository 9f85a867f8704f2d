import { parseRoleArn, type RoleArn } from '../iam/arn.ts';
import { type JsonObject, leavesOf } from './json.ts';
import { holdsValue, namesParameter, type ParameterFacets } from './parameter-facets.ts';
import { isRoleName, mayPassRoles } from './role-parameters.ts';

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

/** The most passed roles that are read of one call. */
const MAX_ROLES = 5;

/**
 * Whether a call passes a role, or may pass one, and so was checked for iam:PassRole, which no event ever shows ("Granting
 * a user permissions to pass a role to an AWS service").
 */
export function passesRole(prefix: string, eventName: string, facets: ParameterFacets): boolean {
  if (facets.kind === 'unstated' || !mayPassRoles(prefix, eventName)) return false;
  if (PASSING_CALLS.has(`${prefix}:${eventName}`)) return true;
  const byName = PASSING_PARAMETERS.some(
    ([service, parameter]) => service === prefix && namesParameter(facets, parameter),
  );
  return byName || holdsValue(facets, 'roleNames', /./);
}

/** The roles that a call passes, as far as its parameters hold their ARNs; at most 5. */
export function rolesPassed(
  prefix: string,
  eventName: string,
  parameters: JsonObject | null | undefined,
): readonly RoleArn[] {
  if (parameters === undefined || parameters === null || !mayPassRoles(prefix, eventName)) return [];
  const roles = new Set<RoleArn>();
  for (const { key, value } of leavesOf(parameters)) {
    if (roles.size >= MAX_ROLES) break;
    if (typeof value !== 'string' || !isRoleName(key)) continue;
    const role = parseRoleArn(value);
    if (role.ok) roles.add(role.value);
  }
  return [...roles];
}
