import {
  BatchUpdateFindingsCommand,
  type BatchUpdateFindingsUnprocessedFinding,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Incomplete } from '../../base/incomplete.ts';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import { NOTE_AUTHOR } from '../../findings/asff/workflow-marks.ts';
import type { WorkflowMark } from '../../findings/finding.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { UPDATE_FINDINGS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { whyNotSent } from './security-hub-incomplete.ts';
import { isInvalidInput, type Refusal, sendBatches } from './send-batches.ts';

/** AWS Security Hub API Reference, "BatchUpdateFindings": findings per call. */
const FINDINGS_PER_CALL = 100;
/** A finding that was imported a moment ago need not be found yet; the others are said to pass. */
const PASSING = new Set(['ConcurrentUpdateError', 'InternalFailure', 'FindingNotFound']);

/**
 * Sets workflow statuses and notes; `retryDelay` is in milliseconds. Where a call fails for another reason than what is in
 * it, the rest is given up, in one statement: the next run sees what is still to be set.
 */
export async function updateFindings(
  session: AwsSession,
  productArn: string,
  marks: readonly WorkflowMark[],
  retryDelay: number,
): Promise<readonly Incomplete[]> {
  const limiter = session.rateLimiter(UPDATE_FINDINGS);
  const send = async (group: readonly WorkflowMark[]): Promise<readonly Refusal<WorkflowMark>[]> => {
    const unprocessed = await updateGroup(session, productArn, group, limiter);
    return unprocessed.flatMap(({ FindingIdentifier, ErrorCode, ErrorMessage }) => {
      const item = group.find(({ id }) => id === FindingIdentifier?.Id);
      const why = { why: `Security Hub did not set it: ${ErrorCode}: ${ErrorMessage}` };
      return item === undefined ? [] : [{ item, why, kind: PASSING.has(ErrorCode ?? '') ? 'passing' : 'final' }];
    });
  };
  const refused = await sendBatches(
    callsFor(marks),
    {
      send,
      endsAll: (error) => !isInvalidInput(error),
      whyOf: (error) => whyNotSent(error, 'securityhub:BatchUpdateFindings', session),
    },
    { retryDelay, atOnce: 1, signal: session.signal },
  );
  return refused.told((lost) =>
    lost.length === 1 ? `workflow status of finding ${lost[0]?.id}` : `workflow status of ${lost.length} findings`,
  );
}

/** What calls are made of: all marks of one have the same status and note, since a call sets the same for all its findings. */
function callsFor(marks: readonly WorkflowMark[]): readonly (readonly WorkflowMark[])[] {
  // Twice the same finding in one call is an error; the last word counts.
  const distinct = new Map(marks.map((mark) => [mark.id, mark])).values();
  const alike = Map.groupBy(distinct, ({ status, note }) => `${status} ${note}`);
  return [...alike.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / FINDINGS_PER_CALL) }, (_, index) =>
      group.slice(index * FINDINGS_PER_CALL, (index + 1) * FINDINGS_PER_CALL),
    ),
  );
}

async function updateGroup(
  session: AwsSession,
  productArn: string,
  marks: readonly WorkflowMark[],
  limiter: RateLimiter,
): Promise<readonly BatchUpdateFindingsUnprocessedFinding[]> {
  const [first] = marks;
  if (first === undefined) return [];
  return callApi(
    () => {
      const request = new BatchUpdateFindingsCommand({
        FindingIdentifiers: marks.map(({ id }) => ({ Id: id, ProductArn: productArn })),
        Note: { Text: first.note, UpdatedBy: NOTE_AUTHOR },
        Workflow: { Status: first.status },
      });
      return session.client(SecurityHubClient).send(request, abortOptions(session.signal));
    },
    (answer) => {
      requireField(answer.ProcessedFindings, 'ProcessedFindings');
      return requireField(answer.UnprocessedFindings, 'UnprocessedFindings');
    },
    limiter,
    session.signal,
  );
}
