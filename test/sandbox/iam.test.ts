import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type ManagedPolicyDetail,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addManagedPolicy, addRole } from '../../src/sandbox/build-account.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: "a'b*(c)" }] };

describe('IAM', () => {
  let sandbox: Sandbox;
  let iam: ReturnType<typeof sandboxClients>['iam'];

  beforeEach(async () => {
    const account = emptyAccount({ now: NOW });
    const attached = addManagedPolicy(account, { name: 'mine', documents: [{ old: true }, DOCUMENT] });
    addManagedPolicy(account, { name: 'ReadOnly', awsManaged: true, documents: [DOCUMENT] });
    addRole(account, {
      name: 'app',
      path: '/svc/team/',
      inlinePolicies: { inline: DOCUMENT, broken: '{"Version":' },
      attached: [attached],
      boundary: attached,
      tags: { team: 'web & co <1>' },
      lastUsed: { at: NOW - 1000, region: 'eu-west-1' },
    });
    for (let index = 0; index < 70; index++) addRole(account, { name: `role-${index}` });
    sandbox = await startSandbox({ account, limits: false });
    iam = sandboxClients(sandbox.endpoint).iam;
  });
  afterEach(() => sandbox.close());

  it('gives all roles and policies in bulk, over several pages', async () => {
    const roles: RoleDetail[] = [];
    const policies: ManagedPolicyDetail[] = [];
    let Marker: string | undefined;
    let pages = 0;
    do {
      const page = await iam.send(
        new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000, ...(Marker === undefined ? {} : { Marker }) }),
      );
      roles.push(...(page.RoleDetailList ?? []));
      policies.push(...(page.Policies ?? []));
      Marker = page.IsTruncated === true ? page.Marker : undefined;
      pages += 1;
    } while (Marker !== undefined);
    expect(pages).toBe(3);
    expect(roles).toHaveLength(71);
    // AWS's own policy is attached to nothing.
    expect(policies.map((policy) => policy.PolicyName)).toEqual(['mine']);
    expect(roles[0]).toMatchObject({
      Arn: 'arn:aws:iam::418295736412:role/svc/team/app',
      Tags: [{ Key: 'team', Value: 'web & co <1>' }],
      PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::418295736412:policy/mine' },
      RoleLastUsed: { Region: 'eu-west-1', LastUsedDate: new Date(NOW - 1000) },
    });
    expect(roles[0]?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    const encoded = roles[0]?.RolePolicyList?.[0]?.PolicyDocument ?? '';
    expect(encoded).not.toMatch(/[{"'(*]/);
    expect(JSON.parse(decodeURIComponent(encoded))).toEqual(DOCUMENT);
  });

  it('filters what it gives in bulk', async () => {
    const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] }));
    expect(page.RoleDetailList).toEqual([]);
    expect(page.Policies?.[0]?.PolicyVersionList?.map((version) => version.IsDefaultVersion)).toEqual([false, true]);
  });

  it('gives one role and its policies one by one', async () => {
    const RoleName = 'app';
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ Path: '/svc/team/', RoleName });
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['inline', 'broken']);
    const broken = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'broken' }));
    expect(decodeURIComponent(broken.PolicyDocument ?? '')).toBe('{"Version":');
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const PolicyArn = AttachedPolicies?.[0]?.PolicyArn ?? '';
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ DefaultVersionId: 'v2', AttachmentCount: 1 });
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect(JSON.parse(decodeURIComponent(version.PolicyVersion?.Document ?? ''))).toEqual(DOCUMENT);
  });

  it('says what does not exist', async () => {
    const gone = { name: 'NoSuchEntityException' };
    await expect(iam.send(new GetRoleCommand({ RoleName: 'gone' }))).rejects.toMatchObject(gone);
    const PolicyArn = 'arn:aws:iam::418295736412:policy/gone';
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject(gone);
    const policy = new GetRolePolicyCommand({ RoleName: 'app', PolicyName: 'gone' });
    await expect(iam.send(policy)).rejects.toMatchObject(gone);
  });

  it('refuses a marker that is not its own', async () => {
    await expect(iam.send(new GetAccountAuthorizationDetailsCommand({ Marker: 'nonsense' }))).rejects.toThrow('Marker');
  });
});
