import { describe, expect, test } from 'vitest';
import { readOrganization } from '../../src/aws/organizations/read-organization.ts';
import { unitPath } from '../../src/organization/organization.ts';
import type { FaultRule } from '../../src/sandbox/fault.ts';
import { DEMO_ACCOUNTS, demoOrganization } from '../../src/sandbox/organization/demo-organization.ts';
import { memberAccount } from '../../src/sandbox/organization/member-account.ts';
import { addMember } from '../../src/sandbox/sandbox-organization.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);

async function opened(faults: readonly FaultRule[] = []) {
  const { account, organization } = demoOrganization(now);
  // More than a page of accounts in one unit.
  for (let index = 0; index < 25; index += 1)
    addMember(organization, {
      account: memberAccount(`8000000000${10 + index}`, now, []),
      name: `team-${index}`,
      parentId: 'ou-ex01-stag0001',
    });
  return sandboxSession({ account, organization, limits: false, faults }, { rateLimited: false });
}

describe('readOrganization()', () => {
  test('finds every account with its state and the units it lies in, over all pages', async () => {
    const { session } = await opened();
    const { value, incomplete } = await readOrganization(session);
    expect(incomplete).toEqual([]);
    expect(value).toMatchObject({ id: 'o-exampleorg', managementAccountId: DEMO_ACCOUNTS.platform });
    expect(value.accounts).toHaveLength(12 + 25);
    const places = Object.fromEntries(value.accounts.map((each) => [each.name, `${each.state} ${unitPath(each)}`]));
    expect(places).toMatchObject({
      platform: 'ACTIVE Root',
      shop: 'ACTIVE Root/Workloads/Production',
      'team-24': 'ACTIVE Root/Workloads/Staging',
      'closed-shop': 'SUSPENDED Root',
    });
  });

  test('reads service control policies, and what each target has', async () => {
    const { session } = await opened();
    const { value } = await readOrganization(session);
    const { policies = {}, attached = {} } = value.controlPolicies ?? {};
    expect(Object.values(policies).map(({ name }) => name)).toEqual(['FullAWSAccess', 'NobodyLeaves', 'FewServices']);
    expect(attached['r-ex01']).toEqual(['p-FullAWSAccess', 'p-leave001']);
    expect(attached['ou-ex01-sand0001']).toEqual(['p-few00001']);
    expect(attached[DEMO_ACCOUNTS.shop]).toEqual(['p-FullAWSAccess']);
  });

  test('goes without the policies that it cannot read, and says so', async () => {
    const { session } = await opened([
      { kind: 'accessDenied', service: 'organizations', operation: 'DescribePolicy', times: 1 },
    ]);
    const { value, incomplete } = await readOrganization(session);
    expect(Object.keys(value.controlPolicies?.policies ?? {})).toHaveLength(2);
    expect(incomplete).toMatchObject([{ missing: { action: 'organizations:DescribePolicy' } }]);
  });

  test('knows no level where it cannot tell what a policy is attached to', async () => {
    const { session } = await opened([
      { kind: 'accessDenied', service: 'organizations', operation: 'ListTargetsForPolicy', times: 1 },
    ]);
    const { value, incomplete } = await readOrganization(session);
    expect(value.controlPolicies).toBeUndefined();
    expect(incomplete).toHaveLength(1);
  });

  test('fails where the accounts cannot be listed, and says who may', async () => {
    const { session } = await opened([{ kind: 'accessDenied', service: 'organizations', operation: 'ListRoots' }]);
    await expect(readOrganization(session)).rejects.toThrow(
      /Cannot list the accounts of the organization: .*organizations:ListRoots.*; run in the management account/,
    );
  });

  test('asks for tags where they are wanted', async () => {
    const { session, sandbox } = await opened();
    const tagged = sandbox.calls.length;
    const { value } = await readOrganization(session, { tags: true });
    expect(value.accounts.filter(({ tags }) => tags !== undefined)).toHaveLength(11 + 25);
    expect(sandbox.calls.length - tagged).toBeGreaterThan(36);
  });
});
