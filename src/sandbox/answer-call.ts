import type { FaultInjector, FaultRule } from './fault.ts';
import type { TokenBuckets } from './rate-limits.ts';
import type { SandboxAccount } from './sandbox-account.ts';
import type { SandboxState } from './sandbox-state.ts';
import type { SandboxService } from './service.ts';
import { serviceNamed } from './services/all-services.ts';
import { AwsError } from './wire/aws-error.ts';
import { type Reply, reply } from './wire/reply.ts';
import type { SandboxRequest } from './wire/sandbox-request.ts';

/** One call that the sandbox answered. */
export interface CallRecord {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** When it came, by the machine's clock: milliseconds since the epoch. */
  readonly at: number;
  /** The HTTP status; 0 where the connection was cut before an answer. */
  readonly status: number;
  /** The injected fault, where there was one. */
  readonly fault?: FaultRule['kind'];
}

/** An answer, and the fault that is to happen to it on its way. */
export interface CallAnswer {
  readonly reply: Reply;
  readonly fault: FaultRule | undefined;
  readonly record: CallRecord;
}

/** The sandbox around a call. */
export interface CallWorld {
  readonly account: SandboxAccount;
  readonly state: SandboxState;
  readonly endpoint: string;
  readonly now: number;
  readonly faults: FaultInjector;
  readonly buckets: TokenBuckets | undefined;
}

/** Finds the service and operation of a request and has it answered: by a fault, a throttle, or the service. */
export function answerCall(request: SandboxRequest, world: CallWorld): CallAnswer {
  const at = Date.now();
  // Slack's requests are not signed.
  const name = request.scope?.service ?? (request.path.startsWith('/api/') ? 'slack-api' : 'slack');
  const region = request.scope?.region ?? '';
  const service = serviceNamed(name);
  if (service === undefined) {
    const text = `Cannot answer ${name}: the sandbox does not know this service`;
    const unknown = reply(
      400,
      'application/json',
      JSON.stringify({ __type: 'UnknownServiceException', message: text }),
    );
    const record = { service: name, operation: `${request.method} ${request.path}`, region, at, status: 400 };
    return { reply: unknown, fault: undefined, record };
  }
  const operation = service.operationOf(request);
  const fault = world.faults.next(name, operation, region);
  const answer = answerOrFail(service, () => {
    refuseWhereFaulty(service, operation, fault, world.account);
    if (world.buckets?.admit(name, operation, region, at) === false) throw service.usual.throttled();
    return fault?.kind === 'reset'
      ? reply(0, 'text/plain', '')
      : service.answer(operation, request, { ...world, region });
  });
  const record = { service: name, operation, region, at, status: answer.status };
  return { reply: answer, fault, record: fault === undefined ? record : { ...record, fault: fault.kind } };
}

/** What is sent when the sandbox itself fails: the reason in plain text, which no client takes for a service's answer. */
export function unansweredCall(error: unknown): Pick<CallAnswer, 'reply' | 'fault'> {
  const text = `Cannot answer the call: ${error instanceof Error ? error.message : String(error)}`;
  return { reply: reply(500, 'text/plain', text), fault: undefined };
}

function answerOrFail(service: SandboxService, answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof AwsError) return service.fail(error);
    throw error;
  }
}

/** Operations that another action than their own name authorises. */
const ACTIONS: Readonly<Record<string, string>> = { ListObjectsV2: 'ListBucket' };

function refuseWhereFaulty(
  service: SandboxService,
  operation: string,
  fault: FaultRule | undefined,
  account: SandboxAccount,
): void {
  if (fault?.kind === 'throttle') throw service.usual.throttled();
  if (fault?.kind === 'serverError') throw service.usual.failed();
  if (fault?.kind !== 'accessDenied') return;
  const caller = `arn:aws:sts::${account.accountId}:assumed-role/ecs-role-auditor/nightly`;
  const action = `${service.name}:${ACTIONS[operation] ?? operation}`;
  throw service.usual.denied(
    `User: ${caller} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}
