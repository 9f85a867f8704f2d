import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { EnableSecurityHubCommand, GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsSession, openSession } from '../../src/aws/client/session.ts';
import { CREDENTIALS } from './sandbox-session.ts';

/** An organization in moto: the accounts by name. */
export interface MotoOrganization {
  readonly session: AwsSession;
  readonly accounts: ReadonlyMap<string, string>;
  /** `rule of role` of the active findings that an account's Security Hub holds. */
  findingsOf(name: string): Promise<readonly string[]>;
  close(): void;
}

const REGION = 'us-east-1';

/** Makes an organization of which some accounts are closed, each with a role that may do too much, and a bucket in the account that manages it. */
export async function seedMotoOrganization(
  endpoint: string,
  {
    names,
    closed,
    bucket,
  }: { readonly names: readonly string[]; readonly closed: readonly string[]; readonly bucket: string },
): Promise<MotoOrganization> {
  const session = await openSession({ region: REGION, endpoint, credentials: CREDENTIALS });
  const organizations = session.client(OrganizationsClient);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
  const unit = await organizations.send(new CreateOrganizationalUnitCommand({ Name: 'Apps', ParentId: root?.Id }));
  const accounts = new Map<string, string>();
  const members = new Map<string, AwsSession>();
  for (const name of names) {
    const made = await organizations.send(
      new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }),
    );
    const id = made.CreateAccountStatus?.AccountId ?? '';
    accounts.set(name, id);
    const place = { SourceParentId: root?.Id, DestinationParentId: unit.OrganizationalUnit?.Id };
    await organizations.send(new MoveAccountCommand({ AccountId: id, ...place }));
    const member = await memberSession(session, endpoint, id);
    members.set(name, member);
    await seedMember(member, name, id);
    if (closed.includes(name)) await organizations.send(new CloseAccountCommand({ AccountId: id }));
  }
  await session.client(S3Client).send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    session,
    accounts,
    async findingsOf(name) {
      const hub = members.get(name)?.client(SecurityHubClient);
      const { Findings = [] } = (await hub?.send(new GetFindingsCommand({ MaxResults: 100 }))) ?? {};
      return Findings.filter(({ RecordState }) => RecordState === 'ACTIVE')
        .map(({ GeneratorId, AwsAccountId, Resources }) => `${AwsAccountId} ${GeneratorId} ${Resources?.[0]?.Id}`)
        .sort();
    },
    close() {
      session.close();
      for (const member of members.values()) member.close();
    },
  };
}

async function memberSession(session: AwsSession, endpoint: string, id: string): Promise<AwsSession> {
  const { Credentials } = await session
    .client(STSClient)
    .send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${id}:role/seed`, RoleSessionName: 'seed' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return openSession({ region: REGION, endpoint, credentials });
}

const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });

async function seedMember(member: AwsSession, name: string, id: string): Promise<void> {
  const iam = member.client(IAMClient);
  const RoleName = `${name}-task`;
  const trust = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  const PolicyDocument = document({ Effect: 'Allow', Action: '*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
  await member.client(ECSClient).send(
    new RegisterTaskDefinitionCommand({
      family: name,
      taskRoleArn: `arn:aws:iam::${id}:role/${RoleName}`,
      containerDefinitions: [{ name, image: 'nginx', memory: 128 }],
    }),
  );
  await member.client(SecurityHubClient).send(new EnableSecurityHubCommand({}));
}
