import { type MessageShape, PAGES } from '../message-shape.ts';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const;
const common = { source: PAGES.pull, phase: 'start-up' } as const;
const ROUTE = [
  'Give the task a route: a public IP address in a public subnet, a NAT gateway, or VPC endpoints for ecr.api, ecr.dkr and S3.',
  'Let the security groups of the task out to port 443, and those of the endpoints in.',
] as const;

/** Messages about pulling images. The first that fits counts. */
export const IMAGE_SHAPES: readonly MessageShape[] = [
  {
    ...common,
    id: 'pull-rate-limit',
    matches: /toomanyrequests|You have reached your (?:unauthenticated )?pull rate limit/i,
    role: 'none',
    because: 'Docker Hub limits how many images are pulled without signing in, or by one account.',
    next: [
      'Sign in to the registry with repositoryCredentials, or copy the image into Amazon ECR (a pull-through cache does it).',
    ],
  },
  {
    ...common,
    id: 'pull-architecture',
    matches:
      /image Manifest does not contain descriptor matching platform|no matching manifest for \S+ in the manifest list/i,
    role: 'none',
    because: 'The image has no variant for the CPU architecture or operating system of the task.',
    next: [
      'Build the image for the architecture of the task (docker buildx build --platform linux/amd64,linux/arm64), or set runtimePlatform.cpuArchitecture to that of the image.',
    ],
  },
  {
    ...common,
    id: 'pull-no-basic-auth',
    matches: /no basic auth credentials|authorization token has expired|Not Authorized.{0,40}Sign In/i,
    role: 'execution',
    actions: ['ecr:GetAuthorizationToken', ...PULL],
    resource: 'ecr',
    because: 'The agent asked a private registry for the image without a valid sign-in.',
    next: [
      'Name an execution role in the task definition, and grant it the sign-in and the pull.',
      'Of a private registry outside AWS, name its secret in repositoryCredentials.',
    ],
  },
  {
    ...common,
    id: 'pull-endpoint-policy',
    matches:
      /\b(?:s3[.-][a-z0-9.-]*amazonaws\.com|starport-layer-bucket)[^\n]{0,400}\b403\b|\b403\b[^\n]{0,200}starport-layer-bucket/i,
    role: 'none',
    because:
      'Amazon S3, where the layers of images of Amazon ECR are, refused the download: mostly the policy of a VPC endpoint for S3.',
    next: [
      'Allow s3:GetObject on arn:aws:s3:::prod-REGION-starport-layer-bucket/* in the policy of the endpoint for S3.',
    ],
  },
  {
    ...common,
    id: 'pull-forbidden',
    matches:
      /(?:CannotPull\w*ContainerError|failed to resolve ref|pull access|unexpected status)[^\n]{0,600}(?:\b403\b|Forbidden)/i,
    role: 'execution',
    actions: PULL,
    resource: 'ecr',
    because:
      'The registry refused the pull: the execution role lacks the permission, or the policy of the repository keeps it out.',
    next: [
      'Grant the execution role the pull on the repository, and ecr:GetAuthorizationToken on *.',
      'Where the repository is of another account, its repository policy must allow it too.',
      'A VPC endpoint for Amazon ECR may have a policy that keeps it out.',
    ],
  },
  {
    ...common,
    id: 'pull-denied-docker-hub',
    matches:
      /pull access denied for|repository does not exist or may require|insufficient_scope|does not exist or no pull access/i,
    role: 'none',
    because: 'There is no such repository in the registry, or it is private and the agent has not signed in.',
    next: [
      'Check the image in the task definition: without a registry in front it is looked for in Docker Hub.',
      'For a private registry outside AWS name a secret in repositoryCredentials; the execution role needs secretsmanager:GetSecretValue on it.',
    ],
  },
  {
    ...common,
    id: 'pull-not-found',
    matches:
      /CannotPull[^\n]{0,800}(?:not found|manifest unknown|\b404\b)|ImageNotFoundException|The image with imageId .{0,300} does not exist|manifest (?:for \S+ )?(?:not found|unknown)|RepositoryNotFoundException|name unknown: The repository/i,
    role: 'none',
    because: 'The repository has no image with that tag or digest, or there is no such repository.',
    next: [
      'Compare registry, Region, repository and tag in the task definition with what was pushed.',
      'A lifecycle policy may have removed the image; a service keeps the digest that a tag had when it was deployed.',
    ],
  },
  {
    ...common,
    id: 'pull-no-space',
    matches: /no space left on device/i,
    role: 'none',
    because: 'There is no room left where images are unpacked.',
    next: [
      'Raise ephemeralStorage of the task, or the volume of the container instance, or remove unused images there.',
    ],
  },
  {
    ...common,
    id: 'pull-dns',
    matches:
      /CannotPull[^\n]{0,900}(?:no such host|lookup [^\n]{0,200}server misbehaving|Temporary failure in name resolution)/i,
    role: 'none',
    because: 'The name of the registry could not be resolved.',
    next: ['Switch DNS resolution and DNS host names on in the VPC, and check its DHCP options.', ...ROUTE],
  },
  {
    ...common,
    id: 'pull-timeout',
    matches:
      /CannotPull[^\n]{0,900}(?:i\/o timeout|net\/http: request canceled|context deadline exceeded|Client\.Timeout|dial tcp|connection (?:refused|reset)|TLS handshake timeout|timed? ?out)/i,
    role: 'none',
    because: 'The registry could not be reached in time: neither role is to blame.',
    next: ROUTE,
  },
  {
    ...common,
    id: 'pull-reference-format',
    matches: /invalid reference format|failed to parse reference|repository name must be lowercase/i,
    role: 'none',
    because: 'The image in the task definition is not written as images are.',
    next: ['Write the image as REGISTRY/REPOSITORY:TAG, without https:// and without spaces.'],
  },
  {
    ...common,
    id: 'pull-panic',
    matches:
      /CannotPull[^\n]{0,300}(?:unexpected EOF|panic|failed to register layer|httpReadSeeker|filesystem layer verification failed)/i,
    role: 'none',
    because: 'The download of a layer broke off, or what came was not what the manifest says.',
    next: [
      'Start the task again; where it goes on, push the image anew and look at the network between task and registry.',
    ],
  },
];
