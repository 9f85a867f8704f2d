import type { Incomplete } from '../../base/incomplete.ts';
import type { RoleJob } from '../../ecs/role-use.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import type { Verdict } from '../../rightsize/verdict.ts';
import type { KeptLedger } from '../audit-result.ts';
import type { CoverageSummary } from '../coverage-summary.ts';
import type { RunTotals } from '../run-totals.ts';

/** The JSON document of a run, version 1. Fields may be added; what is here stays. Times are ISO 8601. */
export interface AuditDocument {
  readonly version: 1;
  readonly account: string;
  readonly regions: readonly string[];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly coverage: readonly CoverageSummary[];
  readonly roles: readonly DocumentRole[];
  /** Open and suppressed ones, then those that are told within others (`partOf`), and at the end those that this run resolved. */
  readonly findings: readonly DocumentFinding[];
  readonly exceptions: DocumentExceptions;
  /** What is kept from run to run: where, and whether changes by others would be noticed. Absent where nothing is. */
  readonly ledger?: KeptLedger;
  /** Totals of earlier runs over the same Regions, oldest first, and of this run. */
  readonly history: readonly DocumentRun[];
  readonly incomplete: readonly Incomplete[];
}

export interface DocumentRole {
  readonly arn: string;
  readonly roleId?: string;
  /** Absent where nobody can say: a role of another account, or one that could not be read. */
  readonly exists?: boolean;
  readonly usedAs: readonly RoleJob[];
  readonly families: readonly string[];
  readonly actions: readonly DocumentAction[];
  readonly findings: readonly string[];
  readonly recommendedPolicy?: unknown;
}

export interface DocumentAction {
  readonly action: string;
  readonly verdict: Verdict;
  readonly lastUsed?: string;
  readonly because: string;
  readonly resources: readonly string[];
}

export interface DocumentFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly role: string;
  readonly families: readonly string[];
  readonly status: Finding['status'];
  readonly actions: readonly string[];
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly owner?: string;
  /** The id of the finding whose change mends this one too, and that tells of it elsewhere; such a finding is not counted by itself. */
  readonly partOf?: string;
  /** Further actions, each accepted by an exception. */
  readonly acceptedActions?: readonly string[];
  /** Why it is suppressed, and the first moment at which it no longer will be. */
  readonly acceptance?: DocumentAcceptance;
}

export interface DocumentAcceptance {
  readonly reason: string;
  readonly until?: string;
  readonly writtenIn: string;
}

/** What the run reports about the exceptions themselves. */
export interface DocumentExceptions {
  /** Expired, and what they accepted is still there. */
  readonly expired: readonly DocumentException[];
  /** In force, and expire within 14 days. */
  readonly ending: readonly DocumentException[];
  /** Accept nothing that is there any more. */
  readonly idle: readonly DocumentException[];
  /** Role tags that are ignored, wholly or for one rule. */
  readonly ignoredTags: readonly {
    readonly role: string;
    /** The rule whose finding it cannot accept; absent where it accepts nothing at all. */
    readonly rule?: string;
    readonly tag: string;
    readonly problem: string;
  }[];
}

export interface DocumentException {
  readonly role: string;
  readonly rules: 'all' | readonly string[];
  readonly actions?: readonly string[];
  readonly until: string;
  readonly reason: string;
  readonly writtenIn: string;
}

/** Totals of one run. */
export interface DocumentRun extends Omit<RunTotals, 'at'> {
  readonly startedAt: string;
}
