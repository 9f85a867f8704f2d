import type { AuditContext } from '../audit-context.ts';
import type { AuditRequest } from '../audit-request.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { HOUR_MS } from '../base/time.ts';
import { type OpenRunMarker, openRunMarker, type RunStart } from '../run-ledger/open-run-marker.ts';
import { sideDocuments } from '../run-ledger/side-documents.ts';

/** Milliseconds after which a run without a time limit is taken to have died. */
const UNLIMITED_MS = 12 * HOUR_MS;

/** Marks a run as begun in the ledger, where there is one and the run keeps anything. */
export function beginRun(
  context: AuditContext,
  request: AuditRequest,
  start: RunStart = { limit: UNLIMITED_MS },
): Promise<OpenRunMarker> {
  const keeps = !request.dryRun || request.keepLedger === true;
  return openRunMarker(keeps ? sideDocuments(context) : undefined, {
    ...start,
    accountId: context.account.accountId,
    now: context.clock.now(),
  });
}

/**
 * Does the work of a run and marks it as ended, whichever way it ends. `told` says whether people were told of the runs that died
 * before.
 */
export async function markedRun<T extends { readonly incomplete: readonly Incomplete[] }>(
  begun: OpenRunMarker | Promise<OpenRunMarker>,
  work: (run: OpenRunMarker) => Promise<{ readonly result: T; readonly told: boolean }>,
): Promise<T> {
  const run = await begun;
  try {
    const { result, told } = await work(run);
    const before = run.incomplete.length;
    await run.close('finished', told);
    return { ...result, incomplete: [...result.incomplete, ...run.incomplete.slice(before)] };
  } catch (error) {
    await run.close('failed', false);
    throw error;
  }
}
