import { ok, problem, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';

/** What one download may cost. */
export interface DownloadLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Tries beyond the first, for what may be better the next time (the network, 429, 5xx). */
  readonly retries: number;
  /** Ends all of it. */
  readonly signal?: AbortSignal;
}

/** A document that was downloaded. */
export interface Download {
  readonly json: unknown;
  readonly bytes: number;
  /** As the server states it; absent where it does not. */
  readonly lastModified?: EpochMs;
}

/** Downloads JSON within limits. Redirects are refused: the address asked is the address answered for. */
export async function fetchJson(url: URL, limits: DownloadLimits): Promise<Result<Download>> {
  let last = problem<Download>(`Cannot download ${url}: not tried`);
  for (let attempt = 0; attempt <= limits.retries; attempt++) {
    const outcome = await attemptJson(url, limits);
    if (outcome.result.ok || !outcome.retry) return outcome.result;
    last = outcome.result;
  }
  return last;
}

async function attemptJson(url: URL, limits: DownloadLimits): Promise<{ result: Result<Download>; retry: boolean }> {
  const failed = (why: string, retry: boolean) => ({
    result: problem<Download>(`Cannot download ${url}: ${why}`),
    retry,
  });
  let text: string | undefined;
  let lastModified = Number.NaN;
  try {
    const own = AbortSignal.timeout(limits.timeoutMs);
    const signal = limits.signal === undefined ? own : AbortSignal.any([own, limits.signal]);
    const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
    if (!response.ok) {
      await response.body?.cancel();
      return failed(`status ${response.status}, expected 200`, response.status === 429 || response.status >= 500);
    }
    lastModified = Date.parse(response.headers.get('last-modified') ?? '');
    text = await readText(response, limits.maxBytes);
  } catch (error) {
    return failed(reasonOf(error), limits.signal?.aborted !== true);
  }
  if (text === undefined) return failed(`more than ${limits.maxBytes} bytes`, false);
  try {
    return {
      result: ok({
        json: JSON.parse(text) as unknown,
        bytes: text.length,
        ...(Number.isFinite(lastModified) && { lastModified }),
      }),
      retry: false,
    };
  } catch {
    // A body that was cut looks like this, so it is worth another try.
    return failed(`"${text.slice(0, 40)}…" is not JSON`, true);
  }
}

/** The body, or undefined as soon as it proves too long; the length that the server states is not relied on. */
async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the download.
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
