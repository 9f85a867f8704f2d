import type { AccountId } from '../base/account-id.ts';
import type { RoleArn } from '../iam/arn.ts';

/** An account that an audit is about, as the one who asks names it. */
export interface AuditedAccount {
  readonly id: AccountId;
  readonly name?: string;
  /** Where it lies in its organization, for people: `Root/Workloads/Production`. */
  readonly ou?: string;
  /** The role that is assumed there; absent where the account is the auditor's own. */
  readonly roleArn?: RoleArn;
}

/** The ARN of the role of a name (with its path, without a slash before it) in an account. */
export function memberRoleArn(accountId: AccountId, roleName: string, partition: string): RoleArn {
  return `arn:${partition}:iam::${accountId}:role/${roleName}`;
}
