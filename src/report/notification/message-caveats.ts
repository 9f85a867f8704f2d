import type { Incomplete } from '../../base/incomplete.ts';
import type { AuditResult } from '../audit-result.ts';
import { caveatsOf } from '../caveats.ts';
import { isTampering } from '../tampering.ts';
import type { FindingChanges } from './finding-changes.ts';

/**
 * The caveats of a message, without what it begins with. Where the ledger says what is new, that Security Hub could not is left out.
 */
export function messageCaveats(result: AuditResult, changes: FindingChanges): readonly string[] {
  const { lifecycle, neverEnded } = result;
  const first: ReadonlySet<Incomplete> = new Set(neverEnded);
  return caveatsOf({
    ...result,
    incomplete: result.incomplete.filter((each) => !first.has(each) && !isTampering(each)),
    lifecycle: changes.known ? { ...lifecycle, knownComplete: true } : lifecycle,
  });
}
