import { STSClient } from '@aws-sdk/client-sts';
import { MINUTE_MS } from '../../base/time.ts';
import type { Clock } from '../../ports.ts';
import type { AwsSession } from './session.ts';

/** How far a clock may be off before AWS refuses what it signs ("Signing AWS API requests"). */
const TOLERANCE_MS = 5 * MINUTE_MS;

/**
 * Notes how far AWS's clock is ahead of the local one (milliseconds, negative where it is behind), as the `Date` of the last
 * answer of STS in a session tells.
 */
export function noteServerTime(session: AwsSession, local: Clock): () => number | undefined {
  let offset: number | undefined;
  session.client(STSClient).middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call);
      const date = Date.parse(dateIn(answer.response));
      if (!Number.isNaN(date)) offset = date - local.now();
      return answer;
    },
    { step: 'deserialize', name: 'noteServerTime', override: true },
  );
  return () => offset;
}

/** Empty where the answer bears no date. */
function dateIn(response: unknown): string {
  const { headers = {} } = response as { readonly headers?: Readonly<Record<string, string>> };
  return headers['date'] ?? headers['Date'] ?? '';
}

/**
 * The clock to go by. One that runs ahead makes roles and grants older than they are, one that is behind leaves out what
 * happened since: where it is off by more than AWS tolerates, AWS's time counts.
 */
export function soundClock(local: Clock, offset: number | undefined): Clock {
  return isOff(offset) ? { now: () => local.now() + offset } : local;
}

/** Says that the clock is off, for people; nothing where it is not. */
export function clockNotice(offset: number | undefined): string | undefined {
  if (!isOff(offset)) return undefined;
  const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
  return `going by AWS's time: the clock of this machine is ${minutes} minutes ${offset < 0 ? 'ahead' : 'behind'}`;
}

function isOff(offset: number | undefined): offset is number {
  return offset !== undefined && Math.abs(offset) > TOLERANCE_MS;
}
