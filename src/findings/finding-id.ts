import { digest } from '../base/digest.ts';
import type { RoleLookup } from '../iam/role.ts';

/** ASFF's limit on `Id`. */
const LONGEST = 512;

/**
 * What tells one role from another across time: IAM's role id, so that a role created again under the same name is
 * another role; the ARN where IAM gives no id.
 */
export function roleKeyOf(lookup: RoleLookup): string {
  return lookup.kind === 'found' ? lookup.role.roleId : lookup.arn;
}

/** The stable id of a finding: the same rule at the same role has the same id in every run. At most 512 characters. */
export function findingId(of: { partition: string; accountId: string; roleKey: string; rule: string }): string {
  const before = `ecs-role-auditor/${of.partition}/${of.accountId}/`;
  const id = `${before}${of.roleKey}/${of.rule}`;
  if (id.length <= LONGEST) return id;
  const mark = `~${digest(of.roleKey)}`;
  const room = LONGEST - before.length - of.rule.length - 1 - mark.length;
  return `${before}${of.roleKey.slice(0, room)}${mark}/${of.rule}`;
}
