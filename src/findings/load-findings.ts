import type { Action } from '../iam/action.ts';
import type { StoredFinding } from '../ledger/stored-finding.ts';
import type { KnownFinding } from './finding.ts';
import { isFindingId } from './finding-id.ts';
import { severityNamed } from './severity.ts';

/** The ledger's findings in the form of those of a sink. */
export function loadFindings(findings: ReadonlyMap<string, StoredFinding>): readonly KnownFinding[] {
  return [...findings].flatMap(([id, finding]) => {
    const severity = severityNamed(finding.severity);
    // A severity that no longer exists: the finding is opened anew, with one of today's.
    if (severity === undefined || !isFindingId(id)) return [];
    const { open, actions, ...rest } = finding;
    return [
      {
        ...rest,
        id,
        severity,
        recordState: open ? ('ACTIVE' as const) : ('ARCHIVED' as const),
        actions: actions.filter((action): action is Action => action.includes(':')),
      },
    ];
  });
}
