import pLimit from 'p-limit';
import { type MemberRole, openMemberCredentials } from '../aws/client/member-credentials.ts';
import { type AwsSession, openSession, type SessionOptions } from '../aws/client/session.ts';
import { createRoleReader } from '../aws/iam/iam-roles.ts';
import type { AccountId } from '../base/account-id.ts';
import { accountOf, type RoleArn } from '../iam/arn.ts';
import type { RoleElsewhere, RoleLookup } from '../iam/role.ts';
import { trustedCallers } from '../iam/trusted-callers.ts';
import type { AuditedAccount } from '../organization/audited-account.ts';
import type { Clock, RoleReader } from '../ports.ts';

/** Who is asked for roles of other accounts. */
export interface OtherAccounts {
  /** The account that is audited. */
  readonly accountId: AccountId;
  /** The accounts that may be asked. */
  readonly accounts: readonly AuditedAccount[];
  /** The auditor's own session, which assumes the roles of the others. */
  readonly own: AwsSession;
  readonly options: SessionOptions;
  /** How their roles are assumed. */
  readonly member: Omit<MemberRole, 'roleArn'>;
  readonly clock: Clock;
}

/** Task definitions name other accounts as they like. */
const MOST_ACCOUNTS = 20;
const ACCOUNTS_AT_ONCE = 4;

/**
 * A reader that asks other accounts for those of their roles that task definitions name, too. Of an account that is not among those that may
 * be asked, or cannot be opened, nothing is said: its roles decide no verdict here.
 */
export function withForeignRoles(reader: RoleReader, others: OtherAccounts): RoleReader {
  return {
    async read(arns) {
      const { value, incomplete } = await reader.read(arns);
      const foreign = value.flatMap((lookup) => (lookup.kind === 'foreign' ? [lookup.arn] : []));
      const asked = [...Map.groupBy(foreign, accountOf)].flatMap(([id, its]) => {
        const account = others.accounts.find((each) => each.id === id);
        return account === undefined ? [] : [{ account, arns: its }];
      });
      const limit = pLimit(ACCOUNTS_AT_ONCE);
      const read = await Promise.all(
        asked.slice(0, MOST_ACCOUNTS).map((each) => limit(() => readThere(each, others).catch(() => []))),
      );
      const there = new Map(read.flat());
      return { value: value.map((lookup) => withThere(lookup, there)), incomplete };
    },
  };
}

type RolesThere = readonly (readonly [RoleArn, RoleElsewhere])[];

async function readThere(
  { account: { id, roleArn }, arns }: { readonly account: AuditedAccount; readonly arns: readonly RoleArn[] },
  others: OtherAccounts,
): Promise<RolesThere> {
  const { accountId, own, options, member, clock } = others;
  const role = roleArn && { ...member, roleArn };
  const session = role && (await openSession({ ...options, credentials: await openMemberCredentials(own, role) }));
  try {
    const { value } = await createRoleReader(session ?? own, id).read(arns);
    return value.flatMap((lookup, index): RolesThere => {
      const arn = arns[index];
      const there = elsewhere(lookup, { accountId, now: clock.now() });
      return arn === undefined || there === undefined ? [] : [[arn, there]];
    });
  } finally {
    session?.close();
  }
}

function elsewhere(
  lookup: RoleLookup,
  { accountId, now }: { readonly accountId: AccountId; readonly now: number },
): RoleElsewhere | undefined {
  if (lookup.kind === 'missing') return { kind: 'missing' };
  if (lookup.kind !== 'found' || !lookup.role.trustPolicy.ok) return undefined;
  const { arn, trustPolicy } = lookup.role;
  const callers = trustedCallers(trustPolicy.value, { accountId: accountOf(arn), now });
  const admitsAccount = callers.some(
    (caller) => caller.kind === 'everyone' || (caller.kind !== 'deleted' && caller.accountId === accountId),
  );
  return { kind: 'found', arn, admitsAccount };
}

function withThere(lookup: RoleLookup, read: ReadonlyMap<RoleArn, RoleElsewhere>): RoleLookup {
  const there = lookup.kind === 'foreign' ? read.get(lookup.arn) : undefined;
  return lookup.kind === 'foreign' && there !== undefined ? { ...lookup, there } : lookup;
}
