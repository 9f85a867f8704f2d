import type { Incomplete } from '../base/incomplete.ts';
import type { AuditResult } from './audit-result.ts';
import { isTampering } from './tampering.ts';

/** What this run could not read or do. Tampering and runs that never ended are told of by themselves. */
export function ownIncomplete({
  incomplete,
  neverEnded = [],
}: Pick<AuditResult, 'incomplete' | 'neverEnded'>): readonly Incomplete[] {
  const first: ReadonlySet<Incomplete> = new Set(neverEnded);
  return incomplete.filter((each) => !first.has(each) && !isTampering(each));
}
