import type { SandboxAccount } from './sandbox-account.ts';
import type { SandboxOrganization } from './sandbox-organization.ts';
import type { SandboxState } from './sandbox-state.ts';
import type { AwsError } from './wire/aws-error.ts';
import type { Reply } from './wire/reply.ts';
import type { SandboxRequest } from './wire/sandbox-request.ts';

/** What an operation knows besides its input. */
export interface Call {
  readonly region: string;
  /** The caller's. */
  readonly account: SandboxAccount;
  /** The caller's ARN. */
  readonly caller: string;
  readonly organization: SandboxOrganization | undefined;
  /** Access key → ARN of the session that was opened with it. */
  readonly sessions: Map<string, string>;
  readonly state: SandboxState;
  readonly endpoint: string;
  /** The sandbox's own time, in milliseconds since the epoch. */
  readonly now: number;
}

/** The error codes with which a service says what every service can say. */
export interface UsualErrors {
  readonly throttled: () => AwsError;
  readonly failed: () => AwsError;
  readonly denied: (message: string) => AwsError;
}

/** One AWS service (or Slack) as the sandbox speaks it. */
export interface SandboxService {
  /** The name in the credential scope: `ecs`, `securityhub`. */
  readonly name: string;
  readonly usual: UsualErrors;
  /** The operation's name, or the best description of what was asked. */
  operationOf(request: SandboxRequest): string;
  /** Throws an AwsError for whatever the service refuses. */
  answer(operation: string, request: SandboxRequest, call: Call): Reply;
  fail(error: AwsError): Reply;
}
