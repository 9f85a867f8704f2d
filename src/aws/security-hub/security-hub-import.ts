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
import { whyNotSent } from './security-hub-incomplete.ts';
import { type Refusal, sendBatches } from './send-batches.ts';

/** Calls under way at once: one may take a second, and the rate allows for more. */
const CALLS_AT_ONCE = 4;

/**
 * Imports findings in batches; `retryDelay` is in milliseconds. Sending twice is harmless, since Security Hub ignores
 * what it has with the same UpdatedAt.
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
  let imported = 0;
  const send = async (batch: readonly AwsSecurityFinding[]): Promise<readonly Refusal<AwsSecurityFinding>[]> => {
    const failures = await importBatch(session, batch, limiter);
    imported += batch.length - failures.length;
    return failures.flatMap(({ Id, ErrorCode, ErrorMessage }) => {
      const item = batch.find((one) => one.Id === Id);
      const why = `Security Hub refused it: ${ErrorCode}: ${ErrorMessage}`;
      if (item !== undefined) return [{ item, why: { why }, kind: kindOf(ErrorCode) }];
      incomplete.push({ what: `finding "${Id}"`, why });
      return [];
    });
  };
  const refused = await sendBatches(
    batches,
    { send, endsAll, whyOf: (error) => whyNotSent(error, 'securityhub:BatchImportFindings', session) },
    { retryDelay, atOnce: CALLS_AT_ONCE, signal: session.signal },
  );
  return { imported, incomplete: [...incomplete, ...refused.told((lost) => `import of ${countOf(lost)}`)] };
}

function importBatch(
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

/** Invalid input stays invalid; a product that is switched off stays off, for the batches to come as well. */
function kindOf(errorCode: string | undefined): Refusal<AwsSecurityFinding>['kind'] {
  if (errorCode === 'InvalidAccess') return 'final-for-all';
  return errorCode === 'InvalidInput' || errorCode === 'InvalidInputException' ? 'final' : 'passing';
}

function endsAll(error: unknown): boolean {
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
