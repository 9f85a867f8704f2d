import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { parseAccountId } from '../../base/account-id.ts';
import type { Region } from '../../base/region.ts';
import type { OrganizationAccount, OrganizationTarget } from '../../organization/organization.ts';
import { abortOptions, callApi, type Page, pages, requireField, requireParsed } from '../client/call-api.ts';
import { ORGANIZATION_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';

/** An account as a listing has it. */
export type ListedAccount = Pick<OrganizationAccount, 'id' | 'name' | 'state'>;

/** The calls to AWS Organizations, each at the rate of all and to the last page. */
export type OrganizationCalls = ReturnType<typeof createOrganizationCalls>;

const Filter = 'SERVICE_CONTROL_POLICY';

/** Makes the calls of a session. Each throws what Organizations refuses. */
export function createOrganizationCalls(session: AwsSession) {
  const limiter = session.rateLimiter(ORGANIZATION_READS);
  const { signal } = session;
  const client = () => session.client(OrganizationsClient);
  const end = abortOptions(signal);

  async function all<A, T>(
    send: (NextToken: string | undefined) => Promise<A & { readonly NextToken?: string | undefined }>,
    itemsOf: (answer: A) => readonly T[],
  ): Promise<readonly T[]> {
    const found: T[] = [];
    const listing = pages((token) =>
      callApi(
        () => send(token),
        (answer): Page<T> => ({ items: itemsOf(answer), next: answer.NextToken }),
        limiter,
        signal,
      ),
    );
    for await (const items of listing) found.push(...items);
    return found;
  }

  return {
    describe: () =>
      callApi(
        () => client().send(new DescribeOrganizationCommand({}), end),
        ({ Organization }) => ({
          id: requireField(Organization?.Id, 'Organization.Id'),
          managementAccountId: requireParsed(
            parseAccountId(requireField(Organization?.MasterAccountId, 'Organization.MasterAccountId')),
          ),
        }),
        limiter,
        signal,
      ),
    /** The root, and whether service control policies are switched on there. */
    root: async () => {
      const [root] = await all(
        (NextToken) => client().send(new ListRootsCommand({ NextToken }), end),
        ({ Roots }) => requireField(Roots, 'Roots'),
      );
      const types = root?.PolicyTypes ?? [];
      return {
        id: requireField(root?.Id, 'Roots[0].Id'),
        name: root?.Name ?? 'Root',
        controlPolicies: types.some(({ Type, Status }) => Type === Filter && Status === 'ENABLED'),
      };
    },
    accounts: () =>
      all(
        (NextToken) => client().send(new ListAccountsCommand({ NextToken }), end),
        ({ Accounts }) => requireField(Accounts, 'Accounts').map(toAccount),
      ),
    accountsIn: (ParentId: string) =>
      all(
        (NextToken) => client().send(new ListAccountsForParentCommand({ ParentId, NextToken }), end),
        ({ Accounts }) => requireField(Accounts, 'Accounts').map(toAccount),
      ),
    unitsIn: (ParentId: string) =>
      all(
        (NextToken) => client().send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }), end),
        ({ OrganizationalUnits }) =>
          requireField(OrganizationalUnits, 'OrganizationalUnits').map(
            ({ Id, Name }): OrganizationTarget => ({ id: requireField(Id, 'Id'), name: Name ?? '' }),
          ),
      ),
    tagsOf: async (ResourceId: string): Promise<Readonly<Record<string, string>>> => {
      const tags = await all(
        (NextToken) => client().send(new ListTagsForResourceCommand({ ResourceId, NextToken }), end),
        ({ Tags }) => requireField(Tags, 'Tags'),
      );
      return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    policies: () =>
      all(
        (NextToken) => client().send(new ListPoliciesCommand({ Filter, NextToken }), end),
        ({ Policies }) =>
          requireField(Policies, 'Policies').map(({ Id, Name }) => ({ id: requireField(Id, 'Id'), name: Name ?? '' })),
      ),
    targetsOf: (PolicyId: string) =>
      all(
        (NextToken) => client().send(new ListTargetsForPolicyCommand({ PolicyId, NextToken }), end),
        ({ Targets }) => requireField(Targets, 'Targets').map(({ TargetId }) => requireField(TargetId, 'TargetId')),
      ),
    contentOf: (PolicyId: string) =>
      callApi(
        () => client().send(new DescribePolicyCommand({ PolicyId }), end),
        ({ Policy }) => requireField(Policy?.Content, 'Policy.Content'),
        limiter,
        signal,
      ),
    region: session.region satisfies Region,
  };
}

/** "State" is what AWS answers since "Status" was retired. */
function toAccount(account: {
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
  readonly State?: string | undefined;
}): ListedAccount {
  return {
    id: requireParsed(parseAccountId(requireField(account.Id, 'Id'))),
    name: account.Name ?? '',
    state: requireField(account.State, 'State'),
  };
}
