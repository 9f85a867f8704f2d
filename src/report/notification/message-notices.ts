import type { AuditResult } from '../audit-result.ts';
import type { FindingChanges } from './finding-changes.ts';

/** What a message says before everything else, one sentence each: runs that never ended, and what may be told twice. */
export function messageNotices({ neverEnded = [] }: AuditResult, { notes }: FindingChanges): readonly string[] {
  return [...neverEnded.map(({ what, why }) => `${what}: ${why}.`), ...notes];
}
