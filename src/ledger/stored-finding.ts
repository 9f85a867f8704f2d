import { joinByRank } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';

/** A finding as a run left it, in plain texts: the rules and severities of today need not be those of then. */
export interface StoredFinding {
  readonly rule: string;
  readonly roleArn: string;
  readonly severity: string;
  readonly title: string;
  readonly open: boolean;
  readonly firstSeen: EpochMs;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  readonly families: readonly string[];
  readonly actions: readonly string[];
  readonly fingerprint?: string;
  /** Present where an exception accepted it. */
  readonly suppressed?: true;
}

const latest = joinByRank<StoredFinding>((finding) => finding.updatedAt);

/** The latest state, with the earliest dates. */
export function joinFindings(a: StoredFinding, b: StoredFinding): StoredFinding {
  const firstSeen = Math.min(a.firstSeen, b.firstSeen);
  const createdAt = Math.min(a.createdAt, b.createdAt);
  // The dates are chosen apart, so they must not choose the state.
  return latest({ ...a, firstSeen, createdAt }, { ...b, firstSeen, createdAt });
}
