import type { Incomplete } from '../../base/incomplete.ts';

/** The actions that the auditor's own role lacks, sorted; what other policies refuse is not among them, as granting would not help. */
export function missingAuditorActions(incomplete: readonly Incomplete[]): readonly string[] {
  const actions = incomplete.flatMap(({ missing }) =>
    missing === undefined || missing.refusedBy !== undefined ? [] : [missing.action],
  );
  return [...new Set(actions)].sort();
}
