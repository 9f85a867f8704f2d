import type { SandboxService } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { reply } from '../wire/reply.ts';
import type { SandboxRequest } from '../wire/sandbox-request.ts';
import { slackProblem } from './slack-problem.ts';

/** Slack's incoming webhooks: unsigned requests, answers in plain text ("Sending messages using incoming webhooks"). */
export const slack: SandboxService = {
  name: 'slack',
  usual: {
    throttled: () => new AwsError('rate_limited', 'rate_limited', 429, 1),
    failed: () => new AwsError('rollup_error', 'rollup_error', 500),
    denied: () => new AwsError('action_prohibited', 'action_prohibited', 403),
  },
  operationOf: (request) =>
    request.method === 'POST' && request.path.startsWith('/services/')
      ? 'PostMessage'
      : `${request.method} ${request.path}`,
  answer(operation, request, call) {
    if (operation !== 'PostMessage') {
      throw new AwsError('unsigned', `Cannot answer ${operation}: it is neither signed nor a Slack webhook`, 400);
    }
    if (!call.account.slackWebhooks.includes(request.path)) throw new AwsError('no_service', 'no_service', 404);
    const message = messageIn(request);
    const problem = slackProblem(message);
    if (problem !== undefined) throw new AwsError(problem, problem);
    const { text, blocks } = message;
    call.state.slackMessages.push({
      webhook: request.path,
      text: typeof text === 'string' ? text : undefined,
      blocks: Array.isArray(blocks) ? blocks.filter(isJsonObject) : [],
    });
    return reply(200, 'text/html', 'ok');
  },
  fail: (error) =>
    reply(error.status, 'text/plain', error.message, {
      ...(error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) }),
    }),
};

function messageIn(request: SandboxRequest): JsonObject {
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const body = request.body.toString();
  let read: Json;
  try {
    read = JSON.parse(form ? (new URLSearchParams(body).get('payload') ?? '') : body);
  } catch {
    throw new AwsError('invalid_payload', 'invalid_payload');
  }
  if (!isJsonObject(read)) throw new AwsError('invalid_payload', 'invalid_payload');
  return read;
}
