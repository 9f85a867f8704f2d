import { type MessageShape, PAGES } from '../message-shape.ts';

const common = { source: PAGES.initialization, phase: 'start-up' } as const;

/** Messages about volumes that the agent mounts before containers start. The first that fits counts. */
export const STORAGE_SHAPES: readonly MessageShape[] = [
  {
    ...common,
    id: 'efs-name',
    source: PAGES.efs,
    matches:
      /Failed to resolve "?fs-[0-9a-z]+|mount target[^\n]{0,100}(?:not found|does not exist)|check that your file system ID is correct/i,
    role: 'none',
    because:
      'The name of the file system could not be resolved: no mount target in that Availability Zone, or no DNS in the VPC.',
    next: ['Create a mount target in each Availability Zone of the task, and switch on DNS host names in the VPC.'],
  },
  {
    ...common,
    id: 'efs-denied',
    source: PAGES.efs,
    matches: /(?:EFS|nfs4)[^\n]{0,600}access denied by server|access denied by server while mounting/i,
    role: 'task',
    actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    resource: 'elasticfilesystem',
    because:
      'The file system lets in only whom IAM allows, and the task role may not mount it, or authorizationConfig.iam is not ENABLED.',
    next: [
      'Grant it to the task role, not to the execution role, and set authorizationConfig.iam to ENABLED with transit encryption.',
      'The policy of the file system must not keep the role out; root access takes elasticfilesystem:ClientRootAccess.',
    ],
  },
  {
    ...common,
    id: 'efs-path',
    source: PAGES.efs,
    matches:
      /(?:EFS|nfs4)[^\n]{0,600}(?:No such file or directory|access point[^\n]{0,100}(?:not found|does not exist|invalid))/i,
    role: 'none',
    because: 'The root directory does not exist in the file system, or the access point is not one of it.',
    next: ['Create the directory, or use an access point, which makes its root directory by itself.'],
  },
  {
    ...common,
    id: 'efs-network',
    source: PAGES.efs,
    matches:
      /(?:EFS|nfs4)[^\n]{0,600}(?:Connection (?:reset|refused|timed out)|timed out|timeout|b'mount\.nfs4: Connection)/i,
    role: 'none',
    because: 'The mount target did not answer on port 2049: neither role is to blame.',
    next: ['Let the security group of the mount target in from that of the task on port 2049.'],
  },
  {
    ...common,
    id: 'efs-mount',
    source: PAGES.efs,
    matches: /failed to invoke EFS utils commands|unsuccessful EFS utils command execution/i,
    role: 'unknown',
    because:
      'The EFS volume could not be mounted; the message does not say whether network, path or permissions are the reason.',
    next: [
      'Look at the security group of the mount target (port 2049) and at the root directory first.',
      'With authorizationConfig.iam ENABLED the task role needs elasticfilesystem:ClientMount on the file system.',
    ],
  },
  {
    ...common,
    id: 'fsx-credentials',
    source: 'Using FSx for Windows File Server volumes with Amazon ECS',
    matches: /(?:fsx|FSxWindowsFileServer)[^\n]{0,500}(?:AccessDenied|not authorized|credential)/i,
    role: 'execution',
    actions: ['secretsmanager:GetSecretValue'],
    resource: 'secretsmanager',
    because: 'The credentials of the FSx file system could not be read.',
    next: ['Grant the execution role the secret or parameter of authorizationConfig.credentialsParameter.'],
  },
];
