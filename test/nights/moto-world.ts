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
import { startMoto } from '../support/moto.ts';
import { MOTO_ACCOUNT_ID } from '../support/moto-account.ts';
import { CREDENTIALS } from '../support/sandbox-session.ts';
import { openDoor } from './faulty-door.ts';
import { trustPolicyOf } from './trust.ts';
import { HOME, type World } from './world.ts';

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
