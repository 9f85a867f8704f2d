import type { IncompleteReason } from '../../base/incomplete.ts';
import { realTimer } from '../../real-timer.ts';
import { awsErrorName, kindOfAwsError } from '../client/aws-error.ts';
import { type IncompleteFindings, incompleteFindings } from './incomplete-findings.ts';

/** Sends of one item that Security Hub refuses, the first included. */
const SENDS = 3;

/** One item of a batch that was not taken, though the batch was. */
export interface Refusal<T> {
  readonly item: T;
  readonly why: IncompleteReason;
  /** `passing`: worth sending again; `final`: not; `final-for-all`: said of whatever is sent, so nothing more needs to be. */
  readonly kind: 'passing' | 'final' | 'final-for-all';
}

/** What is sent, and what its errors mean. */
export interface BatchCall<T> {
  /** Sends a batch and returns what of it was refused. Throws where the batch was refused as a whole. */
  send(batch: readonly T[]): Promise<readonly Refusal<T>[]>;
  /** States what a batch was refused for. */
  whyOf(error: unknown): IncompleteReason;
  /** True for errors that the next batch would only meet again. */
  endsAll(error: unknown): boolean;
}

export interface SendOptions {
  /** Milliseconds before the second send; twice as much before each further one. */
  readonly retryDelay: number;
  /** Calls under way at once. */
  readonly atOnce: number;
  readonly signal: AbortSignal | undefined;
}

interface Waiting<T> {
  readonly batch: readonly T[];
  /** Which send this will be, from 1. */
  readonly sends: number;
}

/**
 * Sends batches and returns what was lost. What is refused for a passing reason, and batches throttled beyond the SDK's
 * retries, are sent again; a batch refused for what is in it is halved until the culprit stands alone.
 */
export async function sendBatches<T>(
  batches: readonly (readonly T[])[],
  call: BatchCall<T>,
  { retryDelay, atOnce, signal }: SendOptions,
): Promise<IncompleteFindings<T>> {
  const refused = incompleteFindings<T>();
  const queue = batches.map((batch): Waiting<T> => ({ batch, sends: 1 }));
  const rest = (): readonly T[] => queue.splice(0).flatMap(({ batch }) => batch);
  const sendOne = async ({ batch, sends }: Waiting<T>): Promise<void> => {
    try {
      if (sends > 1) await realTimer.sleep(retryDelay * 2 ** (sends - 2), signal);
      const refusals = await call.send(batch);
      const again = refusals.filter(({ kind }) => kind === 'passing' && sends < SENDS);
      if (again.length > 0) queue.push({ batch: again.map(({ item }) => item), sends: sends + 1 });
      for (const refusal of refusals) if (!again.includes(refusal)) refused.add([refusal.item], refusal.why);
      const [first] = refusals;
      if (first === undefined || refusals.length < batch.length) return;
      if (refusals.every(({ kind }) => kind === 'final-for-all')) refused.add(rest(), first.why);
    } catch (error) {
      const more = toSendInstead({ batch, sends }, error);
      if (more.length > 0) queue.push(...more);
      else refused.add(call.endsAll(error) ? [...batch, ...rest()] : batch, call.whyOf(error));
    }
  };
  const sendRest = async (): Promise<void> => {
    for (let waiting = queue.shift(); waiting !== undefined; waiting = queue.shift()) await sendOne(waiting);
  };
  // The first by itself: what stands in the way of all is met once.
  const first = queue.shift();
  if (first !== undefined) await sendOne(first);
  await Promise.all(Array.from({ length: atOnce }, sendRest));
  return refused;
}

/** True for an error that is about what is in the batch, and says nothing of the next one. */
export function isInvalidInput(error: unknown): boolean {
  return awsErrorName(error) === 'InvalidInputException';
}

/** What to send after a batch was refused as a whole; nothing where it is lost. */
function toSendInstead<T>({ batch, sends }: Waiting<T>, error: unknown): readonly Waiting<T>[] {
  if (kindOfAwsError(error) === 'throttled' && sends < SENDS) return [{ batch, sends: sends + 1 }];
  // One bad finding makes the service refuse all hundred: find it by halves.
  if (!isInvalidInput(error) || batch.length === 1) return [];
  const half = Math.ceil(batch.length / 2);
  return [
    { batch: batch.slice(0, half), sends: 1 },
    { batch: batch.slice(half), sends: 1 },
  ];
}
