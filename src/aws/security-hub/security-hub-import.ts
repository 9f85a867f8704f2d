import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  type ImportFindingsError,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Incomplete } from '../../base/incomplete.ts';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import type { PublishOutcome } from '../../ports.ts';
import { awsErrorName, kindOfAwsError } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { IMPORT_FINDINGS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { batchFindings } from './finding-batches.ts';
import { findingLosses } from './finding-losses.ts';
import { securityHubLoss } from './security-hub-loss.ts';

/** Calls under way at once: one may take a second, and the rate allows for more. */
const CALLS_AT_ONCE = 4;

/** Sends of one finding that Security Hub refuses, the first included. */
const SENDS = 3;

/**
 * Imports findings in batches. Findings refused one by one, and batches throttled beyond the SDK's retries, are sent
 * again; sending twice is harmless, since Security Hub ignores what it has with the same UpdatedAt.
 */
export async function importFindings(
  session: AwsSession,
  findings: readonly AwsSecurityFinding[],
  retryDelay: number,
): Promise<PublishOutcome> {
  const limiter = session.rateLimiter(IMPORT_FINDINGS);
  const { batches, oversized } = batchFindings(findings);
  const incomplete: Incomplete[] = oversized.map(({ finding, bytes }) => ({
    what: `finding "${finding.Title}" (${finding.Id})`,
    why: `It has ${bytes} bytes: Security Hub takes 240 KB at most`,
  }));
  const losses = findingLosses<AwsSecurityFinding>();
  let imported = 0;
  const queue = batches.map((batch): Waiting => ({ batch, sends: 1 }));
  const rest = (): readonly AwsSecurityFinding[] => queue.splice(0).flatMap((one) => one.batch);
  const sendOne = async (waiting: Waiting): Promise<void> => {
    const { batch, sends } = waiting;
    try {
      if (sends > 1) await sleep(retryDelay * 2 ** (sends - 2), undefined, sleepOptions(session.signal));
      const failures = await send(session, batch, limiter);
      imported += batch.length - failures.length;
      const again: AwsSecurityFinding[] = [];
      for (const { Id, ErrorCode, ErrorMessage } of failures) {
        const finding = batch.find((one) => one.Id === Id);
        if (finding === undefined) {
          incomplete.push({ what: `finding "${Id}"`, why: `Security Hub refused it: ${ErrorCode}: ${ErrorMessage}` });
        } else if (sends < SENDS && !isFinal(ErrorCode)) again.push(finding);
        else losses.add([finding], { why: `Security Hub refused it: ${ErrorCode}: ${ErrorMessage}` });
      }
      if (again.length > 0) queue.push({ batch: again, sends: sends + 1 });
      const [first] = failures;
      // The product is switched off, and stays off for the batches to come.
      if (failures.length === batch.length && failures.every(({ ErrorCode }) => ErrorCode === 'InvalidAccess')) {
        losses.add(rest(), { why: `Security Hub refused it: InvalidAccess: ${first?.ErrorMessage}` });
      }
    } catch (error) {
      const more = afterError(waiting, error);
      if (more !== undefined) {
        queue.push(...more);
        return;
      }
      const { what: _, ...why } = securityHubLoss('', error, {
        action: 'securityhub:BatchImportFindings',
        region: session.region,
      });
      losses.add(isForAll(error) ? [...batch, ...rest()] : batch, why);
    }
  };
  const sendRest = async (): Promise<void> => {
    for (let waiting = queue.shift(); waiting !== undefined; waiting = queue.shift()) await sendOne(waiting);
  };
  // The first by itself: what stands in the way of all is met once.
  const first = queue.shift();
  if (first !== undefined) await sendOne(first);
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, sendRest));
  return { imported, incomplete: [...incomplete, ...losses.told((lost) => `import of ${countOf(lost)}`)] };
}

interface Waiting {
  readonly batch: readonly AwsSecurityFinding[];
  /** Which send this will be, from 1. */
  readonly sends: number;
}

function send(
  session: AwsSession,
  batch: readonly AwsSecurityFinding[],
  limiter: RateLimiter,
): Promise<ImportFindingsError[]> {
  return callApi(
    () => {
      const request = new BatchImportFindingsCommand({ Findings: [...batch] });
      return session.client(SecurityHubClient).send(request, abortOptions(session.signal));
    },
    (answer) => {
      requireField(answer.SuccessCount, 'SuccessCount');
      const failures = answer.FailedFindings ?? [];
      if (failures.length < requireField(answer.FailedCount, 'FailedCount')) requireField(undefined, 'FailedFindings');
      return failures;
    },
    limiter,
    session.signal,
  );
}

/** Invalid input stays invalid, and a product that is switched off stays off. */
function isFinal(errorCode: string | undefined): boolean {
  return errorCode === 'InvalidInput' || errorCode === 'InvalidInputException' || errorCode === 'InvalidAccess';
}

/** What to send after a batch failed as a whole; nothing where it is lost. */
function afterError({ batch, sends }: Waiting, error: unknown): Waiting[] | undefined {
  if (kindOfAwsError(error) === 'throttled' && sends < SENDS) return [{ batch, sends: sends + 1 }];
  // One bad finding makes the service refuse all hundred: find it by halves.
  if (awsErrorName(error) === 'InvalidInputException' && batch.length > 1) {
    const half = Math.ceil(batch.length / 2);
    return [
      { batch: batch.slice(0, half), sends: 1 },
      { batch: batch.slice(half), sends: 1 },
    ];
  }
  return undefined;
}

/** True for errors that the next batch would only meet again. */
function isForAll(error: unknown): boolean {
  return (
    awsErrorName(error) === 'InvalidAccessException' ||
    ['credentials', 'denied', 'aborted', 'network'].includes(kindOfAwsError(error))
  );
}

function countOf(findings: readonly AwsSecurityFinding[]): string {
  const [first] = findings;
  return findings.length === 1 && first !== undefined
    ? `finding "${first.Title}" (${first.Id})`
    : `${findings.length} findings into Security Hub`;
}

function sleepOptions(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
