import { addAuditorResources } from '../account/auditor-resources.ts';
import { demoAccount } from '../account/demo-account.ts';
import { document } from '../account/statements.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import {
  addMember,
  fullAwsAccess,
  type SandboxControlPolicy,
  type SandboxOrganization,
} from '../sandbox-organization.ts';
import { addMemberRole, almightyFamily, generousFamily, memberAccount, orderlyFamily } from './member-account.ts';

/** The accounts of the demonstration that something is to be shown of. */
export const DEMO_ACCOUNTS = {
  /** Manages the organization, and audits it. */
  platform: '590180294711',
  /** The large one, of the demonstration without an organization. */
  shop: '418295736412',
  payments: '610047512938',
  search: '623390814572',
  /** Its Security Hub is off. */
  shipping: '637715920384',
  loyalty: '645528103947',
  staging: '659901347265',
  /** Nobody deployed the member role. */
  paymentsStaging: '667734850129',
  lake: '671267094853',
  /** In another unit, whose policy allows few services. */
  experiments: '688415370926',
  /** Suspended. */
  closed: '692038746515',
  logs: '704156293848',
} as const;

const ROOT = 'r-ex01';
const UNITS = {
  workloads: 'ou-ex01-work0001',
  production: 'ou-ex01-prod0001',
  staging: 'ou-ex01-stag0001',
  sandbox: 'ou-ex01-sand0001',
  security: 'ou-ex01-secu0001',
} as const;

/** An organization of a dozen accounts as it looks on some day, and the account that audits it. */
export function demoOrganization(now: number): {
  readonly account: SandboxAccount;
  readonly organization: SandboxOrganization;
} {
  const organization: SandboxOrganization = {
    id: 'o-exampleorg',
    managementAccountId: DEMO_ACCOUNTS.platform,
    rootId: ROOT,
    controlPolicies: true,
    units: [
      { id: UNITS.workloads, name: 'Workloads', parentId: ROOT },
      { id: UNITS.production, name: 'Production', parentId: UNITS.workloads },
      { id: UNITS.staging, name: 'Staging', parentId: UNITS.workloads },
      { id: UNITS.sandbox, name: 'Sandbox', parentId: ROOT },
      { id: UNITS.security, name: 'Security', parentId: ROOT },
    ],
    policies: [],
    members: [],
  };
  const account = addMembers(organization, now);
  const targets = [ROOT, ...Object.values(UNITS), ...Object.values(DEMO_ACCOUNTS)];
  organization.policies.push(
    fullAwsAccess(targets.filter((target) => target !== UNITS.sandbox)),
    NOBODY_LEAVES,
    FEW_SERVICES,
  );
  return { account, organization };
}

const NOBODY_LEAVES: SandboxControlPolicy = {
  id: 'p-leave001',
  name: 'NobodyLeaves',
  document: document({ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }),
  targets: [ROOT],
};

/** It stands in place of FullAWSAccess: what it does not allow nobody in the unit can do. */
const FEW_SERVICES: SandboxControlPolicy = {
  id: 'p-few00001',
  name: 'FewServices',
  document: document({
    Effect: 'Allow',
    Action: [
      ...['account:*', 'cloudtrail:*', 'cloudwatch:*', 'ec2:*', 'ecr:*', 'ecs:*', 'iam:*', 'logs:*', 's3:*'],
      ...['secretsmanager:*', 'securityhub:*', 'sqs:*', 'sts:*'],
    ],
    Resource: '*',
  }),
  targets: [UNITS.sandbox],
};

/** Adds every account; gives the one that audits. */
function addMembers(organization: SandboxOrganization, now: number): SandboxAccount {
  const { platform, shop, shipping, closed, paymentsStaging, ...others } = DEMO_ACCOUNTS;
  const hub = memberAccount(platform, now, [orderlyFamily('deployer', platform)]);
  addAuditorResources(hub);
  const add = (account: SandboxAccount, name: string, parentId: string): void => {
    addMemberRole(account, platform);
    addMember(organization, { account, name, parentId });
  };
  const member = (accountId: string, ...families: Parameters<typeof memberAccount>[2]) =>
    memberAccount(accountId, now, families);
  const { payments, search, loyalty, staging, lake, experiments, logs } = others;
  add(hub, 'platform', ROOT);
  add(demoAccount(now), 'shop', UNITS.production);
  add(member(payments, orderlyFamily('ledger', payments), generousFamily('payouts')), 'payments', UNITS.production);
  add(member(search, orderlyFamily('indexer', search)), 'search', UNITS.production);
  add(withoutSecurityHub(member(shipping, generousFamily('labels'))), 'shipping', UNITS.production);
  add(member(loyalty, orderlyFamily('points', loyalty)), 'loyalty', UNITS.production);
  add(member(lake, almightyFamily('ingest'), generousFamily('compactor')), 'data-lake', UNITS.production);
  add(member(staging, generousFamily('web')), 'shop-staging', UNITS.staging);
  add(member(experiments, almightyFamily('notebook')), 'experiments', UNITS.sandbox);
  add(member(logs), 'log-archive', UNITS.security);
  addMember(organization, {
    account: member(paymentsStaging, generousFamily('payouts')),
    name: 'payments-staging',
    parentId: UNITS.staging,
  });
  addMember(organization, { account: member(closed), name: 'closed-shop', parentId: ROOT, state: 'SUSPENDED' });
  return hub;
}

function withoutSecurityHub(account: SandboxAccount): SandboxAccount {
  return { ...account, regions: account.regions.map((region) => ({ ...region, securityHub: false })) };
}
