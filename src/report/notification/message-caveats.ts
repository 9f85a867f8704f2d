import type { Incomplete } from '../../base/incomplete.ts';
import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import type { FindingChanges } from './finding-changes.ts';

/**
 * The caveats of a message. Where the ledger says what is new, that Security Hub could not is left out; so is what the message says
 * first.
 */
export function messageCaveats(result: AuditResult, changes: FindingChanges): readonly string[] {
  const first: ReadonlySet<Incomplete> = new Set(result.neverEnded);
  const rest = { ...result, incomplete: result.incomplete.filter((each) => !first.has(each)) };
  return caveatsOf(changes.known ? { ...rest, lifecycle: { ...result.lifecycle, knownComplete: true } } : rest);
}
