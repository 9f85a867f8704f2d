import { type MessageShape, PAGES } from '../message-shape.ts';

/** Messages about naming, passing and assuming roles. The first that fits counts. */
export const ROLE_SHAPES: readonly MessageShape[] = [
  {
    id: 'pass-role',
    source: 'Grant a user permissions to pass a role to an AWS service',
    matches: /not authorized to perform: iam:PassRole/i,
    phase: 'start-up',
    role: 'caller',
    actions: ['iam:PassRole'],
    resource: 'iam',
    because: 'Whoever registers the task definition or starts the task may not pass one of its roles to ECS.',
    next: ['Grant it to the caller on both roles, with the condition iam:PassedToService = ecs-tasks.amazonaws.com.'],
  },
  {
    id: 'assume-role',
    source: PAGES.taskRole,
    matches:
      /(?:ECS was unable to assume (?:the )?role|unable to assume the role|Role is not valid|trust relationship|Unable to assume the service linked role|not authorized to perform: sts:AssumeRole)(?![^\n]{0,80}service linked)/i,
    phase: 'start-up',
    role: 'caller',
    resource: 'iam',
    because:
      'ECS may not assume the role: its trust policy does not let ecs-tasks.amazonaws.com in, or there is no such role.',
    next: [
      'Allow sts:AssumeRole for ecs-tasks.amazonaws.com in the trust policy; ecs-role-auditor requires prints one with its conditions.',
      'A condition on aws:SourceArn must take in every ARN of ECS in the account: one cluster cannot be named.',
      'Check the ARN of the role in the task definition, its path included.',
    ],
  },
  {
    id: 'service-linked-role',
    source: 'Using service-linked roles for Amazon ECS',
    matches: /service[- ]linked role|iam:CreateServiceLinkedRole/i,
    phase: 'start-up',
    role: 'caller',
    actions: ['iam:CreateServiceLinkedRole'],
    because: 'The service-linked role of ECS does not exist yet, and the caller may not create it.',
    next: ['Run aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com once in the account.'],
  },
  {
    id: 'role-format',
    source: PAGES.executionRole,
    matches:
      /Fargate requires task definition to have execution role ARN|requires (?:a |an )?(?:task )?execution role|execution role ARN to support|(?:specify a value for|requires) '?executionRoleArn/i,
    phase: 'start-up',
    role: 'execution',
    because: 'The task definition names no execution role, and Fargate needs one for private images and logs.',
    next: ['Name one in executionRoleArn; ecs-role-auditor requires FILE prints the policy that it needs.'],
  },
  {
    id: 'no-credentials',
    source: PAGES.taskRole,
    matches:
      /Unable to locate credentials|NoCredentialProviders|Could not load credentials from any providers|CredentialsProviderError|Unable to load (?:AWS )?credentials|no valid providers in chain|failed to retrieve credentials from container|AWS_CONTAINER_CREDENTIALS_RELATIVE_URI/i,
    phase: 'run-time',
    role: 'task',
    because:
      'The application found no credentials: the task definition names no task role, or a proxy stands between the container and 169.254.170.2.',
    next: ['Name a role in taskRoleArn with what the application calls; the execution role never reaches containers.'],
  },
];
