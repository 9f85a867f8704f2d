import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { AuditSummary } from '../report/summary.ts';

/** Lambda's limit for one invocation: 15 minutes. */
const TIMEOUT_MS = 900_000;

/** The context that Lambda would hand to the function. */
function lambdaContext(accountId: string): Context {
  const end = Date.now() + TIMEOUT_MS;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'ecs-role-auditor',
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${accountId}:function:ecs-role-auditor`,
    memoryLimitInMB: '1769',
    awsRequestId: randomUUID(),
    logGroupName: '/aws/lambda/ecs-role-auditor',
    logStreamName: 'demo',
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** Runs the Lambda handler, the one that is deployed, in this process with the given environment. */
export async function invokeHandler(
  event: unknown,
  environment: Readonly<Record<string, string>>,
  accountId: string,
): Promise<AuditSummary> {
  const outside = { ...process.env };
  process.env = { ...environment };
  try {
    // Imported late: the handler's loggers and metrics read the environment when they are made.
    const { handler } = await import('../../handlers/audit.ts');
    return await handler(event, lambdaContext(accountId));
  } finally {
    process.env = outside;
  }
}
