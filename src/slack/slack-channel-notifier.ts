import type { KnownBlock } from '@slack/types';
import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { type Incomplete, incompleteOfFetch } from '../base/incomplete.ts';
import type { Fetched } from '../base/missing-auditor-permission.ts';
import { type Rate, rateLimiter } from '../base/rate-limiter.ts';
import type { Delivery, Notifier } from '../ports.ts';
import { realTimer } from '../real-timer.ts';
import { context } from '../report/slack/slack-blocks.ts';
import { slackEscape } from '../report/slack/slack-escape.ts';
import { deadlineOf, type RetryBudget, type SendFailure, type Sent, sendWithRetry } from '../send-with-retry.ts';
import { plainPost } from './plain-post.ts';
import { failureOfStatus, failureWithoutAnswer, refusesBlocks, slackWord, withRemedy } from './slack-failure.ts';

/** What opens Slack's Web API. */
export interface SlackAccess {
  /** A bot token with the scope `chat:write`. */
  readonly token: string;
  /** Where the API is, if not at slack.com: GovSlack, or a proxy. */
  readonly apiUrl?: URL;
}

/** A message as one call posts it. */
interface Post {
  readonly text: string;
  readonly blocks?: readonly unknown[];
}

/** What came of a post. `plain`: why it was posted as plain text, where it was. */
type Posted = Sent<string | undefined> & { readonly plain?: string };

/** "Rate limits" of Slack: one message a second for each channel, with short bursts. */
const POSTS: Rate = { burst: 2, perSecond: 1 };

/**
 * Posts the message to a channel by `chat.postMessage`, and the details of each owner into its thread, or into the owner's
 * own channel. Details that Slack refuses in an owner's channel go into the thread, with the reason; blocks that it refuses become
 * plain text. Never sends again what may have arrived. The outcome is `unclear` where the message arrived and details did not: some
 * of its readers were told, some not. Never throws, and never shows the token.
 */
export function createSlackChannelNotifier(
  access: () => Promise<Fetched<SlackAccess>>,
  channel: string,
  options: RetryBudget = {},
): Notifier {
  return {
    name: 'slack',
    async notify(message): Promise<Delivery> {
      const what = `Slack message to ${channel}`;
      const opened = await access();
      if (!opened.ok) return { outcome: 'refused', incomplete: [incompleteOfFetch(what, opened)] };
      const post = poster(opened.value, options);
      const posted = await post(channel, message);
      if (posted.outcome !== 'delivered') return { outcome: posted.outcome, incomplete: [{ what, why: posted.why }] };
      const incomplete: Incomplete[] = posted.plain === undefined ? [] : [{ what, why: posted.plain }];
      const thread = posted.value;
      if (thread === undefined) {
        const why = 'Slack did not say which message it posted, so no details were posted below it';
        return { outcome: 'delivered', incomplete: [...incomplete, { what, why }] };
      }
      let lost = false;
      for (const detail of message.details) {
        const own = detail.channel;
        const sent = own === undefined ? undefined : await post(own, detail);
        // What may be in the owner's channel is not posted a second time.
        const final =
          sent === undefined
            ? await post(channel, detail, thread)
            : sent.outcome === 'refused'
              ? await post(channel, misdirected(detail, own ?? channel, sent.why), thread)
              : sent;
        const why = final.outcome === 'delivered' ? final.plain : final.why;
        if (final.outcome !== 'delivered') lost = true;
        if (why !== undefined) incomplete.push({ what: detailName(detail.owner, own ?? channel), why });
      }
      return { outcome: lost ? 'unclear' : 'delivered', incomplete };
    },
  };
}

