import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { EnableSecurityHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { AwsSession } from '../../src/aws/client/session.ts';

/** The account that moto serves. */
export const MOTO_ACCOUNT_ID = '123456789012';

/** What its secret and its parameter hold; nothing is ever sent there. */
export const MOTO_WEBHOOK = 'https://hooks.slack.com/services/T0/B0/x';

const allow = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Puts an account into moto through the SDK's own clients: a role, three revisions of which one inactive one still runs, Security Hub. */
export async function seedMoto(session: AwsSession): Promise<void> {
  const iam = session.client(IAMClient);
  await iam.send(new CreateRoleCommand({ RoleName: 'app-task', Path: '/svc/', AssumeRolePolicyDocument: trust }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'app-task', PolicyName: 'own', PolicyDocument: allow('sns:Publish') }),
  );
  const policy = await iam.send(new CreatePolicyCommand({ PolicyName: 'reads', PolicyDocument: allow('s3:Get*') }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'app-task', PolicyArn: policy.Policy?.Arn }));

  const ecs = session.client(ECSClient);
  const definition = {
    family: 'app',
    taskRoleArn: `arn:aws:iam::${MOTO_ACCOUNT_ID}:role/svc/app-task`,
    containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128 }],
  };
  for (let revision = 1; revision <= 3; revision += 1) await ecs.send(new RegisterTaskDefinitionCommand(definition));
  await ecs.send(new CreateClusterCommand({ clusterName: 'main' }));
  await ecs.send(
    new CreateServiceCommand({ cluster: 'main', serviceName: 'app', taskDefinition: 'app:1', desiredCount: 1 }),
  );
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'app:1' }));
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'app:2' }));

  await session.client(SecurityHubClient).send(new EnableSecurityHubCommand({}));
  await session.client(S3Client).send(new CreateBucketCommand({ Bucket: 'reports' }));
  await session
    .client(SecretsManagerClient)
    .send(new CreateSecretCommand({ Name: 'slack', SecretString: MOTO_WEBHOOK }));
  await session
    .client(SSMClient)
    .send(new PutParameterCommand({ Name: '/slack', Type: 'SecureString', Value: MOTO_WEBHOOK }));
}
