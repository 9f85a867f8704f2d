import type { Incomplete } from '../../base/incomplete.ts';
import type { EpochMs, TimeRange } from '../../base/time.ts';
import type { RoleJob, RoleUse } from '../../ecs/role-use.ts';
import type { Coverage } from '../../evidence/coverage.ts';
import type { Severity } from '../../findings/finding.ts';
import type { RoleLookup } from '../../iam/role.ts';
import type { ServiceChange } from '../../rightsize/recommend/change-by-service.ts';
import type { StatementReason } from '../../rightsize/recommend/recommendation.ts';
import type { RunTotals } from '../run-totals.ts';
import type { Packed } from './packed-json.ts';

/** How many actions have each verdict, in the order of `VERDICTS`. */
export type VerdictCounts = readonly number[];
/** How many findings have each severity, in the order of `SEVERITIES`. */
export type SeverityCounts = readonly number[];

/**
 * One run as the page holds it, with every repeated text once in `strings`: the contract between `write/`, which makes it
 * from an `AuditResult`, and `read/`, by which the script (`src/browser`) searches and unpacks it.
 */
export interface PageData {
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs;
  readonly window: TimeRange;
  readonly sources: readonly string[];
  readonly securityHub?: string;
  /** Where the JSON document of the run is stored, for commands that answer from it. */
  readonly storedDocument?: string;
  readonly coverage: readonly Coverage[];
  /** What a reader must know before trusting the result; what was incomplete is in `incomplete` instead. */
  readonly caveats: readonly string[];
  readonly incomplete: readonly Incomplete[];
  /** What somebody must see to: exceptions that expired or soon will, and those that do nothing. */
  readonly exceptions: readonly string[];
  readonly changes: PageChanges;
  /** Findings of the account as a whole, and of roles that no list has. */
  readonly accountFindings: { readonly open: readonly PageFinding[]; readonly suppressed: readonly PageFinding[] };
  /** Grants by service, of the roles not in `leftOut`; the service with the most unused actions first. */
  readonly services: readonly { readonly service: string; readonly counts: VerdictCounts }[];
  /** Names of roles granted nearly everything, which would drown the others in a chart. */
  readonly leftOut: readonly string[];
  /** Earlier nights and this one, oldest first; one alone where no earlier one is known. */
  readonly history: readonly RunTotals[];
  /** Every action first, in order of name, and then the other texts. */
  readonly strings: readonly string[];
  readonly roles: readonly PageRole[];
}

/** What this run changed, in numbers of findings, INFORMATIONAL ones not among them. */
export interface PageChanges {
  /** False when earlier findings could not be read: then nothing is called new or resolved. */
  readonly known: boolean;
  /** True where no earlier run was asked about. */
  readonly uncompared?: true;
  readonly opened: number;
  readonly worsened: number;
  readonly resolved: readonly { readonly title: string; readonly severity: Severity }[];
}

/** What a list of roles shows, searches and sorts by. */
export interface PageRole {
  readonly arn: string;
  readonly name: string;
  readonly state: RoleLookup['kind'];
  readonly usedAs: readonly RoleJob[];
  readonly families: readonly string[];
  /** Open findings. */
  readonly severities: SeverityCounts;
  /** How many findings somebody accepted, where there are any. */
  readonly suppressed?: number;
  readonly owner?: string;
  readonly counts: VerdictCounts;
  readonly lastSeen?: EpochMs;
  readonly groups: readonly PackedGroup[];
  /** A `RoleDetail`. */
  readonly detail: Packed;
}

/**
 * Actions of one role that share verdict, reason and grant: place in `VERDICTS`, place of the reason, places of the
 * statements that grant them, and the places of the actions as steps. In the reason, `ACTION` stands for the action.
 */
export type PackedGroup = readonly [
  verdict: number,
  because: number,
  grantedBy: readonly number[],
  actions: readonly number[],
];

/** Stands in a packed reason where the action's own name stood. */
export const ACTION = '\u0001';

/** What only the page of one role shows. */
export interface RoleDetail {
  readonly roleId?: string;
  readonly createdAt?: EpochMs;
  /** Why the role could not be read, or what of it. */
  readonly unread: readonly string[];
  readonly watched?: TimeRange;
  readonly uses: readonly RoleUse[];
  readonly findings: readonly PageFinding[];
  /** Those that somebody accepted. */
  readonly suppressed: readonly PageFinding[];
  readonly policies: readonly PagePolicy[];
  /** What the role's policies should be, where that was worked out. */
  readonly recommendation?: PageRecommendation;
  readonly seen: readonly SeenAction[];
  readonly denied: readonly PageDenied[];
  readonly missing: readonly PageMissing[];
}

export interface PageFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly isNew: boolean;
  readonly firstSeen: EpochMs;
  readonly remediation: { readonly text: string; readonly url: string };
  readonly evidence: Readonly<Record<string, string>>;
  /** Why it is suppressed, and the first moment at which it no longer will be. */
  readonly acceptance?: { readonly reason: string; readonly until?: EpochMs; readonly writtenIn: string };
  /** The command that accepts it for 30 days, where a tag of the role may. */
  readonly acceptCommand?: string;
  /** Further actions, each accepted by an exception. */
  readonly acceptedActions?: readonly string[];
}

/** A policy of the role: as IAM writes it, or the problem that kept it from being read. */
export interface PagePolicy {
  readonly label: string;
  readonly document?: unknown;
  readonly problem?: string;
  /** True for the policies that grant; false for the permissions boundary. */
  readonly grants: boolean;
}

export interface SeenAction {
  readonly action: string;
  readonly first?: EpochMs;
  readonly last?: EpochMs;
  readonly uses?: number;
  readonly resources: readonly string[];
}

export interface PageDenied {
  readonly action: string;
  readonly count: number;
  readonly last: EpochMs;
  readonly errorCode: string;
  readonly resources: readonly string[];
}

export interface PageMissing {
  readonly action: string;
  readonly field: string;
  readonly family: string;
  readonly region: string;
  readonly note?: string;
  readonly blockedBy: readonly string[];
}

/** What the page shows of a recommendation. */
export type PageRecommendation =
  | {
      readonly kind: 'policy';
      readonly documents: readonly PageDocument[];
      /** Labels of the policies of today that go. */
      readonly replaces: readonly string[];
      /** Labels of the policies of today that stay. */
      readonly keeps: readonly string[];
      /** How many unused actions go. */
      readonly dropped: number;
      /** How many actions go that the permissions boundary takes away already. */
      readonly ineffective: number;
      /** Services, those that lose most first. */
      readonly services: readonly ServiceChange[];
      /** The whole change as Terraform configuration. */
      readonly terraform: string;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'noChange' | 'none'; readonly because: string };

/** One policy to create. */
export interface PageDocument {
  readonly kind: 'inline' | 'managed';
  readonly name: string;
  /** Characters that IAM counts. */
  readonly size: number;
  /** As IAM writes it. */
  readonly document: unknown;
  readonly statements: readonly PageStatement[];
}

/** Why a statement of a recommended policy is there. */
export interface PageStatement {
  readonly sid: string;
  readonly reasons: readonly StatementReason[];
  readonly narrowed: boolean;
  readonly fields: readonly string[];
}
