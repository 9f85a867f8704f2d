import type { SandboxService } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { reply } from '../wire/reply.ts';
import type { SandboxRequest } from '../wire/sandbox-request.ts';
import { slackProblem } from './slack-problem.ts';

/**
 * Slack's Web API: requests with a bearer token, answers in JSON of status 200 whatever they say, rate limits apart
 * ("chat.postMessage", "Rate limits").
 */
export const slackApi: SandboxService = {
  name: 'slack-api',
  usual: {
    throttled: () => new AwsError('ratelimited', 'ratelimited', 429, 1),
    failed: () => new AwsError('internal_error', 'internal_error', 500),
    denied: () => refusal('missing_scope'),
  },
  operationOf: (request) =>
    request.method === 'POST' ? request.path.replace(/^\/api\//, '') : `${request.method} ${request.path}`,
  answer(operation, request, call) {
    if (operation !== 'chat.postMessage') throw refusal('unknown_method');
    const { account, state } = call;
    const message = argumentsIn(request);
    const token = tokenIn(request, message);
    if (token === undefined) throw refusal('not_authed');
    if (!account.slackTokens.includes(token)) throw refusal('invalid_auth');
    const channel = account.slackChannels.find(({ id }) => id === message['channel']);
    if (channel === undefined) throw refusal('channel_not_found');
    if (channel.archived === true) throw refusal('is_archived');
    if (!channel.member) throw refusal('not_in_channel');
    const threadTs = message['thread_ts'];
    const inChannel = state.slackMessages.filter((each) => each.channel === channel.id);
    if (threadTs !== undefined && !inChannel.some(({ ts }) => ts === threadTs)) throw refusal('thread_not_found');
    const problem = slackProblem(message);
    if (problem !== undefined) throw refusal(problem);

    const { text, blocks } = message;
    const ts = `${Math.floor(call.now / 1000)}.${String(state.slackMessages.length + 1).padStart(6, '0')}`;
    const shown = {
      text: typeof text === 'string' ? text : undefined,
      blocks: Array.isArray(blocks) ? blocks.filter(isJsonObject) : [],
    };
    state.slackMessages.push({
      channel: channel.id,
      ts,
      ...(typeof threadTs === 'string' && { threadTs }),
      ...shown,
    });
    const answer = { ok: true, channel: channel.id, ts, message: { type: 'message', ts, text: shown.text ?? '' } };
    return reply(200, CONTENT_TYPE, JSON.stringify(answer));
  },
  fail: (error) =>
    reply(error.status, CONTENT_TYPE, JSON.stringify({ ok: false, error: error.code }), {
      ...(error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) }),
    }),
};

const CONTENT_TYPE = 'application/json; charset=utf-8';

function refusal(code: string): AwsError {
  return new AwsError(code, code, 200);
}

/** In a form, members that are no texts are JSON. */
function argumentsIn(request: SandboxRequest): JsonObject {
  const body = request.body.toString();
  if (request.headers['content-type']?.startsWith('application/json') === true)
    return objectIn(body, 'json_not_object');
  const form = Object.fromEntries<Json>(new URLSearchParams(body));
  const { blocks } = form;
  return typeof blocks === 'string' ? { ...form, blocks: parse(blocks, 'invalid_blocks_format') } : form;
}

function objectIn(text: string, code: string): JsonObject {
  const read = parse(text, 'invalid_json');
  if (!isJsonObject(read)) throw refusal(code);
  return read;
}

function parse(text: string, code: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw refusal(code);
  }
}

function tokenIn(request: SandboxRequest, message: JsonObject): string | undefined {
  const bearer = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
  const inForm = message['token'];
  return bearer ?? (typeof inForm === 'string' ? inForm : undefined);
}
