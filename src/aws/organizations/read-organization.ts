import type { Incomplete, PartialResult } from '../../base/incomplete.ts';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import type {
  ControlPolicies,
  Organization,
  OrganizationAccount,
  OrganizationTarget,
} from '../../organization/organization.ts';
import { describeAwsError, missingPermission, toIncomplete } from '../client/aws-error.ts';
import type { AwsSession } from '../client/session.ts';
import { createOrganizationCalls, type ListedAccount, type OrganizationCalls } from './organization-calls.ts';

/** What of an organization is read besides its accounts. */
export interface OrganizationOptions {
  /** Whether the tags of accounts are asked for, one call each. */
  readonly tags?: boolean;
}

/**
 * Reads an organization: its accounts with the units they lie in, and its service control policies with what they are attached to.
 * Policies that cannot be read are incomplete, as they only take away what roles may do.
 *
 * @throws {Error} when the accounts cannot be listed: only the management account and delegated administrators may
 */
export async function readOrganization(
  session: AwsSession,
  options: OrganizationOptions = {},
): Promise<PartialResult<Organization>> {
  const calls = createOrganizationCalls(session);
  const asked = async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const call = { action, region: session.region };
      const hint =
        '; run in the management account of the organization, or in a delegated administrator of one of its services';
      throw failureOf(`Cannot list the accounts of the organization: ${describeAwsError(error, call)}${hint}`, {
        cause: error,
        missing: missingPermission(error, call),
      });
    }
  };
  const described = await asked('organizations:DescribeOrganization', calls.describe);
  const root = await asked('organizations:ListRoots', calls.root);
  const placed = await asked('organizations:ListAccountsForParent', () => accountsBelow(calls, [root]));
  const listed = await asked('organizations:ListAccounts', calls.accounts);
  const accounts = joined(placed, listed);
  const incomplete: Incomplete[] = [];
  const tagged = options.tags === true ? await withTags(calls, accounts, incomplete) : accounts;
  const controlPolicies = root.controlPolicies ? await readControlPolicies(calls, incomplete) : undefined;
  return { value: { ...described, accounts: tagged, ...(controlPolicies && { controlPolicies }) }, incomplete };
}

/** The accounts below the last of some units, the root first. */
async function accountsBelow(
  calls: OrganizationCalls,
  units: readonly OrganizationTarget[],
): Promise<readonly OrganizationAccount[]> {
  const parent = units.at(-1)?.id ?? '';
  const path = units.map(({ id, name }) => ({ id, name }));
  const own = (await calls.accountsIn(parent)).map((account) => ({ ...account, units: path }));
  const below = await Promise.all((await calls.unitsIn(parent)).map((unit) => accountsBelow(calls, [...path, unit])));
  return [...own, ...below.flat()];
}

/** Each account once: one that moved meanwhile may be met twice, or not at all, and lies nowhere then. */
function joined(
  placed: readonly OrganizationAccount[],
  listed: readonly ListedAccount[],
): readonly OrganizationAccount[] {
  const places = Map.groupBy(placed, ({ id }) => id);
  const all = new Map([...placed, ...listed].map((account) => [account.id, account]));
  return [...all.values()].map(({ id, name, state }) => {
    const met = places.get(id) ?? [];
    return { id, name, state, units: met.length === 1 ? (met[0]?.units ?? []) : [] };
  });
}

async function withTags(
  calls: OrganizationCalls,
  accounts: readonly OrganizationAccount[],
  incomplete: Incomplete[],
): Promise<readonly OrganizationAccount[]> {
  return Promise.all(
    accounts.map(async (account) => {
      if (account.state !== 'ACTIVE') return account;
      try {
        return { ...account, tags: await calls.tagsOf(account.id) };
      } catch (error) {
        const call = { action: 'organizations:ListTagsForResource', region: calls.region };
        incomplete.push(toIncomplete(`tags of account ${account.id}`, error, call));
        return account;
      }
    }),
  );
}

async function readControlPolicies(
  calls: OrganizationCalls,
  incomplete: Incomplete[],
): Promise<ControlPolicies | undefined> {
  const lost = (what: string, error: unknown, action: string) => {
    incomplete.push(toIncomplete(what, error, { action: `organizations:${action}`, region: calls.region }));
    return undefined;
  };
  const listed = await calls
    .policies()
    .catch((error: unknown) => lost('service control policies', error, 'ListPolicies'));
  if (listed === undefined) return undefined;
  const read = await Promise.all(
    listed.map(async ({ id, name }) => ({
      id,
      name,
      content: await calls
        .contentOf(id)
        .catch((error: unknown) => lost(`service control policy ${id}`, error, 'DescribePolicy')),
      targets: await calls
        .targetsOf(id)
        .catch((error: unknown) => lost(`targets of service control policy ${id}`, error, 'ListTargetsForPolicy')),
    })),
  );
  // What a policy is attached to decides what every level allows: without it none of them is known.
  if (read.some(({ targets }) => targets === undefined)) return undefined;
  const attached = new Map<string, string[]>();
  for (const { id, targets = [] } of read) {
    for (const target of targets) attached.set(target, [...(attached.get(target) ?? []), id]);
  }
  return {
    policies: Object.fromEntries(
      read.flatMap(({ id, name, content }) => (content === undefined ? [] : [[id, { name, content }] as const])),
    ),
    attached: Object.fromEntries(attached),
  };
}
