import type { AccountId } from '../base/account-id.ts';
import type { EpochMs } from '../base/time.ts';
import type { TaskDefinitionArn } from '../ecs/task-definition-arn.ts';
import type { Action } from '../iam/action.ts';
import type { Role } from '../iam/role.ts';
import type { FindingId } from './finding-id.ts';

/** Severities from worst to least; Security Hub's own labels. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Somebody's word that a finding may stay. */
export interface Acceptance {
  readonly reason: string;
  /** The first moment at which it no longer holds; absent where it holds until it is taken back. */
  readonly until?: EpochMs;
  /** Where it is written, for people: `exceptions[2] of auditor.yaml`, `tag ecs-role-auditor:accept of app, set by ARN at TIME`. */
  readonly writtenIn: string;
}

/** One problem of one role, or of the account as a whole. The unit that is published, counted, opened and resolved. */
export interface Finding {
  /** Stable over account, role id (ARN where there is no id) and rule; see `finding-id.ts`. */
  readonly id: FindingId;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /** How much of the description counts where two findings are compared; all of it where absent. */
  readonly lasting?: string;
  /** The one line for where there is room for one line, beside the role's name; the title where absent. */
  readonly reason?: string;
  readonly accountId: AccountId;
  readonly partition: string;
  /** The role that it is about; the account's own ARN (`accountArn`) where it is about the account as a whole. */
  readonly roleArn: string;
  /** IAM's facts of the role, where the role exists and was read. */
  readonly role?: Role;
  readonly families: readonly string[];
  /** ARNs, newest revision of each family first. */
  readonly taskDefinitionArns: readonly TaskDefinitionArn[];
  readonly actions: readonly Action[];
  /** Further actions that the rule fires on, each accepted by an exception; the finding stays for the others. */
  readonly acceptedActions?: readonly Action[];
  /** `suppressed`: still there, and accepted by somebody until a date; counted and shown apart. */
  readonly status: 'open' | 'suppressed' | 'resolved';
  /** Why it is suppressed. */
  readonly acceptance?: Acceptance;
  /** The key of a tag of the role that would accept it and that the role does not carry yet; absent where no tag has a say. */
  readonly acceptTag?: string;
  /** Who answers for the role, as its tag or the configuration says. */
  readonly owner?: string;
  readonly firstSeen: EpochMs;
  readonly lastSeen: EpochMs;
  /** When the sink first stored it, which it never lets change; the first import uses `firstSeen`. */
  readonly createdAt?: EpochMs;
  /** What to do next, in at most 512 characters, and the page that explains it. */
  readonly remediation: { readonly text: string; readonly url: string };
  /** Other findings of the same role. */
  readonly related?: readonly FindingId[];
  /** Evidence as pairs for people and for machines: windows, sources, counts. */
  readonly evidence: Readonly<Record<string, string>>;
}

/** A finding as the sink remembers it from earlier runs. */
export interface KnownFinding {
  readonly id: FindingId;
  readonly rule: string;
  readonly roleArn: string;
  readonly severity: Severity;
  readonly title: string;
  readonly recordState: 'ACTIVE' | 'ARCHIVED';
  readonly firstSeen: EpochMs;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** Families named when it was last imported. */
  readonly families: readonly string[];
  /** Every action named when it was last imported; absent where the stored list is not whole. */
  readonly actions?: readonly Action[];
  /** What `fingerprintOf` gave when it was last imported; absent means that it must be imported again. */
  readonly fingerprint?: string;
  /** True when it was accepted by an exception when it was last imported. */
  readonly suppressed?: boolean;
  /** What people, or this program for them, made of it in the sink. */
  readonly workflow?: KnownWorkflow;
  /**
   * Set where the ledger alone tells of it, so that it is imported again: `missing` where the sink has told all and does not have
   * it, `unsure` where the sink could not say.
   */
  readonly inSink?: 'missing' | 'unsure';
}

/** Security Hub's workflow status, with the note beside it. Imports change neither. */
export interface KnownWorkflow {
  readonly status: 'NEW' | 'NOTIFIED' | 'RESOLVED' | 'SUPPRESSED';
  readonly note?: { readonly text: string; readonly by: string };
}

/** A workflow status that the sink is to set, with the note that says why. */
export interface WorkflowMark {
  readonly id: FindingId;
  readonly status: 'NEW' | 'SUPPRESSED';
  /** At most 512 characters. */
  readonly note: string;
}
