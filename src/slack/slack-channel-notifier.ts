import type { KnownBlock } from '@slack/types';
import { LogLevel, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { type Incomplete, incompleteOfFetch } from '../base/incomplete.ts';
import type { Fetched } from '../base/missing-auditor-permission.ts';
import { type Rate, rateLimiter } from '../base/rate-limiter.ts';
import type { Notifier } from '../ports.ts';
import { realTimer } from '../real-timer.ts';
import { context } from '../report/slack/slack-blocks.ts';
import { slackEscape } from '../report/slack/slack-escape.ts';
import { deadlineOf, type RetryBudget, type SendFailure, sendWithRetry, slackWord } from './send-with-retry.ts';

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
  readonly blocks: readonly unknown[];
}

/** "Rate limits" of Slack: one message a second for each channel, with short bursts. */
const POSTS: Rate = { burst: 2, perSecond: 1 };
/** Milliseconds for all owners' details together; the message for all has a budget of its own. */
const TOTAL_FOR_DETAILS = 45_000;

/**
 * Posts the message to a channel by `chat.postMessage`, and the details of each owner into its thread, or into the owner's
 * own channel. Details that Slack refuses in an owner's channel go into the thread, with the reason. Never throws, and never
 * shows the token.
 */
export function createSlackChannelNotifier(
  access: () => Promise<Fetched<SlackAccess>>,
  channel: string,
  options: RetryBudget = {},
): Notifier {
  return {
    name: 'slack',
    async notify(message): Promise<readonly Incomplete[]> {
      const what = `Slack message to ${channel}`;
      const opened = await access();
      if (!opened.ok) return [incompleteOfFetch(what, opened)];
      const { signal } = options;
      const client = clientOf(opened.value, options);
      const limiter = rateLimiter(POSTS, realTimer);
      const post = (to: string, { text, blocks }: Post, deadline: number, thread?: string) =>
        sendWithRetry(
          async () => {
            await limiter(signal);
            // Blocks come as data from the report; Slack itself checks them.
            const content = { channel: to, text, blocks: blocks as KnownBlock[], ...NO_PREVIEWS };
            return client.chat.postMessage(thread === undefined ? content : { ...content, thread_ts: thread });
          },
          failureOf,
          { deadline, signal },
        );

      const posted = await post(channel, message, deadlineOf(options));
      if (!posted.ok) return [{ what, why: posted.problem }];
      const thread = posted.value.ts;
      if (thread === undefined)
        return [{ what, why: 'Slack did not say which message it posted, so no details were posted below it' }];

      const deadline = deadlineOf({ total: options.total ?? TOTAL_FOR_DETAILS });
      const incomplete: Incomplete[] = [];
      for (const detail of message.details) {
        const own = detail.channel;
        const sent = own === undefined ? undefined : await post(own, detail, deadline);
        if (sent?.ok === true) continue;
        const below = own === undefined || sent === undefined ? detail : misdirected(detail, own, sent.problem);
        const kept = await post(channel, below, deadline, thread);
        if (!kept.ok) incomplete.push({ what: detailName(detail.owner, own ?? channel), why: kept.problem });
      }
      return incomplete;
    },
  };
}

function misdirected(detail: Post, channel: string, problem: string): Post {
  const said = context(slackEscape(`The owner's channel ${channel} did not get this: ${problem}.`));
  return { ...detail, blocks: [...detail.blocks, said] };
}

/** Links in reports are for clicking; a preview would fill the channel. */
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

function detailName(owner: string | undefined, channel: string): string {
  return `Slack message ${owner === undefined ? 'about findings without an owner' : `for ${owner}`} to ${channel}`;
}

function clientOf({ token, apiUrl }: SlackAccess, options: RetryBudget): WebClient {
  const { signal } = options;
  return new WebClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl.href }),
    logger: SILENT,
    timeout: options.timeout ?? 5_000,
    // The client would wait as long as a Retry-After says, whatever time is left; sendWithRetry knows better.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
    fetch: (url, init) => {
      const signals = [init?.signal, signal].filter((each) => each !== undefined && each !== null);
      return fetch(url, { ...init, ...(signals.length > 0 && { signal: AbortSignal.any(signals) }) } as RequestInit);
    },
  });
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

/** Slack's errors that a later try may not meet. */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** What an operator can do about the errors that are met most. */
const REMEDIES: Readonly<Record<string, string>> = {
  channel_not_found: 'give the id of a channel that the app can see, such as C0123456789',
  not_in_channel: 'invite the app to the channel',
  is_archived: 'unarchive the channel, or choose another',
  invalid_auth: 'store a valid bot token',
  not_authed: 'store a valid bot token',
  account_inactive: 'store a valid bot token',
  token_revoked: 'store a valid bot token',
  token_expired: 'store a valid bot token',
  missing_scope: 'give the app the scope chat:write',
};

function failureOf(error: unknown): SendFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { why: 'Slack answered 429 (ratelimited)', passing: true, retryAfter: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIHTTPError) {
    return { why: `Slack answered ${error.statusCode}`, passing: error.statusCode === 429 || error.statusCode >= 500 };
  }
  if (!(error instanceof WebAPIPlatformError)) return { why: 'No answer from Slack', passing: true };
  const word = slackWord(String(error.data.error));
  // Not Slack's word: an answer that was cut or is a proxy's.
  if (word === undefined) return { why: 'Slack gave an answer that cannot be read', passing: false };
  const remedy = REMEDIES[word];
  return { why: `Slack refused (${word})${remedy === undefined ? '' : `: ${remedy}`}`, passing: PASSING.has(word) };
}
