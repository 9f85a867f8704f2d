import { type AwsSecurityFinding, BatchUpdateFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { openSession } from '../../src/aws/client/session.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import { SANDBOX_WEBHOOK_SECRET } from '../../src/cli/sandbox-environment.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import { addRole, addTask, addTaskDefinition } from '../../src/sandbox/build-account.ts';
import { emptyAccount, type SandboxRole } from '../../src/sandbox/sandbox-account.ts';
import { stableIamId } from '../../src/sandbox/stable-id.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';
import { findingsIn } from './outputs.ts';
import { ABROAD, HOME, type PersonsChanges, type SeenUse, trustPolicyOf, USES, type World } from './world.ts';

const WEBHOOK = '/services/T0SANDBOX/B0SANDBOX/week';

/** A world whose roles can also be deleted; one that is made again has another id. */
export interface SandboxWorld extends World {
  removeRole(name: string): void;
  roleIdOf(name: string): string | undefined;
  /** Takes away all that earlier nights kept. */
  removeLedger(): void;
  /** What a person sets on this finding. */
  update(finding: AwsSecurityFinding, changes: PersonsChanges): Promise<void>;
}

/** The sandbox as a world. Its time is `Date.now()`; its account has nothing in it but what the audit itself needs. */
export async function sandboxWorld(uses: readonly SeenUse[] = USES): Promise<SandboxWorld> {
  const account = emptyAccount({ now: Date.now(), regions: [HOME, ABROAD] });
  const bucket = `ecs-role-auditor-${account.accountId}`;
  account.buckets.push(bucket);
  account.slackWebhooks.push(WEBHOOK);
  account.secrets.push({
    region: HOME,
    name: SANDBOX_WEBHOOK_SECRET,
    value: `{endpoint}${WEBHOOK}`,
    createdAt: account.now - 400 * DAY_MS,
  });
  const sandbox = await startSandbox({ account, limits: false, now: () => Date.now() });
  const session = await openSession({ region: HOME, endpoint: sandbox.endpoint, credentials: CREDENTIALS });
  let made = 0;

  return {
    accountId: account.accountId,
    endpoint: sandbox.endpoint,
    session,
    bucket,
    webhookSecret: SANDBOX_WEBHOOK_SECRET,
    async putRole({ name, trust, grants }, by) {
      const before = removeRole(name);
      made += 1;
      const arn = addRole(account, {
        name,
        roleId: before?.roleId ?? stableIamId('AROA', `${made} ${name}`),
        createdAt: before?.createdAt ?? Date.now() - 100 * DAY_MS,
        trustPolicy: trustPolicyOf(trust, account.accountId),
        inlinePolicies: { app: { Version: '2012-10-17', Statement: [...grants] } },
      });
      if (by !== undefined) {
        addEvent(account, {
          eventSource: 'iam.amazonaws.com',
          eventName: 'PutRolePolicy',
          at: Date.now() - 2 * HOUR_MS,
          userIdentity: { type: 'AssumedRole', arn: by },
          requestParameters: { roleName: name, policyName: 'app' },
        });
      }
      if (before !== undefined) return;
      for (const { eventSource, eventName } of uses.filter(({ role }) => role === name)) {
        for (let at = Date.now() - HOUR_MS; at > Date.now() - 90 * DAY_MS; at -= 3 * DAY_MS) {
          addEvent(account, { eventSource, eventName, role: arn, at });
        }
      }
    },
    async deploy(family, region, roleName) {
      const taskRoleArn = `arn:aws:iam::${account.accountId}:role/${roleName}`;
      addTask(account, { taskDefinitionArn: addTaskDefinition(account, { family, region, taskRoleArn }) });
    },
    async refuse(name, eventSource, eventName) {
      const role = account.roles.find((one) => one.name === name)?.arn ?? '';
      addEvent(account, { eventSource, eventName, role, at: Date.now() - HOUR_MS, errorCode: 'AccessDenied' });
    },
    async retire(family, region) {
      const kept = account.tasks.filter(
        (task) => task.region !== region || !task.taskDefinitionArn.includes(`/${family}:`),
      );
      account.tasks.splice(0, account.tasks.length, ...kept);
      for (const [place, definition] of account.taskDefinitions.entries()) {
        if (definition.family !== family || definition.region !== region) continue;
        account.taskDefinitions[place] = { ...definition, status: 'INACTIVE' };
      }
    },
    async mark(role, rule, changes) {
      const found = (await findingsIn(session)).find(
        ({ GeneratorId: generator = '', Resources: [resource] = [] }) =>
          generator.endsWith(`/${rule}`) && resource?.Id?.endsWith(`/${role}`),
      );
      if (found === undefined) throw new Error(`Cannot mark the finding ${rule} of ${role}: there is none`);
      await update(found, changes);
    },
    update,
    removeRole,
    roleIdOf: (name) => account.roles.find((role) => role.name === name)?.roleId,
    removeLedger() {
      for (const key of sandbox.state.objects.keys()) if (key.includes('/ledger/')) sandbox.state.objects.delete(key);
    },
    spoil: sandbox.injectFault,
    mend: sandbox.clearFaults,
    messages: sandbox.state.slackMessages,
    close() {
      session.close();
      return sandbox.close();
    },
  };

  async function update({ Id, ProductArn }: AwsSecurityFinding, changes: PersonsChanges): Promise<void> {
    const answer = await session
      .client(SecurityHubClient)
      .send(new BatchUpdateFindingsCommand({ FindingIdentifiers: [{ Id, ProductArn }], ...changes }));
    if (answer.ProcessedFindings?.length === 1) return;
    throw new Error(`Cannot mark the finding "${Id}": ${JSON.stringify(answer.UnprocessedFindings)}`);
  }

  function removeRole(name: string): SandboxRole | undefined {
    const place = account.roles.findIndex((role) => role.name === name);
    return place < 0 ? undefined : account.roles.splice(place, 1)[0];
  }
}
