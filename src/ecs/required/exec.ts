import { type Requirement, requirements } from './requirement.ts';

const FIELD = 'enableExecuteCommand';

/**
 * What ECS Exec takes from the task role ("Monitor Amazon ECS containers with ECS Exec"): the channel always; logging
 * of sessions, and its encryption, where the cluster's configuration asks for it, which no task definition states.
 */
export function requiredByExec(): readonly Requirement[] {
  const common = { job: 'task', resources: ['*'], field: FIELD } as const;
  return [
    ...requirements(
      [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      { ...common, certainty: 'certain', note: 'ECS Exec is enabled on a service or task that runs this definition' },
    ),
    ...requirements(
      [
        'logs:DescribeLogGroups',
        'logs:CreateLogStream',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
        's3:GetBucketLocation',
        's3:GetEncryptionConfiguration',
        's3:PutObject',
        'kms:Decrypt',
        'kms:GenerateDataKey',
      ],
      { ...common, certainty: 'possible', note: 'needed where the cluster logs or encrypts ECS Exec sessions' },
    ),
  ];
}
