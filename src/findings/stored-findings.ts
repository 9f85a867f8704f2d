import type { EpochMs } from '../base/time.ts';
import type { Action } from '../iam/action.ts';
import type { StoredFinding } from '../ledger/stored-finding.ts';
import type { Finding, KnownFinding } from './finding.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Lifecycle } from './lifecycle.ts';
import { severityNamed } from './severity.ts';

/** What a run leaves of its findings in the ledger, by id: those that are open, and those that it resolved. */
export function toStoredFindings(lifecycle: Lifecycle, now: EpochMs): ReadonlyMap<string, StoredFinding> {
  const all = [...lifecycle.findings, ...lifecycle.resolvedFindings];
  return new Map(all.map((finding) => [finding.id, remembered(finding, now)]));
}

/** Findings as the ledger remembers them, in the form in which a sink would. */
export function loadFindings(findings: ReadonlyMap<string, StoredFinding>): readonly KnownFinding[] {
  return [...findings].flatMap(([id, finding]) => {
    const severity = severityNamed(finding.severity);
    // Of a release that had other severities: it is opened anew, with today's.
    if (severity === undefined) return [];
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

function remembered(finding: Finding, now: EpochMs): StoredFinding {
  const { rule, roleArn, severity, title, status, firstSeen, createdAt, families, actions } = finding;
  return {
    rule,
    roleArn,
    severity,
    title,
    open: status !== 'resolved',
    firstSeen,
    createdAt: createdAt ?? now,
    updatedAt: now,
    families: [...families],
    actions: [...actions, ...(finding.acceptedActions ?? [])],
    ...(status === 'suppressed' && { suppressed: true }),
    fingerprint: fingerprintOf(finding),
  };
}
