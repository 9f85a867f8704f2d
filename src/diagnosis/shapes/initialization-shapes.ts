import { type MessageShape, PAGES } from '../message-shape.ts';

const common = { source: PAGES.initialization, phase: 'start-up' } as const;
const TO_SECRETS = [
  'Give the task a route to the service: a NAT gateway, a public IP address in a public subnet, or a VPC endpoint for secretsmanager, ssm, ecr.api, ecr.dkr or logs.',
  'Let the security groups of the task out to port 443, and those of the endpoint in.',
] as const;
const UNREACHABLE =
  '(?:i/o timeout|context deadline exceeded|RequestCanceled|request canceled|RequestError: send request failed|dial tcp|connection (?:refused|timed out)|no route to host|timeout awaiting|network issue|exceeded maximum number of attempts, 3, https response error StatusCode: 0)';

/**
 * Messages about what the agent fetches and makes ready before containers start: secrets, images, logs, files with variables. The first that
 * fits counts.
 */
export const INITIALIZATION_SHAPES: readonly MessageShape[] = [
  {
    ...common,
    id: 'secret-json-key',
    source: PAGES.secrets,
    matches:
      /did not contain json key|retrieved secret from Secrets Manager[^\n]{0,200}json key|invalid character [^\n]{0,60} looking for beginning of value/i,
    role: 'none',
    because: 'The secret was read, and has no such JSON key, or is no JSON.',
    next: [
      'Compare the key in valueFrom (ARN:KEY:STAGE:VERSION) with the keys of the secret, capital letters included.',
    ],
  },
  {
    ...common,
    id: 'secret-version',
    source: PAGES.secrets,
    matches: /Secrets Manager can(?:'|’)t find the specified secret value for (?:staging label|VersionId)/i,
    role: 'none',
    because: 'The secret has no value in that version or with that staging label.',
    next: ['Put a value into the secret (secretsmanager put-secret-value), or correct stage and version in valueFrom.'],
  },
  {
    ...common,
    id: 'secret-not-found',
    source: PAGES.secrets,
    matches: /Secrets Manager can(?:'|’)t find the specified secret|asm[^\n]{0,300}ResourceNotFoundException/i,
    role: 'none',
    resource: 'secretsmanager',
    because: 'There is no such secret in that account and Region, or it is marked for deletion.',
    next: ['Compare the ARN in valueFrom with the secret, its six random characters included.'],
  },
  {
    ...common,
    id: 'parameter-not-found',
    source: PAGES.secrets,
    matches: /invalid ssm parameters|ssm[^\n]{0,400}ParameterNotFound|ParameterNotFound[^\n]{0,200}ssm/i,
    role: 'none',
    resource: 'ssm',
    because: 'There is no such parameter in that Region.',
    next: [
      'Compare the name in valueFrom with the parameter; a name without an ARN is looked up in the Region of the task.',
    ],
  },
  {
    ...common,
    id: 'kms-decrypt',
    matches:
      /Access to KMS is not allowed|KMS[^\n]{0,200}(?:AccessDenied|not authorized)|ciphertext refers to a customer master key that does not exist[^\n]{0,100}/i,
    role: 'execution',
    actions: ['kms:Decrypt'],
    resource: 'kms',
    because: 'A customer-managed key encrypts the secret or parameter, and the execution role may not use it.',
    next: [
      'Grant the execution role kms:Decrypt on the key, in its policy and, across accounts, in the key policy too.',
    ],
  },
  {
    ...common,
    id: 'secret-access',
    matches:
      /(?:(?:retrieve|fetch|pull)[^\n]{0,60}secrets? from asm|asm fetching secret|secretsmanager)[^\n]{0,900}(?:AccessDenied|not authorized)/i,
    role: 'execution',
    actions: ['secretsmanager:GetSecretValue'],
    resource: 'secretsmanager',
    because: 'The execution role may not read a secret that the task definition names.',
    next: [
      'Grant it to the execution role, not to the task role: the agent reads secrets before the container starts.',
    ],
  },
  {
    ...common,
    id: 'parameter-access',
    matches:
      /(?:secrets? from ssm|fetching secret data from SSM|ssm parameters?)[^\n]{0,900}(?:AccessDenied|not authorized)/i,
    role: 'execution',
    actions: ['ssm:GetParameters'],
    resource: 'ssm',
    because: 'The execution role may not read a parameter that the task definition names.',
    next: ['Grant ssm:GetParameters (in the plural) to the execution role.'],
  },
  {
    ...common,
    id: 'secret-unreachable',
    matches: new RegExp(
      `(?:secrets? from asm|secret data from|asm fetching|secretsmanager)[^\\n]{0,900}${UNREACHABLE}`,
      'i',
    ),
    role: 'none',
    because: 'Secrets Manager could not be reached from the subnet of the task: neither role is to blame.',
    next: TO_SECRETS,
  },
  {
    ...common,
    id: 'parameter-unreachable',
    matches: new RegExp(`(?:secrets? from ssm|ssm parameters?)[^\\n]{0,900}${UNREACHABLE}`, 'i'),
    role: 'none',
    because: 'Systems Manager could not be reached from the subnet of the task: neither role is to blame.',
    next: TO_SECRETS,
  },
  {
    ...common,
    id: 'registry-auth-access',
    matches:
      /(?:ecr registry auth|registry auth(?:entication)? from|GetAuthorizationToken)[^\n]{0,900}(?:AccessDenied|not authorized)/i,
    role: 'execution',
    actions: ['ecr:GetAuthorizationToken'],
    resource: '*',
    because: 'The execution role may not sign in to Amazon ECR.',
    next: ['Grant ecr:GetAuthorizationToken on * (it takes no resource), and the pull on the repository.'],
  },
  {
    ...common,
    id: 'registry-auth-unreachable',
    matches: new RegExp(
      `(?:ecr registry auth|registry auth|GetAuthorizationToken|cannot get registry auth)[^\\n]{0,900}${UNREACHABLE}`,
      'i',
    ),
    role: 'none',
    because: 'Amazon ECR could not be reached to sign in: neither role is to blame.',
    next: TO_SECRETS,
  },
  {
    ...common,
    id: 'private-registry-secret',
    source: 'Using non-AWS container images in Amazon ECS',
    matches:
      /(?:private registry|registry credentials|repositoryCredentials|unable to get registry)[^\n]{0,400}(?:AccessDenied|not authorized|asm|unmarshal)/i,
    role: 'execution',
    actions: ['secretsmanager:GetSecretValue'],
    resource: 'secretsmanager',
    because: 'The secret with the user name and password of the private registry could not be read.',
    next: ['Grant it to the execution role; the secret is JSON with username and password.'],
  },
  {
    ...common,
    id: 'log-group-missing',
    source: PAGES.logs,
    matches: /(?:specified )?log group does not exist/i,
    role: 'none',
    resource: 'logs',
    because: 'The log group of awslogs-group does not exist in the Region of awslogs-region.',
    next: [
      'Create the log group, or set awslogs-create-group to true and grant the execution role logs:CreateLogGroup.',
    ],
  },
  {
    ...common,
    id: 'log-group-create',
    source: PAGES.logs,
    matches:
      /(?:failed to create (?:Cloudwatch )?log group|create log group|logs:CreateLogGroup)[^\n]{0,600}(?:AccessDenied|not authorized)|not authorized to perform: logs:CreateLogGroup/i,
    role: 'execution',
    actions: ['logs:CreateLogGroup'],
    resource: 'logs',
    because: 'awslogs-create-group asks for the log group to be made, and the execution role may not.',
    next: ['Grant it, or create the log group beforehand and take the option out.'],
  },
  {
    ...common,
    id: 'log-stream-unreachable',
    source: PAGES.logs,
    matches: new RegExp(`(?:validate logger args|create stream|log stream)[^\\n]{0,900}${UNREACHABLE}`, 'i'),
    role: 'none',
    because: 'CloudWatch Logs could not be reached from the subnet of the task: neither role is to blame.',
    next: TO_SECRETS,
  },
  {
    ...common,
    id: 'log-stream',
    source: PAGES.logs,
    matches:
      /failed to validate logger args|failed to initialize logging driver|create stream has been retried|failed to create (?:Cloudwatch )?log stream|log stream[^\n]{0,300}AccessDenied/i,
    role: 'execution',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: 'logs',
    because: 'The agent could not make the log stream of a container.',
    next: [
      'Grant it to the execution role on the log group.',
      'Look at the end of the message: a log group that does not exist, or a route that is missing, reads much alike.',
    ],
  },
  {
    ...common,
    id: 'environment-file-missing',
    source: 'Pass environment variables to an Amazon ECS container',
    matches: /(?:env(?:ironment)? ?files?|environment file)[^\n]{0,600}(?:NoSuchKey|NotFound|does not exist|\b404\b)/i,
    role: 'none',
    resource: 's3',
    because: 'The object with the environment variables does not exist.',
    next: ['Compare the ARN in environmentFiles with bucket and key.'],
  },
  {
    ...common,
    id: 'environment-file',
    source: 'Pass environment variables to an Amazon ECS container',
    matches:
      /(?:failed to download env files|env(?:ironment)? ?files?|environment file)[^\n]{0,900}(?:AccessDenied|Forbidden|\b403\b|not authorized|file download command|retried)/i,
    role: 'execution',
    actions: ['s3:GetObject', 's3:GetBucketLocation'],
    resource: 's3',
    because: 'The execution role may not read the file with the environment variables.',
    next: ['Grant s3:GetObject on the object and s3:GetBucketLocation on its bucket to the execution role.'],
  },
];

/** What is left of such messages, for which volumes (`storage-shapes.ts`) are asked first. */
export const OTHER_INITIALIZATION_SHAPES: readonly MessageShape[] = [
  {
    ...common,
    id: 'credential-spec',
    source: 'Using gMSAs for Linux containers on Amazon ECS',
    matches: /credentialspec|credentials-fetcher/i,
    role: 'execution',
    actions: ['ssm:GetParameters', 's3:GetObject'],
    because: 'The credential spec of a gMSA could not be read.',
    next: [
      'Grant the execution role the parameter or object that the credential spec names, and the secret of a domainless one.',
    ],
  },
  {
    ...common,
    id: 'network-interface',
    matches:
      /unable to (?:create|attach) (?:an? )?(?:elastic )?network interface|Timeout waiting for network interface provisioning|Network interface provision/i,
    role: 'none',
    because: 'The network interface of the task could not be made ready.',
    next: [
      'Look for free addresses in the subnets and at the quota of network interfaces; the service-linked role of ECS makes them.',
    ],
  },
  {
    ...common,
    id: 'secrets-or-registry-auth',
    matches: /unable to pull secrets or registry auth/i,
    role: 'unknown',
    actions: ['ecr:GetAuthorizationToken', 'secretsmanager:GetSecretValue', 'ssm:GetParameters'],
    because:
      'What the task definition names could not be fetched; the message is cut before it says whether permissions or the network are the reason.',
    next: [
      'Read the whole stoppedReason with aws ecs describe-tasks: AccessDenied means the execution role, a timeout the network.',
    ],
  },
];
