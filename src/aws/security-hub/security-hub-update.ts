import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchUpdateFindingsCommand,
  type BatchUpdateFindingsUnprocessedFinding,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Incomplete } from '../../base/incomplete.ts';
import type { RateLimiter } from '../../base/rate-limiter.ts';
import { NOTE_AUTHOR } from '../../findings/asff/workflow-marks.ts';
import type { WorkflowMark } from '../../findings/finding.ts';
import { awsErrorName, kindOfAwsError } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import { UPDATE_FINDINGS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { findingLosses } from './finding-losses.ts';
import { securityHubLoss } from './security-hub-loss.ts';

/** AWS Security Hub API Reference, "BatchUpdateFindings": findings per call. */
const FINDINGS_PER_CALL = 100;
/** Sends of one finding that Security Hub does not update, the first included. */
const SENDS = 3;
/** A finding that was imported a moment ago need not be found yet; the others are said to pass. */
const PASSING = new Set(['ConcurrentUpdateError', 'InternalFailure', 'FindingNotFound']);

interface Waiting {
  /** All of one status and note: a call sets the same for all its findings. */
  readonly marks: readonly WorkflowMark[];
  readonly sends: number;
}

/**
 * Sets workflow statuses and notes. What Security Hub does not update for a passing reason is sent again; a call that is refused for what is in it
 * is taken apart; where one fails for another reason the rest is given up, in one statement: the next run sees what is still to be set.
 */
export async function updateFindings(
  session: AwsSession,
  productArn: string,
  marks: readonly WorkflowMark[],
  retryDelay: number,
): Promise<readonly Incomplete[]> {
  const limiter = session.rateLimiter(UPDATE_FINDINGS);
  const losses = findingLosses<WorkflowMark>();
  const queue = callsFor(marks).map((group): Waiting => ({ marks: group, sends: 1 }));
  for (let waiting = queue.shift(); waiting !== undefined; waiting = queue.shift()) {
    const { marks: group, sends } = waiting;
    try {
      if (sends > 1) {
        const options = session.signal === undefined ? {} : { signal: session.signal };
        await sleep(retryDelay * 2 ** (sends - 2), undefined, options);
      }
      const again: WorkflowMark[] = [];
      for (const { FindingIdentifier, ErrorCode, ErrorMessage } of await send(session, productArn, group, limiter)) {
        const mark = group.find(({ id }) => id === FindingIdentifier?.Id);
        if (mark === undefined) continue;
        if (sends < SENDS && PASSING.has(ErrorCode ?? '')) again.push(mark);
        else losses.add([mark], { why: `Security Hub did not set it: ${ErrorCode}: ${ErrorMessage}` });
      }
      if (again.length > 0) queue.push({ marks: again, sends: sends + 1 });
    } catch (error) {
      if (kindOfAwsError(error) === 'throttled' && sends < SENDS) {
        queue.push({ marks: group, sends: sends + 1 });
        continue;
      }
      // One bad finding makes the service refuse all hundred: find it by halves.
      if (isInvalid(error) && group.length > 1) {
        const half = Math.ceil(group.length / 2);
        queue.push({ marks: group.slice(0, half), sends }, { marks: group.slice(half), sends });
        continue;
      }
      const { what: _, ...why } = securityHubLoss('', error, {
        action: 'securityhub:BatchUpdateFindings',
        region: session.region,
      });
      losses.add(isInvalid(error) ? group : [...group, ...queue.splice(0).flatMap((one) => one.marks)], why);
    }
  }
  return losses.told((lost) =>
    lost.length === 1 ? `workflow status of finding ${lost[0]?.id}` : `workflow status of ${lost.length} findings`,
  );
}

/** True for an error that is about the call's own findings, and says nothing of the next call. */
function isInvalid(error: unknown): boolean {
  return awsErrorName(error) === 'InvalidInputException';
}

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

async function send(
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
