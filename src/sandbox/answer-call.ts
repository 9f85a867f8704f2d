import type { FaultInjector, FaultRule } from './fault.ts';
import type { TokenBuckets } from './rate-limits.ts';
import type { SandboxAccount } from './sandbox-account.ts';
import type { SandboxOrganization } from './sandbox-organization.ts';
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
  /** The account of the caller. */
  readonly accountId: string;
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
  /** The account of whoever has not assumed a role of another. */
  readonly account: SandboxAccount;
  readonly state: SandboxState;
  readonly organization: SandboxOrganization | undefined;
  /** Access key → ARN of the session that was opened with it. */
  readonly sessions: Map<string, string>;
  /** What the caller may do, by the action and the ARN of whoever calls; everything where absent. */
  readonly authorize: ((action: string, caller: string) => boolean) | undefined;
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
  const own = callerOf(request, world);
  const { accountId } = own.account;
  const service = serviceNamed(name);
  if (service === undefined) {
    const text = `Cannot answer ${name}: the sandbox does not know this service`;
    const unknown = reply(
      400,
      'application/json',
      JSON.stringify({ __type: 'UnknownServiceException', message: text }),
    );
    const record = {
      service: name,
      operation: `${request.method} ${request.path}`,
      region,
      accountId,
      at,
      status: 400,
    };
    return { reply: unknown, fault: undefined, record };
  }
  const operation = service.operationOf(request);
  const fault = world.faults.next(name, operation, region, accountId);
  const answer = answerOrFail(service, () => {
    refuseWhereFaulty(service, operation, fault, own.caller);
    refuseUnlessAuthorized(service, operation, own.caller, world);
    if (world.buckets?.admit(name, operation, `${accountId} ${region}`, at) === false) throw service.usual.throttled();
    return fault?.kind === 'reset'
      ? reply(0, 'text/plain', '')
      : service.answer(operation, request, { ...world, ...own, region });
  });
  const record = { service: name, operation, region, accountId, at, status: answer.status };
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
  caller: string,
): void {
  if (fault?.kind === 'throttle') throw service.usual.throttled();
  if (fault?.kind === 'serverError') throw service.usual.failed();
  if (fault?.kind !== 'accessDenied') return;
  throw deniedTo(service, operation, caller);
}

function refuseUnlessAuthorized(
  service: SandboxService,
  operation: string,
  caller: string,
  { authorize }: CallWorld,
): void {
  if (authorize?.(actionOf(service, operation), caller) === false) throw deniedTo(service, operation, caller);
}

function actionOf({ name }: SandboxService, operation: string): string {
  return `${name}:${ACTIONS[operation] ?? operation}`;
}

function deniedTo(service: SandboxService, operation: string, caller: string): AwsError {
  const action = actionOf(service, operation);
  return service.usual.denied(
    `User: ${caller} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}

/** Who calls: by the session that was opened for the access key, else the account's own auditor. */
function callerOf(
  { scope }: SandboxRequest,
  { account, state, organization, sessions }: CallWorld,
): { readonly account: SandboxAccount; readonly state: SandboxState; readonly caller: string } {
  const session = sessions.get(scope?.accessKeyId ?? '');
  const member = organization?.members.find(
    (known) => known.account.accountId === session?.split(':')[4] && known.account !== account,
  );
  const caller = session ?? `arn:aws:sts::${account.accountId}:assumed-role/ecs-role-auditor/nightly`;
  return member === undefined
    ? { account, state, caller }
    : { account: member.account, state: member.services, caller };
}
