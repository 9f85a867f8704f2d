import type { AccountId } from '../base/account-id.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { parseRoleArn, type RoleArn } from '../iam/arn.ts';

/** The account that short names of roles belong to. */
export interface AccountOfRoles {
  readonly accountId: AccountId;
  readonly partition: string;
}

/** A role as a task definition names it. */
export interface RoleReference {
  readonly arn: RoleArn;
  /** True when only the name was given; the ARN is then completed without a path, which the role may well have. */
  readonly byShortName: boolean;
}

// IAM's own grammar of role names ("IAM identifiers"), each segment of a path being as free.
const NAME = /^[\w+=,.@-]{1,64}$/;

/** Reads `taskRoleArn` or `executionRoleArn`: ECS takes an ARN or, for roles of the same account, the short name. */
export function parseRoleReference(text: string, account: AccountOfRoles): Result<RoleReference> {
  if (text.startsWith('arn:')) {
    const arn = parseRoleArn(text);
    return arn.ok ? ok({ arn: arn.value, byShortName: false }) : arn;
  }
  if (!NAME.test(text)) {
    return problem(
      `Cannot read role "${text}": expected arn:PARTITION:iam::123456789012:role/NAME or the name of a role of this account`,
    );
  }
  return ok({ arn: `arn:${account.partition}:iam::${account.accountId}:role/${text}`, byShortName: true });
}