/** Posts within one budget, at Slack's rate; into a thread where one is given. Its value is the message's own name. */
function poster(
  access: SlackAccess,
  options: RetryBudget,
): (to: string, post: Post, thread?: string) => Promise<Posted> {
  const { client, lastStatus } = clientOf(access, options);
  const send = { deadline: deadlineOf(options), signal: options.signal, ready: rateLimiter(POSTS, realTimer) };
  const once = (to: string, { text, blocks }: Post, thread?: string): Promise<Sent<string | undefined>> => {
    // Blocks come as data from the report; Slack itself checks them.
    const shown = blocks === undefined ? { text } : { text, blocks: blocks as KnownBlock[] };
    const content = { channel: to, ...shown, ...NO_PREVIEWS, ...(thread !== undefined && { thread_ts: thread }) };
    return sendWithRetry(
      async () => (await client.chat.postMessage(content)).ts,
      (error) => failureOf(error, lastStatus()),
      send,
    );
  };
  return async (to, post, thread) => {
    const sent = await once(to, post, thread);
    if (sent.outcome === 'delivered' || post.blocks === undefined || !refusesBlocks(sent.word)) return sent;
    const plain = await once(to, plainPost({ text: post.text, blocks: post.blocks }), thread);
    return plain.outcome === 'delivered'
      ? { ...plain, plain: `${sent.why}, so it was sent as plain text` }
      : { ...plain, why: `${sent.why}, then ${plain.why}` };
  };
}

function misdirected(detail: Post, channel: string, problem: string): Post {
  const said = context(slackEscape(`The owner's channel ${channel} did not get this: ${problem}.`));
  return { ...detail, blocks: [...(detail.blocks ?? []), said] };
}

/** Links in reports are for clicking; a preview would fill the channel. */
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

function detailName(owner: string | undefined, channel: string): string {
  return `Slack message ${owner === undefined ? 'about findings without an owner' : `for ${owner}`} to ${channel}`;
}

function clientOf(
  { token, apiUrl }: SlackAccess,
  options: RetryBudget,
): { readonly client: WebClient; readonly lastStatus: () => number | undefined } {
  const { signal } = options;
  let status: number | undefined;
  const client = new WebClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl.href }),
    logger: SILENT,
    timeout: options.timeout ?? 5_000,
    // The client would wait as long as a Retry-After says, whatever time is left; sendWithRetry knows better.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
    fetch: async (url, init) => {
      status = undefined;
      const signals = [init?.signal, signal].filter((each) => each !== undefined && each !== null);
      const request = { ...init, ...(signals.length > 0 && { signal: AbortSignal.any(signals) }) } as RequestInit;
      const answer = await fetch(url, request);
      status = answer.status;
      return answer;
    },
  });
  return { client, lastStatus: () => status };
}

/** The client's log would say no more than the error, and what it says is not ours to check. */
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Slack's errors that a later try may not meet, and that leave nothing done. */
const PASSING = new Set(['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout']);

/** Errors before which part of the operation may have succeeded ("chat.postMessage", Slack: errors). */
const UNCLEAR = new Set(['internal_error', 'fatal_error']);

function failureOf(error: unknown, status: number | undefined): SendFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { why: 'Slack answered 429 (ratelimited)', kind: 'retry', retryAfter: error.retryAfter * 1_000 };
  }
  // Without a Retry-After that can be read the client has no error of its own for it.
  if (status === 429) return { why: 'Slack answered 429', kind: 'retry' };
  if (error instanceof WebAPIHTTPError) {
    const said = wordIn(error.body);
    const kind = said !== undefined && UNCLEAR.has(said) ? 'unclear' : failureOfStatus(error.statusCode);
    return { why: `Slack answered ${error.statusCode}${said === undefined ? '' : ` (${said})`}`, kind };
  }
  if (error instanceof WebAPIRequestError) return failureWithoutAnswer(error.original);
  const word = error instanceof WebAPIPlatformError ? slackWord(String(error.data.error)) : undefined;
  // Not Slack's word: an answer that was cut or is a proxy's.
  if (word === undefined) {
    return {
      why: 'Slack gave an answer that cannot be read, so the message may or may not have arrived',
      kind: 'unclear',
    };
  }
  const kind = PASSING.has(word) ? 'retry' : UNCLEAR.has(word) ? 'unclear' : 'refused';
  return { why: withRemedy(`Slack refused (${word})`, word), kind, word };
}

function wordIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  return slackWord(String(body.error));
}
