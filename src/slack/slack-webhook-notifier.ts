import type { Block } from '@slack/types';
import { type FetchFunction, IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import { type Incomplete, incompleteOfFetch } from '../base/incomplete.ts';
import type { Fetched } from '../base/missing-auditor-permission.ts';
import type { Notifier } from '../ports.ts';
import {
  deadlineOf,
  type RetryBudget,
  retryAfterOf,
  type SendFailure,
  sendWithRetry,
  slackWord,
} from './send-with-retry.ts';

const WHAT = 'Slack message';

/**
 * Posts to an incoming webhook. Waits as long as Slack's Retry-After says where that is within the budget. Never throws, and
 * never shows the URL, which is a credential.
 */
export function createSlackWebhookNotifier(
  webhookUrl: () => Promise<Fetched<URL>>,
  options: RetryBudget = {},
): Notifier {
  return {
    name: 'slack',
    async notify(message): Promise<readonly Incomplete[]> {
      const url = await webhookUrl();
      if (!url.ok) return [incompleteOfFetch(WHAT, url)];
      const { signal } = options;
      let retryAfter: number | undefined;
      const noticing: FetchFunction = async (to, init) => {
        retryAfter = undefined;
        const answer = await fetch(to, init as RequestInit);
        retryAfter = retryAfterOf(answer.headers.get('retry-after'));
        return answer;
      };
      const webhook = new IncomingWebhook(url.value.href, { timeout: options.timeout ?? 5_000, fetch: noticing });
      // Blocks come as data from the report; Slack itself checks them.
      const payload = { text: message.text, blocks: message.blocks as Block[] };
      const sent = await sendWithRetry(
        () => webhook.send(payload),
        (error) => ({ ...failureOf(error), ...(retryAfter !== undefined && { retryAfter }) }),
        { deadline: deadlineOf(options), signal },
      );
      return sent.ok ? [] : [{ what: WHAT, why: sent.problem }];
    },
  };
}

function failureOf(error: unknown): SendFailure {
  if (!(error instanceof IncomingWebhookHTTPError)) return { why: 'No answer from Slack', passing: true };
  const reason = slackWord(error.body);
  return {
    why: `Slack answered ${error.statusCode}${reason === undefined ? '' : ` (${reason})`}`,
    passing: error.statusCode === 429 || error.statusCode >= 500,
  };
}
