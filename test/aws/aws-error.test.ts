import { describe, expect, test } from 'vitest';
import {
  describeAwsError,
  kindOfAwsError,
  MalformedAnswer,
  missingPermission,
  toIncomplete,
} from '../../src/aws/client/aws-error.ts';
import {
  failureOf,
  type MissingAuditorPermission,
  missingAuditorPermissionIn,
} from '../../src/base/missing-auditor-permission.ts';

const call = { action: 'ecs:ListTaskDefinitions', region: 'eu-west-1' };

function awsError(name: string, message = '', more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe('kindOfAwsError', () => {
  test.each([
    ['credentials', awsError('CredentialsProviderError', 'Could not load credentials from any providers')],
    ['credentials', awsError('ExpiredTokenException')],
    ['credentials', awsError('UnrecognizedClientException')],
    ['denied', awsError('AccessDeniedException')],
    ['denied', awsError('AccessDenied')],
    ['denied', awsError('UnauthorizedOperation')],
    ['denied', awsError('Unheard', '', { $metadata: { httpStatusCode: 403 } })],
    ['throttled', awsError('ThrottlingException')],
    ['throttled', awsError('SlowDown', '', { $fault: 'server', $metadata: { httpStatusCode: 503 } })],
    ['throttled', awsError('Anything', '', { $metadata: { httpStatusCode: 429 } })],
    ['network', awsError('Error', 'read ECONNRESET', { code: 'ECONNRESET' })],
    ['network', awsError('TimeoutError', 'Connection timed out')],
    ['network', awsError('Error', 'socket hang up')],
    ['malformed', awsError('SyntaxError', 'Unexpected end of JSON input')],
    ['malformed', new MalformedAnswer('"Events" is missing')],
    ['aborted', awsError('AbortError', 'Request aborted')],
    ['server', awsError('InternalError', '', { $fault: 'server' })],
    ['server', awsError('Unknown', '', { $metadata: { httpStatusCode: 500 } })],
    ['other', awsError('ClientException', 'Unable to describe task definition', { $fault: 'client' })],
    ['server', awsError('SyntaxError', 'Unexpected token <', { $metadata: { httpStatusCode: 502 } })],
    ['other', 'just text'],
    ['other', undefined],
  ])('sorts as %s: %o', (kind, error) => {
    expect(kindOfAwsError(error)).toBe(kind);
  });
});

describe('describeAwsError', () => {
  test('names the call and the permission that is missing', () => {
    expect(describeAwsError(awsError('AccessDeniedException', 'User is not authorized'), call)).toBe(
      "AccessDeniedException on ecs:ListTaskDefinitions in eu-west-1; add ecs:ListTaskDefinitions to the auditor's role",
    );
  });

  test.each([
    [
      'kms:GenerateDataKey',
      'User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: kms:GenerateDataKey on resource: x',
    ],
    ['kms:Decrypt', 'Access to KMS is not allowed'],
  ])('names %s where the service says that it is the one missing', (permission, message) => {
    const text = describeAwsError(awsError('AccessDeniedException', message), call);
    expect(text).toBe(
      `AccessDeniedException on ecs:ListTaskDefinitions in eu-west-1; add ${permission} to the auditor's role`,
    );
  });

  test.each([
    [
      'with an explicit deny in a service control policy',
      "(refused by a service control policy); no further permission of the auditor's role would help; ask whoever administers it",
    ],
    [
      'because no VPC endpoint policy allows the ecs:ListTaskDefinitions action',
      "(refused by a VPC endpoint policy); no further permission of the auditor's role would help; ask whoever administers it",
    ],
    [
      'because no permissions boundary allows the ecs:ListTaskDefinitions action',
      "(refused by a permissions boundary); let the permissions boundary of the auditor's role allow ecs:ListTaskDefinitions",
    ],
  ])('says what to do where a permission alone would not help: %s', (why, remedy) => {
    const message = `User: u is not authorized to perform: ecs:ListTaskDefinitions on resource: * ${why}`;
    expect(describeAwsError(awsError('AccessDeniedException', message), call)).toBe(
      `AccessDeniedException on ecs:ListTaskDefinitions in eu-west-1 ${remedy}`,
    );
  });

  test('says what to set where there are no credentials', () => {
    const error = awsError('CredentialsProviderError', 'Could not load credentials from any providers');
    expect(describeAwsError(error, call)).toMatch(/^No AWS credentials on ecs:.* AWS_PROFILE/);
  });

  test('repeats nothing of an answer that cannot be parsed, which may hold a secret', () => {
    const error = awsError('SyntaxError', `Unexpected token 'h', "hooks.example/T0/B0/secret" is not valid JSON`);
    const text = describeAwsError(error, { action: 'secretsmanager:GetSecretValue' });
    expect(text).toBe('Malformed answer on secretsmanager:GetSecretValue');
  });

  test('keeps long messages short and on one line', () => {
    const text = describeAwsError(awsError('ClientException', `first\nsecond ${'x'.repeat(1_000)}`), call);
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(400);
  });

  test('joins what is missing with why', () => {
    expect(toIncomplete('task definitions in eu-west-1', awsError('ThrottlingException'), call)).toEqual({
      what: 'task definitions in eu-west-1',
      why: expect.stringContaining('still throttled after the retries'),
    });
  });
});

describe('missingPermission', () => {
  const denied = (message: string) => awsError('AccessDeniedException', message);
  const user = 'User: arn:aws:sts::123456789012:assumed-role/auditor/me is not authorized to perform:';

  const named: readonly (readonly [string, string, MissingAuditorPermission])[] = [
    ['the call itself where the service names nothing', 'Access Denied', { action: 'ecs:ListTaskDefinitions' }],
    [
      'what the service names, with the resource it names',
      `${user} kms:Decrypt on resource: arn:aws:kms:eu-west-1:123456789012:key/1-2 because no identity-based policy allows the kms:Decrypt action`,
      { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:123456789012:key/1-2' },
    ],
    [
      'nobody else where a policy of the role is all that is lacking',
      `${user} ecs:ListTaskDefinitions on resource: * because no identity-based policy allows the ecs:ListTaskDefinitions action`,
      { action: 'ecs:ListTaskDefinitions' },
    ],
  ];
  test.each(named)('names %s', (_name, message, missing) => {
    expect(missingPermission(denied(message), call)).toEqual(missing);
    expect(toIncomplete('the list', denied(message), call).missing).toEqual(missing);
  });

  test.each([
    ['with an explicit deny in a service control policy', 'a service control policy'],
    [
      'because no service control policy allows the ecs:ListTaskDefinitions action: arn:aws:organizations::1:policy/o-x/service_control_policy/p-x',
      'a service control policy',
    ],
    ['with an explicit deny in a resource control policy', 'a resource control policy'],
    ['because no permissions boundary allows the ecs:ListTaskDefinitions action', 'a permissions boundary'],
    ['because no session policy allows the ecs:ListTaskDefinitions action', 'a session policy'],
    ['because no VPC endpoint policy allows the ecs:ListTaskDefinitions action', 'a VPC endpoint policy'],
    ['with an explicit deny in an identity-based policy', 'an explicit deny in an identity-based policy'],
    ['with an explicit deny', 'an explicit deny'],
  ])('tells what refuses besides the role’s own grants: %s', (why, refusedBy) => {
    const error = denied(`${user} ecs:ListTaskDefinitions on resource: * ${why}`);
    expect(missingPermission(error, call)).toEqual({ action: 'ecs:ListTaskDefinitions', refusedBy });
  });

  test('names the resource that was asked about', () => {
    const get = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' };
    expect(missingPermission(awsError('AccessDenied', 'Access Denied'), get)).toEqual(get);
  });

  test('is nothing where the call failed for another reason', () => {
    expect(missingPermission(awsError('ThrottlingException', 'Rate exceeded'), call)).toBeUndefined();
    expect(toIncomplete('the list', awsError('ThrottlingException', 'Rate exceeded'), call)).not.toHaveProperty(
      'missing',
    );
  });

  test('is found in an error, or in what caused it', () => {
    const missing = { action: 's3:GetObject' };
    const error = failureOf('Cannot read the ledger', { cause: new Error('denied'), missing });
    expect(missingAuditorPermissionIn(error)).toEqual(missing);
    expect(missingAuditorPermissionIn(new Error('outer', { cause: error }))).toEqual(missing);
    expect(missingAuditorPermissionIn(failureOf('Cannot', { cause: error, missing: undefined }))).toEqual(missing);
    expect(missingAuditorPermissionIn(new Error('other'))).toBeUndefined();
    expect(missingAuditorPermissionIn('text')).toBeUndefined();
  });
});
