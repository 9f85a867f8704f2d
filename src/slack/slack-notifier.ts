import { setTimeout as sleep } from 'node:timers/promises';
import type { Block } from '@slack/types';
import { type FetchFunction, IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import type { Incomplete } from '../base/incomplete.ts';
import type { Result } from '../base/result.ts';
import type { Notifier } from '../ports.ts';

export interface SlackOptions {
  /** Milliseconds that may pass in waiting and sending, all sends together; default 20,000. */
  readonly patience?: number;
  /** Milliseconds for one send; default 5,000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

const SENDS = 4;
const FIRST_WAIT = 500;
const WHAT = 'Slack message';

/**
 * Posts to an incoming webhook. Waits as long as Slack's Retry-After says where that is within the patience; fails
 * softly, and never says the URL, which is a credential.
 */
export function createSlackNotifier(webhookUrl: () => Promise<Result<URL>>, options: SlackOptions = {}): Notifier {
  const patience = options.patience ?? 20_000;
  return {
    name: 'slack',
    async notify(message): Promise<readonly Incomplete[]> {
      const url = await webhookUrl();
      if (!url.ok) return [{ what: WHAT, why: url.problem }];
      const deadline = performance.now() + patience;
      let retryAfter: number | undefined;
      const noticing: FetchFunction = async (to, init) => {
        retryAfter = undefined;
        const answer = await fetch(to, init as RequestInit);
        retryAfter = seconds(answer.headers.get('retry-after'));
        return answer;
      };
      const webhook = new IncomingWebhook(url.value.href, { timeout: options.timeout ?? 5_000, fetch: noticing });
      // Blocks come as data from the report; Slack itself checks them.
      const payload = { text: message.text, blocks: message.blocks as Block[] };

      for (let sends = 1; ; sends += 1) {
        try {
          await webhook.send(payload);
          return [];
        } catch (error) {
          const why = describe(error);
          const wait = retryAfter ?? FIRST_WAIT * 2 ** (sends - 1);
          if (!isPassing(error) || sends >= SENDS) return [{ what: WHAT, why }];
          if (performance.now() + wait > deadline) {
            return [{ what: WHAT, why: `${why}; the next try was due only in ${Math.ceil(wait / 1000)} s` }];
          }
          try {
            await sleep(wait, undefined, options.signal === undefined ? {} : { signal: options.signal });
          } catch {
            return [{ what: WHAT, why: `${why}; the run's deadline came before the next try` }];
          }
        }
      }
    },
  };
}

function isPassing(error: unknown): boolean {
  return !(error instanceof IncomingWebhookHTTPError) || error.statusCode === 429 || error.statusCode >= 500;
}

/** Slack answers with one word (`invalid_blocks`); anything longer is not Slack's and is not repeated. */
function describe(error: unknown): string {
  if (!(error instanceof IncomingWebhookHTTPError)) return 'No answer from Slack';
  const reason = /^[a-z_]{1,60}$/.exec(error.body.trim())?.[0];
  return `Slack answered ${error.statusCode}${reason === undefined ? '' : ` (${reason})`}`;
}

function seconds(header: string | null): number | undefined {
  const value = Number(header);
  return header === null || !Number.isFinite(value) || value < 0 ? undefined : value * 1_000;
}
