import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { RoleLookup } from '../iam/role.ts';

/** What IAM says of the roles, in the order they were asked for. */
export interface RoleReadings {
  readonly lookups: readonly RoleLookup[];
  readonly incomplete: readonly Incomplete[];
}

/** Asks IAM for the roles. Should the whole reading fail, each role is stated as unreadable. */
export async function readRoles(context: AuditContext, roles: readonly RoleInUse[]): Promise<RoleReadings> {
  const arns = roles.map((role) => role.arn);
  const reading = await attempt('IAM roles', () => context.roles.read(arns));
  if ('value' in reading) return { lookups: reading.value.value, incomplete: reading.value.incomplete };
  const { incomplete } = reading;
  return { lookups: arns.map((arn) => ({ kind: 'unreadable', arn, why: incomplete.why })), incomplete: [incomplete] };
}

/** By the ARNs that IAM gives them: task definitions may leave out a path. */
export function foundRoles(lookups: readonly RoleLookup[]): readonly RoleArn[] {
  return [...new Set(lookups.flatMap((lookup) => (lookup.kind === 'found' ? [lookup.role.arn] : [])))];
}
