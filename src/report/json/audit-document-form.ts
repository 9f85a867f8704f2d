import type { IgnoredRegion } from '../../base/ignored-region.ts';
import type { Incomplete } from '../../base/incomplete.ts';
import type { RequiredPermission, RoleJob } from '../../ecs/role-use.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import type { StatementRef } from '../../iam/policy.ts';
import type { RoleLookup } from '../../iam/role.ts';
import type { PolicyAim, RecommendedStatement } from '../../rightsize/recommend/recommendation.ts';
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
  /** Not looked at, since the configuration says that nobody can use them. */
  readonly ignoredRegions: readonly IgnoredRegion[];
  /** The look-back window that was asked for. */
  readonly window: DocumentRange;
  /** What had to be behind an action before it could be called unused, in milliseconds. */
  readonly settings: { readonly minAge: number; readonly minWatched: number };
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

/** `from` inclusive, `to` exclusive. */
export interface DocumentRange {
  readonly from: string;
  readonly to: string;
}

/** One role: all that `explain` and `policy` say of it is said from this. */
export interface DocumentRole {
  readonly arn: string;
  readonly roleId?: string;
  /** Absent where nobody can say: a role of another account, or one that could not be read. */
  readonly exists?: boolean;
  /** What asking IAM for it led to. */
  readonly state: RoleLookup['kind'];
  /** Why it could not be read, where that is so. */
  readonly why?: string;
  /** What could not be read of it. */
  readonly unread: readonly string[];
  readonly usedAs: readonly RoleJob[];
  readonly families: readonly string[];
  /** When the management events of every enabled Region were read without a break, up to the run. */
  readonly watched?: DocumentRange;
  readonly lastSeen?: string;
  /** Its identity policies of today. */
  readonly policies: readonly DocumentPolicy[];
  /** The statements that grant its actions, which name them by their place in this list. */
  readonly statements: readonly StatementRef[];
  readonly actions: readonly DocumentAction[];
  readonly required: readonly DocumentRequirement[];
  readonly denied: readonly DocumentDenial[];
  readonly findings: readonly string[];
  readonly recommendedPolicy?: unknown;
  readonly recommendation?: DocumentRecommendation;
}

export interface DocumentAction {
  readonly action: string;
  readonly verdict: Verdict;
  readonly firstUsed?: string;
  readonly lastUsed?: string;
  /** How often it was seen. */
  readonly uses?: number;
  readonly because: string;
  readonly resources: readonly string[];
  /** True where `resources` are all that it was used on. */
  readonly allResources?: boolean;
  /** Places in the role's `statements`. */
  readonly grantedBy: readonly number[];
  /** What would have to be recorded to judge it, where that is known: an order without a full stop. */
  readonly toRecord?: string;
}

/** A policy of today; exactly one of `document` and `problem` is there. */
export interface DocumentPolicy {
  readonly kind: 'inline' | 'managed';
  readonly name: string;
  /** Of a managed policy. */
  readonly arn?: string;
  readonly document?: unknown;
  /** Why the document could not be read. */
  readonly problem?: string;
}

/** A permission that a task definition declares. */
export interface DocumentRequirement extends Pick<RequiredPermission, 'resources' | 'field' | 'certainty' | 'note'> {
  readonly action: string;
  readonly taskDefinitionArn: string;
  readonly region: string;
}

/** Calls that IAM refused. */
export interface DocumentDenial {
  readonly action: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly errorCode: string;
  readonly resources: readonly string[];
}

/** What the role's policies should be; `replaces` and `keeps` are places in its `policies`. */
export type DocumentRecommendation =
  | { readonly kind: 'none' | 'noChange'; readonly because: string }
  | {
      readonly kind: 'policy';
      readonly documents: readonly DocumentNewPolicy[];
      readonly replaces: readonly number[];
      readonly keeps: readonly number[];
      readonly dropped: readonly string[];
      readonly ineffective: readonly string[];
      readonly unjudged: { readonly count: number; readonly of: number };
      readonly unproven: readonly string[];
      readonly aim: PolicyAim;
      readonly warnings: readonly string[];
    };

/** A policy to create; `statements` says of each statement of the document why it is there. */
export interface DocumentNewPolicy {
  readonly kind: 'inline' | 'managed';
  readonly name: string;
  /** Characters that IAM counts. */
  readonly size: number;
  readonly document: unknown;
  readonly statements: readonly Omit<RecommendedStatement, 'statement'>[];
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
