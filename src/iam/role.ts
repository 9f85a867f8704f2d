import type { AccountId } from '../base/account-id.ts';
import type { Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import type { RoleArn } from './arn.ts';
import type { PolicyDocument } from './policy.ts';

/** Where a policy document comes from; enough to name it to a person and to find it again. */
export type PolicySource =
  | { readonly kind: 'inline'; readonly name: string }
  | {
      readonly kind: 'managed';
      readonly name: string;
      readonly arn: string;
      /** True for policies that AWS maintains (`arn:aws:iam::aws:policy/…`). */
      readonly awsManaged: boolean;
      readonly versionId?: string;
      /** When the version in force was created; a statement in it can be no older. */
      readonly versionCreatedAt?: EpochMs;
    }
  | {
      readonly kind: 'boundary';
      readonly name: string;
      readonly arn: string;
      readonly versionId?: string;
      readonly versionCreatedAt?: EpochMs;
    }
  /** A service control policy; `level` is the organization level it hangs on (root, OU, account). */
  | { readonly kind: 'scp'; readonly name: string; readonly level: string };

/** One policy of a role. A document that could not be read or parsed keeps its place, with the problem. */
export interface RolePolicy {
  readonly source: PolicySource;
  readonly document: Result<PolicyDocument>;
}

/** An IAM role as IAM states it today. */
export interface Role {
  readonly arn: RoleArn;
  readonly name: string;
  /** With leading and trailing slash, `/` for none. */
  readonly path: string;
  /** `AROA…`: another role created later under the same name has another one. */
  readonly roleId: string;
  readonly createdAt: EpochMs;
  /** IAM's RoleLastUsed (the last 400 days, any Region), where IAM reports it. */
  readonly lastUsed?: { readonly at: EpochMs; readonly region?: string };
  readonly tags: Readonly<Record<string, string>>;
  readonly trustPolicy: Result<PolicyDocument>;
  /** Inline and attached managed policies. */
  readonly policies: readonly RolePolicy[];
  readonly boundary?: RolePolicy;
  /** What could not be read of the role (a policy version that was denied, say). Empty when all of it was. */
  readonly unread: readonly string[];
}

/**
 * What is told of a role of another account: no more than what the audited account finds out itself by trying to assume it. Whoever may
 * register task definitions would otherwise learn of every account's roles.
 */
export type RoleElsewhere =
  | { readonly kind: 'missing' }
  /** Whether its trust policy lets somebody of the audited account assume it, at least under conditions. */
  | { readonly kind: 'found'; readonly arn: RoleArn; readonly admitsAccount: boolean };

/** What asking IAM for a role led to. */
export type RoleLookup =
  | { readonly kind: 'found'; readonly role: Role }
  /** IAM says that no such role exists. */
  | { readonly kind: 'missing'; readonly arn: RoleArn }
  /** The role belongs to another account; `there`: where that account was asked for it. */
  | {
      readonly kind: 'foreign';
      readonly arn: RoleArn;
      readonly accountId: AccountId;
      readonly there?: RoleElsewhere;
    }
  | { readonly kind: 'unreadable'; readonly arn: RoleArn; readonly why: string };

/** The ARN of a role as IAM states it; as it was asked for where IAM does not know it. */
export function arnOfLookup(lookup: RoleLookup): RoleArn {
  return lookup.kind === 'found' ? lookup.role.arn : lookup.arn;
}
