import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoAccount } from './account/demo-account.ts';
import { answerCall, type CallRecord, unansweredCall } from './answer-call.ts';
import { type FaultRule, faultInjector } from './fault.ts';
import { tokenBuckets } from './rate-limits.ts';
import type { SandboxAccount } from './sandbox-account.ts';
import type { SandboxOrganization } from './sandbox-organization.ts';
import { emptyState, type SandboxState } from './sandbox-state.ts';
import { sendReply } from './send-reply.ts';
import { readRequest } from './wire/sandbox-request.ts';

/** How a sandbox may differ from the usual one. */
export interface SandboxOptions {
  /** A free one if not given. */
  readonly port?: number;
  /**
   * The account's present, in milliseconds since the epoch, or a clock that says it, which answers are then dated by; the
   * time of the start if not given.
   */
  readonly now?: number | (() => number);
  /** The demonstration account if not given. */
  readonly account?: SandboxAccount;
  /** The organization that the account manages or administers; its members' roles can be assumed. */
  readonly organization?: SandboxOrganization;
  /** Whether a caller, by ARN, may do an action; everybody may do everything if not given. */
  readonly authorize?: (action: string, caller: string) => boolean;
  /** Whether the services' documented rates hold; true if not given. */
  readonly limits?: boolean;
  readonly faults?: readonly FaultRule[];
  /** Told of each call when it is done, before its answer is sent. */
  readonly onCall?: (call: CallRecord) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  readonly account: SandboxAccount;
  /** Whether the services' documented rates hold. */
  readonly limits: boolean;
  /** What Security Hub, Slack and S3 hold. */
  readonly state: SandboxState;
  /** Every call answered so far, oldest first. */
  readonly calls: readonly CallRecord[];
  injectFault(rule: FaultRule): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/** Serves an account on loopback, all AWS services and Slack on one port. Sandboxes share nothing. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const given = options.now ?? options.account?.now ?? Date.now();
  const clock = typeof given === 'number' ? () => given : given;
  const account = options.account ?? demoAccount(clock());
  const state = emptyState();
  const calls: CallRecord[] = [];
  const sessions = new Map<string, string>();
  const { organization, authorize } = options;
  const faults = faultInjector(options.faults ?? []);
  const buckets = options.limits === false ? undefined : tokenBuckets();
  let endpoint = '';

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const answer = answerCall(request, {
      account,
      state,
      organization,
      sessions,
      authorize,
      endpoint,
      now: clock(),
      faults,
      buckets,
    });
    calls.push(answer.record);
    options.onCall?.(answer.record);
    if (typeof given === 'function') response.setHeader('date', new Date(given()).toUTCString());
    sendReply(response, answer);
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => sendReply(response, unansweredCall(error)));
  });
  // Clients keep connections; a sandbox must not outlive its last call because of that.
  server.keepAliveTimeout = 5_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpoint,
    account,
    limits: buckets !== undefined,
    state,
    calls,
    injectFault: faults.inject,
    clearFaults: faults.clear,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
