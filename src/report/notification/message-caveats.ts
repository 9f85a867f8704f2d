import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import type { FindingChanges } from './finding-changes.ts';

/** The caveats of a message. Where the ledger says what is new, that Security Hub could not is left out. */
export function messageCaveats(result: AuditResult, changes: FindingChanges): readonly string[] {
  return caveatsOf(changes.known ? { ...result, lifecycle: { ...result.lifecycle, knownComplete: true } } : result);
}
