import { type MessageShape, PAGES } from '../message-shape.ts';

const denied = { source: PAGES.denied, phase: 'unknown', role: 'unknown' } as const;

/** Messages of IAM about whoever calls ECS, and about the assumption of roles. The first that fits counts. */
export const ACCESS_SHAPES: readonly MessageShape[] = [
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
      /Fargate requires task definition to have execution role ARN|requires (?:a |an )?(?:task )?execution role|execution role ARN to support/i,
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
  {
    ...denied,
    id: 'denied-encoded',
    matches: /Encoded authorization failure message/i,
    because: 'EC2 answers with an encoded message that says which statement decided.',
    next: [
      'Decode it: aws sts decode-authorization-message --encoded-message MESSAGE (needs sts:DecodeAuthorizationMessage).',
    ],
  },
  {
    ...denied,
    id: 'denied-service-control-policy',
    matches: /(?:explicit deny in a service control policy|no service control policy allows)/i,
    because: 'A service control policy of the organization decides: no policy of the role can change that.',
    next: ['Ask whoever keeps the policies of the organization.'],
  },
  {
    ...denied,
    id: 'denied-resource-control-policy',
    matches: /(?:explicit deny in a resource control policy|no resource control policy allows)/i,
    because: 'A resource control policy of the organization decides.',
    next: ['Ask whoever keeps the policies of the organization.'],
  },
  {
    ...denied,
    id: 'denied-boundary',
    matches: /(?:explicit deny in a permissions boundary|no permissions boundary allows)/i,
    because: "The role's permissions boundary does not allow it, whatever its policies grant.",
    next: ['Allow the action in the boundary; beside that, a policy of the role must grant it.'],
  },
  {
    ...denied,
    id: 'denied-session-policy',
    matches: /(?:explicit deny in a session policy|no session policy allows)/i,
    because: 'The session was made with a policy of its own, which does not allow it.',
    next: ['Look at the Policy and PolicyArns of the AssumeRole call that made the session.'],
  },
  {
    ...denied,
    id: 'denied-endpoint-policy',
    matches: /(?:explicit deny in a VPC endpoint policy|no VPC endpoint policy allows)/i,
    because: 'The policy of the VPC endpoint that the call went through does not allow it.',
    next: ['Allow action and resource in the policy of the endpoint.'],
  },
  {
    ...denied,
    id: 'denied-resource-policy',
    matches: /(?:explicit deny in a resource-based policy|no resource-based policy allows)/i,
    because: 'The policy of the resource itself (bucket, key, queue, repository, secret) decides.',
    next: ['Allow the role in the policy of the resource; across accounts its own policy must grant it as well.'],
  },
  {
    ...denied,
    id: 'denied-explicitly',
    matches: /explicit deny in an identity-based policy|with an explicit deny/i,
    because: 'A statement with Effect Deny applies: granting the action elsewhere changes nothing.',
    next: ['Find the Deny among the policies of the role and narrow it, or its condition.'],
  },
  {
    ...denied,
    id: 'denied-no-policy',
    matches: /no identity-based policy allows/i,
    because: 'No policy of the role grants it.',
    next: [],
  },
  {
    ...denied,
    id: 'denied',
    matches: /not authorized to perform:?\s+[a-z0-9-]+:\w+/i,
    because: 'IAM refused the call; the message does not say which policy decided.',
    next: [],
  },
];
