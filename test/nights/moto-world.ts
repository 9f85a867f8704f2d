import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeregisterTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { EnableSecurityHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { openSession } from '../../src/aws/client/session.ts';
import { type FaultRule, faultInjector } from '../../src/sandbox/fault.ts';
import type { SlackMessage } from '../../src/sandbox/sandbox-state.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { readRequest, type SandboxRequest } from '../../src/sandbox/wire/sandbox-request.ts';
import { startMoto } from '../support/moto.ts';
import { MOTO_ACCOUNT_ID } from '../support/moto-account.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';
import { ABROAD, HOME, trustPolicyOf, type World } from './world.ts';

/** moto_server as a world. Its own clock is the real one; the door before it tells the simulated time. */
export async function motoWorld(): Promise<World> {
  const moto = await startMoto();
  const door = await openDoor(moto.endpoint);
  const session = await openSession({ region: HOME, endpoint: door.endpoint, credentials: CREDENTIALS });
  const bucket = 'reports';
  const webhookSecret = 'slack';
  await session.client(S3Client).send(new CreateBucketCommand({ Bucket: bucket }));
  await session
    .client(SecretsManagerClient)
    .send(new CreateSecretCommand({ Name: webhookSecret, SecretString: `${door.endpoint}/services/T0/B0/week` }));
  await session.client(SecurityHubClient).send(new EnableSecurityHubCommand({}));
  const iam = session.client(IAMClient);
  const roles = new Set<string>();

  return {
    accountId: MOTO_ACCOUNT_ID,
    endpoint: door.endpoint,
    session,
    bucket,
    webhookSecret,
    async putRole({ name, trust, grants }) {
      const trustPolicy = JSON.stringify(trustPolicyOf(trust, MOTO_ACCOUNT_ID));
      const document = JSON.stringify({ Version: '2012-10-17', Statement: grants });
      await (roles.has(name)
        ? iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: trustPolicy }))
        : iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustPolicy })));
      roles.add(name);
      await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'app', PolicyDocument: document }));
    },
    async deploy(family, region, roleName) {
      await session.client(ECSClient, region).send(
        new RegisterTaskDefinitionCommand({
          family,
          taskRoleArn: `arn:aws:iam::${MOTO_ACCOUNT_ID}:role/${roleName}`,
          containerDefinitions: [{ name: family, image: 'nginx', memory: 128 }],
        }),
      );
    },
    async retire(family, region) {
      const ecs = session.client(ECSClient, region);
      const { taskDefinitionArns: arns = [] } = await ecs.send(
        new ListTaskDefinitionsCommand({ familyPrefix: family }),
      );
      for (const arn of arns) await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
    },
    // moto has no LookupEvents.
    refuse: async () => undefined,
    // moto has no BatchUpdateFindings.
    mark: async () => undefined,
    spoil: door.spoil,
    mend: door.mend,
    messages: door.messages,
    async close() {
      session.close();
      await door.close();
      await moto.close();
    },
  };
}

/** What can be compared in a world: a function for each text of a night, expected and actual. */
export interface View {
  readonly hub: (lines: readonly string[]) => readonly string[];
  readonly notification: (text: string) => string;
  readonly trend: (text: string) => string;
  readonly changes: (text: string) => string;
}

/** What of the story can be compared in moto_server 5, which is not as AWS is. */
export const MOTO_VIEW: View = {
  /**
   * Without LookupEvents nothing is known of use, so that permissions cannot be judged; without BatchUpdateFindings it
   * is not to be seen what people set and what is accepted. (Its GetFindings ignores filters and sees every product:
   * the audit picks out its own, so that nothing is different.)
   */
  hub: (lines) =>
    lines
      .map((line) => line.split('  '))
      .filter(([, rule = '']) => !['unused-permissions', 'evidence-gap'].includes(rule))
      .map(([role, rule, severity, record, _workflow, created, first, last, updated]) =>
        [role, rule, role === 'checkout-task' ? '-' : severity, record, created, first, last, updated].join('  '),
      ),
  notification: (text) => newsIn(text).join('\n'),
  /** One more finding of every role says that it cannot be judged. */
  trend: () => '',
  /** Without counts, and without what is incomplete in this world alone. */
  changes(text) {
    const [first = '', ...lines] = text.split('\n');
    const counts = /^\d|^$/.test(first) ? [] : [first];
    return [...counts, ...lines]
      .filter((line) => !/^(CloudTrail events of |workflow status)/.test(line))
      .join('\n')
      .replace(/\b\d+ (?=findings)/g, '');
  },
};

/** What a message says of findings and of exceptions, apart from what hangs on use. */
function newsIn(text: string): readonly string[] {
  const [headline = '', ...lines] = text.split('\n');
  if (headline.includes('nothing new')) return ['nothing new', ...exceptionsIn(lines)];
  const end = lines.findIndex((line) => /^(Open \d|No open findings)/.test(line));
  return [...lines.slice(0, end).filter((line) => !line.includes('does not use')), ...exceptionsIn(lines)];
}

function exceptionsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('• An exception'));
}

/** A way into another endpoint, on which calls can go wrong. Slack's webhooks end here. */
interface FaultyDoor {
  readonly endpoint: string;
  readonly messages: readonly SlackMessage[];
  spoil(rule: FaultRule): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a door on loopback. What comes through it is dated by `Date.now()`, whatever clock is behind it. */
async function openDoor(behind: string): Promise<FaultyDoor> {
  const faults = faultInjector([]);
  const messages: SlackMessage[] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(incoming);
    response.setHeader('date', new Date(Date.now()).toUTCString());
    const { scope } = asked;
    if (scope === undefined) {
      const { text, blocks } = JSON.parse(asked.body.toString()) as { text: string; blocks: readonly JsonObject[] };
      messages.push({ webhook: asked.path, text, blocks });
      response.end('ok');
      return;
    }
    const fault = isMissing(asked) ? MISSING : faults.next(scope.service, '', scope.region);
    if (fault === undefined && scope.service === 'ec2') response.end(TWO_REGIONS);
    else if (fault === undefined) pass(incoming, asked, behind, response);
    else fail(fault, response);
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    spoil: faults.inject,
    mend: faults.clear,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What moto does not have is refused at once: its own answer would be retried. */
function isMissing({ scope, path }: SandboxRequest): boolean {
  return scope?.service === 'cloudtrail' || path === '/findings/batchupdate';
}

const MISSING: FaultRule = { kind: 'accessDenied' };

/** Of DescribeRegions: moto has 17 Regions, and is slow to say of each that it is empty. */
const TWO_REGIONS = `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><regionInfo>${[
  HOME,
  ABROAD,
]
  .map((region) => `<item><regionName>${region}</regionName><optInStatus>opt-in-not-required</optInStatus></item>`)
  .join('')}</regionInfo></DescribeRegionsResponse>`;

function pass(incoming: IncomingMessage, asked: SandboxRequest, behind: string, response: ServerResponse): void {
  const onward = request(`${behind}${incoming.url}`, { method: asked.method, headers: incoming.headers }, (answer) => {
    const { date: _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, headers);
    answer.pipe(response);
  });
  onward.on('error', (error) => response.destroy(error));
  onward.end(asked.body);
}

/** As the JSON protocols of AWS say it. */
function fail({ kind }: FaultRule, response: ServerResponse): void {
  const [status, name] = kind === 'accessDenied' ? [400, 'AccessDeniedException'] : [500, 'InternalException'];
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message: 'It does not work tonight' }));
}
