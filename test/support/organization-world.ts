import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Context } from 'aws-lambda';
import { answerOfHandler } from '../../src/cli/demo-lambda.ts';
import type { OrganizationPlan } from '../../src/organization/organization-plan.ts';
import type { OrganizationSummary } from '../../src/organization/organization-summary.ts';
import { addAuditorResources } from '../../src/sandbox/account/auditor-resources.ts';
import { addMemberRole, EXTERNAL_ID, memberAccount } from '../../src/sandbox/organization/member-account.ts';
import type { SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import { addMember, fullAwsAccess, type SandboxOrganization } from '../../src/sandbox/sandbox-organization.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { handlerEnvironment } from './run-handler.ts';
import type { Machine, MachineWorld } from './run-state-machine.ts';

export const HUB = '590180294711';

/** An organization of a hub and some members, each with the role that the hub takes. */
export async function organizationOf(
  members: readonly SandboxAccount[],
  options: SandboxOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly organization: SandboxOrganization }> {
  const hub = memberAccount(HUB, members[0]?.now ?? Date.now(), []);
  addAuditorResources(hub);
  const organization: SandboxOrganization = {
    id: 'o-exampleorg',
    managementAccountId: HUB,
    rootId: 'r-ex01',
    controlPolicies: true,
    units: [],
    policies: [fullAwsAccess(['r-ex01', HUB, ...members.map(({ accountId }) => accountId)])],
    members: [],
  };
  addMember(organization, { account: hub, name: 'hub' });
  for (const account of members) {
    addMemberRole(account, HUB);
    addMember(organization, { account, name: `member ${account.accountId}` });
  }
  const sandbox = await startSandbox({ account: hub, organization, limits: false, ...options });
  return { sandbox, organization };
}

/** The functions of the hub, unmodified, in this process; `timeout`: milliseconds that the audit of an account may take. */
export function hubFunctions(sandbox: Sandbox, over: Readonly<Record<string, string>> = {}, timeout = 900_000) {
  const environment = handlerEnvironment(sandbox, {
    AUDITOR_EXTERNAL_ID: EXTERNAL_ID,
    AUDITOR_EXCLUDE_ACCOUNTS: HUB,
    ...over,
  });
  return {
    /** A step of the organization's function. */
    async step(event: unknown): Promise<unknown> {
      const outside = { ...process.env };
      Object.assign(process.env, environment);
      try {
        const { handler } = await import('../../handlers/organization.ts');
        const end = Date.now() + 900_000;
        return await handler(event, {
          functionName: 'organization',
          invokedFunctionArn: `arn:aws:lambda:us-east-1:${HUB}:function:organization`,
          memoryLimitInMB: '1024',
          awsRequestId: randomUUID(),
          getRemainingTimeInMillis: () => end - Date.now(),
        } as Context);
      } finally {
        for (const name of Object.keys(process.env)) if (!(name in outside)) delete process.env[name];
        Object.assign(process.env, outside);
      }
    },
    /** The audit of an account of a plan. */
    audit: (run: string, account: OrganizationPlan['accounts'][number], attempt = 1): Promise<unknown> =>
      answerOfHandler({ detail: { account, organizationRun: run, attempt } }, environment, {
        accountId: HUB,
        timeout,
      }),
  };
}

/** The state machine of the repository. */
export const STATE_MACHINE = JSON.parse(readFileSync('statemachine/audit-organization.asl.json', 'utf8')) as Machine;

/** What the state machine's task for an account hands to the audit. */
export interface AuditStep {
  readonly detail: {
    readonly account: OrganizationPlan['accounts'][number];
    readonly organizationRun: string;
    readonly attempt: number;
  };
}

/** What the state machine calls, in this process. */
export function machineWorld(
  sandbox: Sandbox,
  { audit, step }: Pick<ReturnType<typeof hubFunctions>, 'audit' | 'step'>,
): MachineWorld {
  return {
    invoke(name, payload) {
      if (!name.includes('Audit')) return step(payload);
      const { account, organizationRun, attempt } = (payload as AuditStep).detail;
      return audit(organizationRun, account, attempt);
    },
    readObject: (bucket, key) =>
      JSON.parse(sandbox.state.objects.get(`${bucket}/${key}`)?.body.toString() ?? '[]') as readonly unknown[],
  };
}

/** The summary of a run, as it is stored. */
export function storedSummary(sandbox: Sandbox, run: string): OrganizationSummary {
  const key = `ecs-role-auditor-${HUB}/organization/runs/${run}/summary.json.gz`;
  return JSON.parse(gunzipSync(sandbox.state.objects.get(key)?.body ?? '').toString('utf8')) as OrganizationSummary;
}

/** The list of accounts that a run wrote for the Distributed Map. */
export function accountsOf(sandbox: Sandbox, run: string): OrganizationPlan['accounts'] {
  const key = `ecs-role-auditor-${HUB}/organization/runs/${run}/accounts.json`;
  return JSON.parse(sandbox.state.objects.get(key)?.body.toString() ?? '[]') as OrganizationPlan['accounts'];
}
