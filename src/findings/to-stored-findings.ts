import type { EpochMs } from '../base/time.ts';
import type { StoredFinding } from '../ledger/stored-finding.ts';
import type { Finding } from './finding.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Lifecycle } from './lifecycle.ts';

/** The findings of a run as the ledger stores them, by id: open, suppressed and resolved ones. */
export function toStoredFindings(lifecycle: Lifecycle, now: EpochMs): ReadonlyMap<string, StoredFinding> {
  const all = [...lifecycle.findings, ...lifecycle.resolvedFindings];
  return new Map(all.map((finding) => [finding.id, storedFinding(finding, now)]));
}

function storedFinding(finding: Finding, now: EpochMs): StoredFinding {
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
