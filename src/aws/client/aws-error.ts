import type { Incomplete } from '../../base/incomplete.ts';
import type { MissingAuditorPermission } from '../../base/missing-auditor-permission.ts';

/** One kind of call, for sentences: `ecs:ListTaskDefinitions in eu-west-1`. */
export interface AwsCall {
  /** The IAM permission it needs, which is also its name. */
  readonly action: string;
  readonly region?: string;
  /** The ARN it is about, where it is about one. */
  readonly resource?: string;
}

/** What went wrong, as far as it changes what a user (or the program) can do about it. */
export type AwsErrorKind =
  | 'credentials'
  | 'denied'
  | 'throttled'
  | 'aborted'
  | 'network'
  | 'malformed'
  | 'server'
  | 'other';

/** An answer that lacks what the service always sends: never to be read as "none". */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
  'IncompleteSignature',
  'MissingAuthenticationToken',
]);

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'NotAuthorized',
  'NotAuthorizedException',
  'AuthorizationError',
  'AuthorizationErrorException',
]);

const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'SlowDown',
  'BandwidthLimitExceeded',
]);

const NETWORK_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
]);

/** Those with which a connection fails before it is there. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** True where there was no connection, so that the service cannot have done what it was asked to. */
export function neverConnected(error: unknown): boolean {
  const { name, code } = readError(error);
  // Of the SDK's own time-outs the one for connecting has no code.
  return NOT_CONNECTED.has(code) || (name === 'TimeoutError' && code === '');
}

/** The HTTP status of the service's answer; 0 where there was none. */
export function statusOfAwsError(error: unknown): number {
  return readError(error).status;
}

/** Sorts whatever an SDK client threw. */
export function kindOfAwsError(error: unknown): AwsErrorKind {
  if (error instanceof MalformedAnswer) return 'malformed';
  const { name, code, status, message, fault } = readError(error);
  if (name === 'AbortError') return 'aborted';
  if (CREDENTIALS.has(name)) return 'credentials';
  if (DENIED.has(name)) return 'denied';
  if (THROTTLED.has(name) || status === 429) return 'throttled';
  if (name === 'TimeoutError' || NETWORK_CODES.has(code) || /^(aborted|socket hang up)$/.test(message))
    return 'network';
  // A gateway's error page does not parse either, but it is the service that failed.
  const garbled = name === 'SyntaxError' || message.includes('Deserialization error');
  if (garbled && status < 500) return 'malformed';
  if (fault === 'server' || status >= 500) return 'server';
  if (status === 403) return 'denied';
  return 'other';
}

/** True when the service refused the call for lack of a permission. */
export function isDenied(error: unknown): boolean {
  return kindOfAwsError(error) === 'denied';
}

/** The error's name as the service gave it: `NoSuchEntityException`. */
export function awsErrorName(error: unknown): string {
  return readError(error).name;
}

/** A sentence without a full stop. Holds no part of an answer's body: that could be a secret. */
export function describeAwsError(error: unknown, call?: AwsCall): string {
  const { name, message, code, status } = readError(error);
  const on = call === undefined ? '' : ` on ${callName(call)}`;
  switch (kindOfAwsError(error)) {
    case 'credentials':
      return name === 'CredentialsProviderError' || name === 'TokenProviderError'
        ? `No AWS credentials${on}: ${trimmed(message)}; set AWS_PROFILE or the credentials of the environment`
        : `AWS credentials refused (${name})${on}: ${trimmed(message)}`;
    case 'denied':
      return `${name}${on}${denialHint(missingPermission(error, call))}`;
    case 'throttled':
      return `${name}${on}: still throttled after the retries; another program may use up the account's rate`;
    case 'aborted':
      return `Out of time${on}: the run's deadline came first, or it was interrupted`;
    case 'network':
      return `No answer${on} (${code === '' ? name : code}) after the retries`;
    case 'malformed':
      return `Malformed answer${on}${error instanceof MalformedAnswer ? `: ${error.message}` : ''}`;
    case 'server':
      return `${name === 'SyntaxError' ? `HTTP ${status}` : name}${on}: the service failed, also after the retries`;
    case 'other':
      return `${name}${on}: ${trimmed(message)}`;
  }
}

/** `Incomplete` of an error: what is missing, and the error that made it so. */
export function toIncomplete(what: string, error: unknown, call?: AwsCall): Incomplete {
  const missing = missingPermission(error, call);
  return { what, why: describeAwsError(error, call), ...(missing && { missing }) };
}

/**
 * Which permission a denied call lacks: the one the service names, where it names one, since a call can need another than
 * its own (a bucket's or secret's KMS key). Undefined where the call was not denied, or nothing is known of it.
 */
export function missingPermission(error: unknown, call?: AwsCall): MissingAuditorPermission | undefined {
  if (!isDenied(error)) return undefined;
  const { message } = readError(error);
  const named = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)/.exec(message)?.[1];
  const action = named ?? (/access to kms/i.test(message) ? 'kms:Decrypt' : call?.action);
  if (action === undefined) return undefined;
  const asked = action === call?.action ? call.resource : undefined;
  const resource = asked ?? /on resource:? "?(arn:[^\s"]+)/.exec(message)?.[1];
  const refusedBy = refuser(message);
  return { action, ...(resource !== undefined && { resource }), ...(refusedBy !== undefined && { refusedBy }) };
}

const BOUNDARY = 'a permissions boundary';
const REFUSERS: readonly (readonly [RegExp, string])[] = [
  [/service control policy/i, 'a service control policy'],
  [/resource control policy/i, 'a resource control policy'],
  [/permissions boundary/i, BOUNDARY],
  [/session policy/i, 'a session policy'],
  [/VPC endpoint policy/i, 'a VPC endpoint policy'],
  [/explicit deny in an? identity-based policy/i, 'an explicit deny in an identity-based policy'],
  [/explicit deny in an? resource-based policy/i, 'an explicit deny in a resource-based policy'],
  [/explicit deny/i, 'an explicit deny'],
];

/** What refuses besides the caller's own grants. IAM User Guide: "Troubleshoot access denied error messages". */
function refuser(message: string): string | undefined {
  return REFUSERS.find(([pattern]) => pattern.test(message))?.[1];
}

function callName(call: AwsCall): string {
  return call.region === undefined ? call.action : `${call.action} in ${call.region}`;
}

function denialHint(missing: MissingAuditorPermission | undefined): string {
  if (missing === undefined) return '';
  const { action, refusedBy } = missing;
  if (refusedBy === undefined) return `; add ${action} to the auditor's role`;
  const remedy =
    refusedBy === BOUNDARY
      ? `let the permissions boundary of the auditor's role allow ${action}`
      : "no further permission of the auditor's role would help; ask whoever administers it";
  return ` (refused by ${refusedBy}); ${remedy}`;
}

function trimmed(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

interface ReadError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number;
  readonly fault: string;
}

function readError(error: unknown): ReadError {
  if (typeof error !== 'object' || error === null) {
    return { name: 'Error', message: String(error), code: '', status: 0, fault: '' };
  }
  const fields = error as Record<string, unknown>;
  const metadata = fields['$metadata'] as { httpStatusCode?: unknown } | undefined;
  return {
    name: typeof fields['name'] === 'string' ? fields['name'] : 'Error',
    message: typeof fields['message'] === 'string' ? fields['message'] : '',
    code: typeof fields['code'] === 'string' ? fields['code'] : '',
    status: typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : 0,
    fault: typeof fields['$fault'] === 'string' ? fields['$fault'] : '',
  };
}
