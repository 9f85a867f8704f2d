import type { PolicySource } from '../iam/role.ts';
import type { Severity } from './finding.ts';

/** An AWS managed policy wider than a task's role needs, and what to replace it with. */
export interface BroadPolicy {
  readonly severity: Severity;
  readonly instead: string;
}

const BROAD: Readonly<Record<string, BroadPolicy>> = {
  AmazonECSTaskExecutionRolePolicy: {
    severity: 'INFORMATIONAL',
    instead:
      'ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage on the repositories, ecr:GetAuthorizationToken on *, logs:CreateLogStream and logs:PutLogEvents on the log groups',
  },
  AmazonEC2ContainerRegistryReadOnly: {
    severity: 'LOW',
    instead: 'the three ecr actions that pull an image, on the repositories, and ecr:GetAuthorizationToken on *',
  },
  AmazonEC2ContainerRegistryFullAccess: {
    severity: 'MEDIUM',
    instead: 'the three ecr actions that pull an image, on the repositories, and ecr:GetAuthorizationToken on *',
  },
  CloudWatchLogsFullAccess: {
    severity: 'MEDIUM',
    instead: 'logs:CreateLogStream and logs:PutLogEvents on the log groups',
  },
  SecretsManagerReadWrite: {
    severity: 'MEDIUM',
    instead: 'secretsmanager:GetSecretValue on the secrets that the task definition or the application names',
  },
  AmazonSSMReadOnlyAccess: { severity: 'LOW', instead: 'ssm:GetParameters on the parameters read' },
  AmazonSSMFullAccess: { severity: 'MEDIUM', instead: 'ssm:GetParameters on the parameters read' },
  AmazonRDSReadOnlyAccess: { severity: 'LOW', instead: 'the rds:Describe actions used, on the databases meant' },
  ReadOnlyAccess: { severity: 'MEDIUM', instead: 'the read actions used, on the resources meant' },
  AdministratorAccess: { severity: 'MEDIUM', instead: 'the actions used, on the resources meant' },
  PowerUserAccess: { severity: 'HIGH', instead: 'the actions used, on the resources meant' },
};

const FULL: BroadPolicy = { severity: 'MEDIUM', instead: 'the actions used, on the resources meant' };

/** The entry for an AWS managed policy that is wider than a task needs; `undefined` for others. */
export function broadPolicyOf(source: PolicySource): BroadPolicy | undefined {
  if (source.kind !== 'managed' || !source.awsManaged) return undefined;
  return BROAD[source.name] ?? (/(FullAccess|ReadWrite)(_v\d+)?$/.test(source.name) ? FULL : undefined);
}
