/**
 * A synthetic organization behind the sandbox, in a process of its own. Started by `fork`: told how many accounts and roles, it answers with
 * its address; told `done`, it says how many calls it answered.
 */
import { addAuditorResources } from '../src/sandbox/account/auditor-resources.ts';
import {
  addMemberRole,
  generousFamily,
  type MemberFamily,
  memberAccount,
  orderlyFamily,
} from '../src/sandbox/organization/member-account.ts';
import { addMember, fullAwsAccess, type SandboxOrganization } from '../src/sandbox/sandbox-organization.ts';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';

/** The account that audits. */
export const HUB = '590180294711';

export type OrganizationTold =
  | { readonly accounts: number; readonly roles: number; readonly now: number }
  | { readonly done: true };
export type OrganizationSays =
  | { readonly endpoint: string }
  | {
      readonly calls: Readonly<Record<string, number>>;
      readonly messages: readonly number[];
      readonly findings: number;
    };

const calls = new Map<string, number>();
let tell: (() => void) | undefined;

process.on('message', async (told: OrganizationTold) => {
  if ('done' in told) tell?.();
  else await serve(told);
});

async function serve({ accounts, roles, now }: Exclude<OrganizationTold, { readonly done: true }>): Promise<void> {
  const hub = memberAccount(HUB, now, []);
  addAuditorResources(hub);
  const ids = Array.from({ length: accounts }, (_, index) => `${100_000_000_000 + index}`);
  const organization: SandboxOrganization = {
    id: 'o-exampleorg',
    managementAccountId: HUB,
    rootId: 'r-ex01',
    controlPolicies: true,
    units: [{ id: 'ou-ex01-apps0001', name: 'Apps', parentId: 'r-ex01' }],
    policies: [fullAwsAccess(['r-ex01', 'ou-ex01-apps0001', HUB, ...ids])],
    members: [],
  };
  addMember(organization, { account: hub, name: 'hub' });
  for (const id of ids) {
    // All but the execution role; every eighth may do more than it does.
    const families = Array.from(
      { length: roles - 1 },
      (_, index): MemberFamily => ({
        ...(index % 8 === 7 ? generousFamily(`service-${index}`) : orderlyFamily(`service-${index}`, id)),
        every: 40,
      }),
    );
    const account = memberAccount(id, now, families);
    addMemberRole(account, HUB);
    addMember(organization, { account, name: `account ${id}`, parentId: 'ou-ex01-apps0001' });
  }
  const sandbox = await startSandbox({
    account: hub,
    organization,
    now,
    limits: false,
    onCall: ({ service, operation }) => {
      const name = `${service}:${operation}`;
      calls.set(name, (calls.get(name) ?? 0) + 1);
    },
  });
  tell = () =>
    say({
      calls: Object.fromEntries([...calls].sort(([, a], [, b]) => b - a)),
      messages: sandbox.state.slackMessages.map(({ blocks }) => JSON.stringify(blocks).length),
      findings: organization.members
        .flatMap(({ services }) => [...services.findings.values()])
        .reduce((total, { size }) => total + size, 0),
    });
  say({ endpoint: sandbox.endpoint });
}

function say(what: OrganizationSays): void {
  process.send?.(what);
}
