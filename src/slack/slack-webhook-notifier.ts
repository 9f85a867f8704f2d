import type { Block } from '@slack/types';
import {
  type FetchFunction,
  IncomingWebhook,
  IncomingWebhookHTTPError,
  IncomingWebhookRequestError,
} from '@slack/webhook';
import { incompleteOfFetch } from '../base/incomplete.ts';
import type { Fetched } from '../base/missing-auditor-permission.ts';
import type { Delivery, Notifier } from '../ports.ts';
import { deadlineOf, type RetryBudget, type SendFailure, sendWithRetry } from '../send-with-retry.ts';
import { plainPost } from './plain-post.ts';
import { failureOfStatus, failureWithoutAnswer, refusesBlocks, slackWord, withRemedy } from './slack-failure.ts';

const WHAT = 'Slack message';

/**
 * Posts to an incoming webhook, without blocks where Slack refuses those. Waits as long as Slack's Retry-After says where that is within
 * the budget; never sends again what may have arrived. Never throws, and never shows the URL, which is a credential.
 */
export function createSlackWebhookNotifier(
  webhookUrl: () => Promise<Fetched<URL>>,
  options: RetryBudget = {},
): Notifier {
  return {
    name: 'slack',
    async notify(message): Promise<Delivery> {
      const url = await webhookUrl();
      if (!url.ok) return { outcome: 'refused', incomplete: [incompleteOfFetch(WHAT, url)] };
      const { signal } = options;
      let retryAfter: number | undefined;
      const noticing: FetchFunction = async (to, init) => {
        retryAfter = undefined;
        const answer = await fetch(to, init as RequestInit);
        retryAfter = retryAfterOf(answer.headers.get('retry-after'));
        return answer;
      };
      const webhook = new IncomingWebhook(url.value.href, { timeout: options.timeout ?? 5_000, fetch: noticing });
      const deadline = deadlineOf(options);
      const send = (payload: { readonly text: string; readonly blocks?: readonly unknown[] }) =>
        sendWithRetry(
          // Blocks come as data from the report; Slack itself checks them.
          () => webhook.send(payload as { text: string; blocks?: Block[] }),
          (error) => ({ ...failureOf(error), ...(retryAfter !== undefined && { retryAfter }) }),
          { deadline, signal },
        );

      const sent = await send({ text: message.text, blocks: message.blocks });
      if (sent.outcome === 'delivered') return { outcome: 'delivered', incomplete: [] };
      if (!refusesBlocks(sent.word)) return { outcome: sent.outcome, incomplete: [{ what: WHAT, why: sent.why }] };
      const plain = await send(plainPost(message));
      const why =
        plain.outcome === 'delivered' ? `${sent.why}, so it was sent as plain text` : `${sent.why}, then ${plain.why}`;
      return { outcome: plain.outcome, incomplete: [{ what: WHAT, why }] };
    },
  };
}

/** Milliseconds in a Retry-After header of seconds; `undefined` where there is none that can be read. */
function retryAfterOf(header: string | null): number | undefined {
  const seconds = Number(header);
  return header === null || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1_000;
}

function failureOf(error: unknown): SendFailure {
  if (error instanceof IncomingWebhookRequestError) return failureWithoutAnswer(error.original);
  if (!(error instanceof IncomingWebhookHTTPError)) return failureWithoutAnswer(error);
  const word = slackWord(error.body);
  const said = `Slack answered ${error.statusCode}${word === undefined ? '' : ` (${word})`}`;
  return {
    why: withRemedy(said, word),
    kind: failureOfStatus(error.statusCode),
    ...(word !== undefined && { word }),
  };
}
