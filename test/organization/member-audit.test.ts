import { describe, expect, onTestFinished, test } from 'vitest';
import { MemberRefused } from '../../src/aws/client/member-credentials.ts';
import { openSession } from '../../src/aws/client/session.ts';
import { readOrganization } from '../../src/aws/organizations/read-organization.ts';
import { memberRoleArn } from '../../src/organization/audited-account.ts';
import { scpLevelsOf } from '../../src/organization/scp-levels.ts';
import { allow, document } from '../../src/sandbox/account/statements.ts';
import { addRole, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { DEMO_ACCOUNTS, demoOrganization } from '../../src/sandbox/organization/demo-organization.ts';
import { EXTERNAL_ID, MEMBER_ROLE } from '../../src/sandbox/organization/member-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { auditSandbox, type SandboxRun } from '../support/audit-sandbox.ts';

const now = Date.UTC(2026, 10, 22, 3);

async function opened(): Promise<Sandbox & { readonly members: ReturnType<typeof demoOrganization>['organization'] }> {
  const { account, organization } = demoOrganization(now);
  const sandbox = await startSandbox({ account, organization, limits: false });
  onTestFinished(() => sandbox.close());
  return { ...sandbox, members: organization };
}

function member(id: (typeof DEMO_ACCOUNTS)[keyof typeof DEMO_ACCOUNTS], run: SandboxRun = {}): SandboxRun {
  return {
    account: { id, roleArn: memberRoleArn(id, MEMBER_ROLE, 'aws') },
    ...run,
    settings: { AUDITOR_EXTERNAL_ID: EXTERNAL_ID, ...run.settings },
  };
}

describe('an audit of another account', () => {
  test('reads and publishes there, and keeps reports, ledger and secrets in its own', async () => {
    const sandbox = await opened();
    const result = await auditSandbox(sandbox, member(DEMO_ACCOUNTS.payments));
    expect(result.accountId).toBe(DEMO_ACCOUNTS.payments);
    expect(result.assessments.map(({ inUse }) => inUse.arn.split('/')[1]).sort()).toEqual([
      'ecsTaskExecutionRole',
      'ledger-task',
      'payouts-task',
    ]);
    expect(result.incomplete).toEqual([]);

    const { services } = sandbox.members.members.find(({ name }) => name === 'payments') ?? {};
    const imported = [...(services?.findings.get('us-east-1')?.values() ?? [])];
    expect(imported.length).toBeGreaterThan(0);
    expect(new Set(imported.map((finding) => finding['AwsAccountId']))).toEqual(new Set([DEMO_ACCOUNTS.payments]));
    expect(sandbox.state.findings.size).toBe(0);

    const bucket = `ecs-role-auditor-${DEMO_ACCOUNTS.platform}`;
    const kept = [...sandbox.state.objects.keys()];
    expect(
      kept.filter((key) => key.startsWith(`${bucket}/reports/${DEMO_ACCOUNTS.payments}/2026/11/22/`)),
    ).toHaveLength(2);
    expect(kept.filter((key) => key.startsWith(`${bucket}/ledger/${DEMO_ACCOUNTS.payments}/`)).length).toBeGreaterThan(
      0,
    );
    expect(services?.objects.size).toBe(0);

    const callers = Map.groupBy(sandbox.calls, ({ accountId }) => accountId);
    const servicesOf = (id: string) => [...new Set(callers.get(id)?.map(({ service }) => service))].sort();
    expect(servicesOf(DEMO_ACCOUNTS.platform)).toEqual(['s3', 'secretsmanager', 'slack', 'sts']);
    expect(servicesOf(DEMO_ACCOUNTS.payments)).not.toContain('s3');
    expect(sandbox.calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  });

  test('is refused where the role is not there, is suspended, or asks for another external id', async () => {
    const sandbox = await opened();
    const { paymentsStaging, closed, search } = DEMO_ACCOUNTS;
    for (const run of [
      member(paymentsStaging),
      member(closed),
      member(search, { settings: { AUDITOR_EXTERNAL_ID: 'another' } }),
    ]) {
      const refused = auditSandbox(sandbox, run);
      await expect(refused).rejects.toBeInstanceOf(MemberRefused);
      await expect(refused).rejects.toThrow(
        `Cannot open account ${run.account?.id}: ${run.account?.roleArn} may not be assumed; deploy organization/member.yaml there`,
      );
    }
    expect(sandbox.calls.every(({ service }) => service === 'sts')).toBe(true);
  });

  test('tags its session with account and run, which the role must let it', async () => {
    const sandbox = await opened();
    const { account } = sandbox.members.members.find(({ name }) => name === 'search') ?? {};
    const place = account?.roles.findIndex(({ name }) => name === MEMBER_ROLE) ?? -1;
    const [role] = account?.roles.slice(place, place + 1) ?? [];
    if (account === undefined || role === undefined) throw new Error('There is no role');
    const trustPolicy = JSON.parse(JSON.stringify(role.trustPolicy).replace(/,"sts:TagSession"/, ''));
    account.roles[place] = { ...role, trustPolicy };
    await expect(auditSandbox(sandbox, member(DEMO_ACCOUNTS.search))).rejects.toBeInstanceOf(MemberRefused);
    account.roles[place] = role;
    await auditSandbox(sandbox, member(DEMO_ACCOUNTS.search, { organizationRun: 'night' }));
  });

  test('does not go on with credentials of another account than the one that is named', async () => {
    const sandbox = await opened();
    const named = { ...member(DEMO_ACCOUNTS.search), account: { id: DEMO_ACCOUNTS.search } };
    await expect(auditSandbox(sandbox, named)).rejects.toThrow(
      `Cannot audit account ${DEMO_ACCOUNTS.search}: the credentials open account ${DEMO_ACCOUNTS.platform}`,
    );
  });

  test('calls blocked what the organization takes away wholly', async () => {
    const sandbox = await opened();
    const session = await openSession({
      region: 'us-east-1',
      endpoint: sandbox.endpoint,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
      rateLimited: false,
    });
    const { value: organization } = await readOrganization(session);
    session.close();
    const account = organization.accounts.find(({ name }) => name === 'experiments');
    if (account === undefined) throw new Error('There is no such account');
    const run = member(DEMO_ACCOUNTS.experiments, { scps: scpLevelsOf(account, organization) });
    const { assessments } = await auditSandbox(sandbox, run);
    const almighty = assessments.find(({ inUse }) => inUse.arn.endsWith('/notebook-task'));
    const verdictOf = (action: string) => almighty?.actions.find((each) => each.action === action);
    expect(verdictOf('glue:GetTables')).toMatchObject({
      verdict: 'blocked',
      because: expect.stringContaining('organization level 2 does not allow it'),
    });
    expect(verdictOf('sqs:DeleteQueue')?.verdict).not.toBe('blocked');
  });

  test('asks the other accounts for roles that task definitions name, and tells no more of them than they tell everybody', async () => {
    const { payments, search, loyalty, paymentsStaging, shop } = DEMO_ACCOUNTS;
    const { account, organization } = demoOrganization(now);
    const accountOf = (id: string) => {
      const found = organization.members.find((member) => member.account.accountId === id)?.account;
      if (found === undefined) throw new Error(`There is no account ${id}`);
      return found;
    };
    // Beside its own task definitions, loyalty trusts a role of payments.
    addRole(accountOf(loyalty), {
      name: 'partner',
      trustPolicy: document({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${payments}:root` },
        Action: 'sts:AssumeRole',
      }),
      inlinePolicies: { secret: document(allow('iam:*', '*')) },
    });
    const named = {
      indexer: `arn:aws:iam::${search}:role/indexer-task`,
      partner: `arn:aws:iam::${loyalty}:role/partner`,
      gone: `arn:aws:iam::${search}:role/gone`,
      closed: `arn:aws:iam::${paymentsStaging}:role/payouts-task`,
      outside: `arn:aws:iam::${shop}:role/my-app`,
    };
    for (const [family, taskRoleArn] of Object.entries(named))
      addTaskDefinition(accountOf(payments), { family, taskRoleArn, containerDefinitions: [] });
    const sandbox = await startSandbox({ account, organization, limits: false });
    onTestFinished(() => sandbox.close());

    const others = [payments, search, loyalty, paymentsStaging].map((id) => ({
      id,
      roleArn: memberRoleArn(id, MEMBER_ROLE, 'aws'),
    }));
    const { findings, incomplete } = await auditSandbox(sandbox, member(payments, { others }));
    expect(incomplete).toEqual([]);
    const descriptionOf = (arn: string) =>
      findings.find(({ rule, roleArn }) => rule === 'foreign-role' && roleArn === arn)?.description;
    expect(descriptionOf(named.indexer)).toContain(`does not let in principals of account ${payments}`);
    expect(descriptionOf(named.partner)).toContain(`lets in principals of account ${payments}`);
    expect(descriptionOf(named.gone)).toContain(`Account ${search} has no such role.`);
    // One whose role nobody deployed, and one that the run is not about.
    for (const arn of [named.closed, named.outside])
      expect(descriptionOf(arn)).toContain('This audit does not read what it grants.');
    expect(JSON.stringify(findings)).not.toContain('"secret"');
    const asked = new Set(sandbox.calls.filter(({ service }) => service === 'iam').map(({ accountId }) => accountId));
    expect(asked).toEqual(new Set([payments, search, loyalty]));

    // Its own audit is what it is without them.
    const its = async (run: SandboxRun) => (await auditSandbox(sandbox, member(search, run))).assessments;
    expect((await its({ others })).map(({ actions }) => actions)).toEqual(
      (await its({})).map(({ actions }) => actions),
    );
  });

  test('needs no evidence from where the organization denies an action to the role', async () => {
    const sandbox = await opened();
    // Nobody can read the events of the second Region, as with such a policy.
    sandbox.injectFault({
      kind: 'accessDenied',
      service: 'cloudtrail',
      operation: 'LookupEvents',
      region: 'eu-west-1',
      accountId: DEMO_ACCOUNTS.payments,
    });
    const content = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          NotAction: ['ec2:*', 'ecs:*'],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
        },
      ],
    });
    const scps = scpLevelsOf(
      { id: DEMO_ACCOUNTS.payments, name: 'payments', units: [] },
      {
        managementAccountId: DEMO_ACCOUNTS.platform,
        controlPolicies: {
          policies: {
            'p-full': { name: 'FullAWSAccess', content: FULL_ACCESS },
            'p-region': { name: 'Regions', content },
          },
          attached: { [DEMO_ACCOUNTS.payments]: ['p-full', 'p-region'] },
        },
      },
    );
    const verdictsOf = async (run: SandboxRun) => {
      const { assessments } = await auditSandbox(sandbox, member(DEMO_ACCOUNTS.payments, run));
      const role = assessments.find(({ inUse }) => inUse.arn.endsWith('/payouts-task'));
      return (action: string) => role?.actions.find((each) => each.action === action);
    };
    const blind = await verdictsOf({});
    expect(blind('sqs:DeleteQueue')?.verdict).toBe('undetermined');
    const told = await verdictsOf({ scps });
    expect(told('sqs:DeleteQueue')).toMatchObject({
      verdict: 'unused',
      because: expect.stringContaining('in any of 1 enabled Region (organization policies deny it in eu-west-1)'),
    });
    expect(told('ec2:DescribeInstances')?.verdict).toBe('undetermined');
    expect(told('sqs:GetQueueUrl')?.verdict).toBe('used');
  });
});

const FULL_ACCESS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
