import { DAY_MS } from '../../base/time.ts';
import { addRole, addTask, addTaskDefinition } from '../build-account.ts';
import type { SandboxAccount } from '../sandbox-account.ts';
import { awsManaged } from './aws-managed-policies.ts';
import { ACCOUNT_ID, HOME_REGION } from './names.ts';
import { allow, document } from './statements.ts';

const INSTANCE = 'i-0c5a1b7e93d24f680';

/** A task on EC2 that names no role: its containers do with the role of the instance what they need. */
export function addLegacyCron(account: SandboxAccount): void {
  const role = addRole(account, {
    name: 'cron-instance',
    createdAt: account.now - 900 * DAY_MS,
    trustPolicy: document({
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    attached: [awsManaged('service-role/AmazonEC2ContainerServiceforEC2Role')],
    inlinePolicies: {
      exports: document(
        allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::example-shop-exports-${ACCOUNT_ID}/*`),
        allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HOME_REGION}:${ACCOUNT_ID}:secret:cron/*`),
      ),
    },
  });
  account.instances.push({
    region: HOME_REGION,
    cluster: 'main',
    id: INSTANCE,
    roleName: role.slice(role.lastIndexOf('/') + 1),
  });
  const taskDefinitionArn = addTaskDefinition(account, {
    family: 'legacy-cron',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [
      { name: 'legacy-cron', image: 'public.ecr.aws/docker/library/busybox:1.36', essential: true, memory: 64 },
    ],
  });
  addTask(account, { taskDefinitionArn, launchType: 'EC2', instance: INSTANCE });
}
