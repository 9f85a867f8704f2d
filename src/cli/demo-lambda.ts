import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Answer } from '../../handlers/audit.ts';
import type { TaskStoppedAnswer } from '../../handlers/task-stopped.ts';
import type { AuditSummary } from '../report/audit-summary.ts';

/** Lambda's limit for one invocation: 15 minutes. */
const TIMEOUT_MS = 900_000;

/** The context that Lambda would hand to the function. */
function lambdaContext(accountId: string, requestId: string, timeout = TIMEOUT_MS): Context {
  const end = Date.now() + timeout;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'ecs-role-auditor',
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${accountId}:function:ecs-role-auditor`,
    memoryLimitInMB: '1769',
    awsRequestId: requestId,
    logGroupName: '/aws/lambda/ecs-role-auditor',
    logStreamName: 'demo',
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/**
 * Runs the Lambda handler, the one that is deployed, in this process with the given environment.
 *
 * @throws {Error} when the event is refused, or was delivered before
 */
export async function invokeHandler(
  event: unknown,
  environment: Readonly<Record<string, string>>,
  accountId: string,
): Promise<AuditSummary> {
  const answer = await answerOfHandler(event, environment, { accountId });
  if ('errorType' in answer) throw new Error(answer.errorMessage);
  if ('repeated' in answer) throw new Error(answer.repeated);
  if ('standing' in answer) throw new Error(`Cannot audit: account ${answer.account} is a part of an organization`);
  if ('alarm' in answer) throw new Error(`Cannot audit: the event is alarm ${answer.alarm}`);
  return answer;
}

/**
 * Runs the handler, and gives what Lambda would: a summary, or why there was no audit.
 *
 * @param of.requestId the invocation's id, which tries after the first keep; a new one where absent
 * @param of.timeout milliseconds that it may take; Lambda's limit where absent
 */
export async function answerOfHandler(
  event: unknown,
  environment: Readonly<Record<string, string>>,
  of: { readonly accountId: string; readonly requestId?: string; readonly timeout?: number },
): Promise<Answer> {
  return inEnvironment(environment, async () => {
    // Imported late: the handler's loggers and metrics read the environment when they are made.
    const { handler } = await import('../../handlers/audit.ts');
    return handler(event, lambdaContext(of.accountId, of.requestId ?? randomUUID(), of.timeout));
  });
}

/** Runs the handler of stopped tasks, and gives its summary. */
export async function stoppedAnswerOfHandler(
  event: unknown,
  environment: Readonly<Record<string, string>>,
  of: { readonly accountId: string },
): Promise<TaskStoppedAnswer> {
  return inEnvironment(environment, async () => {
    const { handler } = await import('../../handlers/task-stopped.ts');
    return handler(event, lambdaContext(of.accountId, randomUUID()));
  });
}

async function inEnvironment<T>(environment: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const outside = { ...process.env };
  setEnvironment(environment);
  try {
    return await work();
  } finally {
    setEnvironment(outside);
  }
}

/** Changes `process.env` in place: what holds on to the object sees the change. */
function setEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}
