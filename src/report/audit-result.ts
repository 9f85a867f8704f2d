import type { AuditSettings } from '../audit-settings.ts';
import type { AccountId } from '../base/account-id.ts';
import type { IgnoredRegion } from '../base/ignored-region.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { Region } from '../base/region.ts';
import type { EpochMs, TimeRange } from '../base/time.ts';
import type { Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { UnvalidatedFiles } from '../evidence/unvalidated-files.ts';
import type { RoleNeeds } from '../evidence-trail/role-needs.ts';
import type { ExceptionNotes } from '../findings/exceptions/exception.ts';
import type { Finding } from '../findings/finding.ts';
import type { PartFinding } from '../findings/fold-findings.ts';
import type { Lifecycle } from '../findings/lifecycle.ts';
import type { EvidenceSwitch } from '../rightsize/evidence-switches.ts';
import type { Recommendation } from '../rightsize/recommend/recommendation.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { RunTotals } from './run-totals.ts';

/** What is kept from run to run. */
export interface KeptLedger {
  /** `s3://bucket/prefix/123456789012/`, or a path. */
  readonly place: string;
  /** False where whoever may write there could change it unnoticed. */
  readonly signed: boolean;
  /** Of the documents that the run read or wrote, as they are stored. */
  readonly bytes: number;
  /** The largest document as a part of what one may hold, 0 to 1: beyond 1 it is no longer read. */
  readonly fullness: number;
}

/** What an evidence trail is planned from. */
export interface EvidenceQuestion {
  readonly needs: readonly RoleNeeds[];
  /** Every trail of the account; undefined where they were not read. */
  readonly trails: readonly Trail[] | undefined;
  /** The Regions that all are to be watched in. */
  readonly regions: readonly Region[];
}

/** One audit of one account, complete: all that reports, summaries and messages are made from. */
export interface AuditResult {
  readonly accountId: AccountId;
  readonly partition: string;
  /** The Regions whose task definitions were read. */
  readonly regions: readonly Region[];
  /** The Region whose Security Hub holds the findings. */
  readonly homeRegion: Region;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs;
  /** The look-back window that was asked for. */
  readonly window: TimeRange;
  readonly coverage: readonly Coverage[];
  /** Trail files that were read without anything that vouches for them; absent: none were. */
  readonly unvalidated?: readonly UnvalidatedFiles[];
  /** Regions that were not looked at, since nobody can use them; none where absent. */
  readonly ignoredRegions?: readonly IgnoredRegion[];
  /** What a reader must know of the sources and the trails that they read, a sentence each. */
  readonly sourceCaveats?: readonly string[];
  /** What this run was asked to look at alone, beside what every run is about. */
  readonly narrowedTo?: 'roles' | 'regions';
  readonly assessments: readonly RoleAssessment[];
  /** CloudTrail settings that would let more actions be judged; the one that decides most first. */
  readonly switches: readonly EvidenceSwitch[];
  /** What an evidence trail is planned from, where that was asked for. */
  readonly evidence?: EvidenceQuestion;
  /** Open and suppressed findings with their dates: `lifecycle.findings`. */
  readonly findings: readonly Finding[];
  /** What is told within other findings, and needs no change of its own. */
  readonly parts?: readonly PartFinding[];
  readonly lifecycle: Lifecycle;
  /** Exceptions that expired, end soon or are idle, and ignored tags. */
  readonly exceptions: ExceptionNotes;
  readonly incomplete: readonly Incomplete[];
  /** Those of `incomplete` that messages say first: earlier runs that never ended, and could not say so themselves. */
  readonly neverEnded?: readonly Incomplete[];
  /** Where the full report is: an `s3://` URL, a path or an `https://` link. */
  readonly reportLocation?: string;
  /** Where the JSON document is, or is about to be, stored. */
  readonly storedDocument?: string;
  /** The recommendation for each role, by ARN: policies, or the reason why there are none. */
  readonly recommendations: Readonly<Record<string, Recommendation>>;
  /** The right-sized policy of a role by its ARN, as a policy document, where one was made. */
  readonly recommendedPolicies: Readonly<Record<string, unknown>>;
  /** Totals of earlier runs over the same Regions, oldest first; without this run (`totalsOf`). */
  readonly history: readonly RunTotals[];
  /** Why no message was sent, where quiet runs are configured: `it is Sunday`. */
  readonly withheld?: string;
  readonly settings: AuditSettings;
  /** Absent where nothing is kept from run to run. */
  readonly ledger?: KeptLedger;
  /** True when nothing was to be published, stored or sent. */
  readonly dryRun: boolean;
}
