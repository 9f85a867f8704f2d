import type { RateLimiter } from '../../base/rate-limiter.ts';
import type { Result } from '../../base/result.ts';
import { kindOfAwsError, MalformedAnswer } from './aws-error.ts';

/** Sends of one request whose answers come back garbled; the SDK retries the other passing faults itself. */
const SENDS_OF_A_GARBLED_READ = 3;

/**
 * Sends a read, at its rate. `check` turns the answer into what is needed of it and throws `MalformedAnswer` where the
 * service left out what it always sends; a garbled answer is asked for again, since a cut one can look like "none".
 *
 * @throws {DOMException} when the signal ended it (`AbortError`)
 * @throws {MalformedAnswer} when the answer stayed garbled; any other error is the service's own
 */
export async function callApi<A, T>(
  send: () => Promise<A>,
  check: (answer: A) => T,
  limiter?: RateLimiter,
  signal?: AbortSignal,
): Promise<T> {
  for (let sends = 1; ; sends += 1) {
    try {
      await limiter?.(signal);
      return check(await send());
    } catch (error) {
      // Whatever reason the signal was given, and whichever layer noticed it first.
      if (signal?.aborted === true) throw new DOMException('The deadline came first', 'AbortError');
      if (kindOfAwsError(error) !== 'malformed' || sends >= SENDS_OF_A_GARBLED_READ) throw error;
    }
  }
}

/**
 * Asserts that a member is there.
 *
 * @throws {MalformedAnswer} when it is not
 */
export function requireField<T>(value: T | null | undefined, member: string): T {
  if (value === undefined || value === null) throw new MalformedAnswer(`"${member}" is missing`);
  return value;
}

/**
 * Unwraps what was read of an answer.
 *
 * @throws {MalformedAnswer} when it could not be read
 */
export function requireParsed<T>(parsed: Result<T>): T {
  if (!parsed.ok) throw new MalformedAnswer(parsed.problem);
  return parsed.value;
}

/** One page of a listing; `next` is absent on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null | undefined;
}

/**
 * Walks a listing to its end.
 *
 * @throws {MalformedAnswer} when a page hands out the token it was asked with; an error of `readPage` goes through
 */
export async function* pages<T>(
  readPage: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  let token: string | undefined;
  do {
    const page = await readPage(token);
    yield page.items;
    if (token !== undefined && page.next === token) {
      throw new MalformedAnswer('the next page has the token of this one');
    }
    token = page.next ? page.next : undefined;
  } while (token !== undefined);
}

/** The request options that end a call at the deadline. */
export function abortOptions(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
