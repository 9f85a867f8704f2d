/** One fact: events that no IAM action of the caller stands behind, and why. `*` is every event of the source. */
type NoPermissionRow = readonly [eventSource: string, eventNames: readonly string[] | '*', reason: string];

const NO_PERMISSION: readonly NoPermissionRow[] = [
  ['signin.amazonaws.com', '*', 'signing in to the console is no API call'],
  ['aws-portal-signin.amazonaws.com', '*', 'signing in to the console is no API call'],
  ['lambda.amazonaws.com', ['LambdaESMDisabled'], 'Lambda reports an event source mapping that it switched off'],
  ['dynamodb.amazonaws.com', ['DescribeEndpoints'], 'endpoint discovery by the SDK, open to every caller'],
  ['timestream.amazonaws.com', ['DescribeEndpoints'], 'endpoint discovery by the SDK'],
  ['sts.amazonaws.com', ['GetCallerIdentity'], 'open to every caller, and a deny cannot forbid it'],
  [
    'sso.amazonaws.com',
    ['Authenticate', 'Federate', 'GetRoleCredentials', 'ListAccountRoles', 'ListAccounts', 'Logout'],
    'steps of signing in through IAM Identity Center, which its own token authorises',
  ],
  [
    'sso-oauth.amazonaws.com',
    ['RegisterClient', 'StartDeviceAuthorization'],
    'steps of signing in through IAM Identity Center',
  ],
  [
    'cognito-idp.amazonaws.com',
    [
      'CompleteWebAuthnRegistration',
      'DeleteWebAuthnCredential',
      'GetUserAuthFactors',
      'ListWebAuthnCredentials',
      'StartWebAuthnRegistration',
    ],
    'authorised by the access token of the user of the pool',
  ],
  [
    'secretsmanager.amazonaws.com',
    [
      'CancelSecretVersionDelete',
      'EndSecretDelete',
      'EndSecretVersionDelete',
      'RotationAbandoned',
      'RotationFailed',
      'RotationStarted',
      'RotationSucceeded',
      'StartSecretVersionDelete',
      'TestRotationFailed',
      'TestRotationStarted',
      'TestRotationSucceeded',
    ],
    'Secrets Manager reports what it did by itself',
  ],
  ['sso-directory.amazonaws.com', ['UserAuthentication'], 'a step of signing in through IAM Identity Center'],
  ['kms.amazonaws.com', ['RotateKey', 'DeleteKey'], 'KMS does it on a schedule, nobody calls it'],
];

const BY_SOURCE = new Map(NO_PERMISSION.map(([source, names, reason]) => [source, { names, reason }]));

/** Why an event proves no action, or `undefined` when it may prove one. */
export function reasonForNoPermission(event: {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType?: string;
}): string | undefined {
  if (event.eventType === 'AwsServiceEvent') return 'a service reports about itself; nobody called it';
  if (event.eventType === 'AwsConsoleSignIn') return 'signing in to the console is no API call';
  if (event.eventType === 'AwsCloudTrailInsight') return 'CloudTrail Insights sums up calls; it is none';
  const row = BY_SOURCE.get(event.eventSource.toLowerCase());
  if (row === undefined) return undefined;
  return row.names === '*' || row.names.includes(event.eventName) ? row.reason : undefined;
}
