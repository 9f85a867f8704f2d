import type { AccountId } from '../base/account-id.ts';
import { digest } from '../base/digest.ts';
import { ok, problem, type Result } from '../base/result.ts';
import type { RoleLookup } from '../iam/role.ts';

/** ASFF's limit on `Id`. */
const LONGEST = 512;

/**
 * The stable id of a finding: the same rule at the same role has the same id in every run.
 *
 *     id       = "ecs-role-auditor/" partition "/" account-id "/" role-key "/" rule     ; at most 512 characters
 *     role-key = what `roleKeyOf` gives; where it is too long, its beginning, "~" and its digest; "account" for what is about the account
 */
export type FindingId = `ecs-role-auditor/${string}/${string}/${string}/${string}`;

const FINDING_ID = /^ecs-role-auditor\/aws[a-z-]*\/\d{12}\/.+\/[a-z-]+$/;

/** Reads the id of a finding, of whatever rule. */
export function parseFindingId(text: string): Result<FindingId> {
  return isFindingId(text)
    ? ok(text)
    : problem(`Cannot parse finding id "${text}": expected ecs-role-auditor/PARTITION/ACCOUNT/ROLE/RULE`);
}

/** Whether a value is the id of a finding. */
export function isFindingId(value: unknown): value is FindingId {
  return typeof value === 'string' && value.length <= LONGEST && FINDING_ID.test(value);
}

/**
 * What tells one role from another across time: IAM's role id, so that a role created again under the same name is
 * another role; the ARN where IAM gives no id.
 */
export function roleKeyOf(lookup: RoleLookup): string {
  return lookup.kind === 'found' ? lookup.role.roleId : lookup.arn;
}

/** The ARN by which a finding names the account as a whole: that of the account as a principal. */
export function accountArn(partition: string, accountId: AccountId): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** Makes the id of the finding of a rule at a role. */
export function findingId(of: {
  readonly partition: string;
  readonly accountId: AccountId;
  readonly roleKey: string;
  readonly rule: string;
}): FindingId {
  const before = `ecs-role-auditor/${of.partition}/${of.accountId}/` as const;
  const id = `${before}${of.roleKey}/${of.rule}` as const;
  if (id.length <= LONGEST) return id;
  const mark = `~${digest(of.roleKey)}`;
  const room = LONGEST - before.length - of.rule.length - 1 - mark.length;
  return `${before}${of.roleKey.slice(0, room)}${mark}/${of.rule}`;
}
