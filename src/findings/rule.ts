import type { AccountId } from '../base/account-id.ts';
import type { EpochMs } from '../base/time.ts';
import type { Coverage } from '../evidence/coverage.ts';
import type { Action } from '../iam/action.ts';
import type { AccessLevel } from '../iam/catalog/access-level.ts';
import type { RoleLookup } from '../iam/role.ts';
import type { EvidenceSwitch } from '../rightsize/evidence-switches.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { Severity } from './finding.ts';
import type { InstanceRole } from './instance-role.ts';

/**
 * One rule of the audit: what documents say of it, and the probe that looks for it. Each is a file in `rules/`, and an entry
 * of the list in `rules.ts`.
 */
export type Rule = RoleRule | AccountRule;

/** A rule that looks at one role at a time. */
export interface RoleRule extends RuleFacts {
  readonly scope?: never;
  readonly probe: Probe;
}

/** A rule that looks at the account as a whole, and has one finding of it. */
export interface AccountRule extends RuleFacts {
  readonly scope: 'account';
  readonly probe: AccountProbe;
}

interface RuleFacts {
  /** kebab-case; part of finding ids, so it never changes. */
  readonly id: string;
  readonly title: string;
  /** Why it matters, for a reader who does not know ECS well. */
  readonly motivation: string;
  /** How the severity comes about. */
  readonly severity: string;
  /** The general next step; a finding's own text is more exact. */
  readonly remediation: string;
  /** The AWS page that the rule rests on. */
  readonly page: { readonly title: string; readonly url: string };
  /** What must have been read before the rule says anything. */
  readonly evidence: string;
  readonly notApplicable: string;
  /** Third level of the ASFF type, after `Software and Configuration Checks/AWS Security Best Practices/`. */
  readonly classifier: string;
}

/** What a rule found at one role or of the account, before ids and dates. Texts must not change between two runs of one unchanged day. */
export interface FindingDraft {
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /**
   * Volatile end of the description, which changes with the tasks that happened to run: shown, but not part of the
   * fingerprint.
   */
  readonly passing?: string;
  /** The one line beside the role's name; the title where absent. */
  readonly reason?: string;
  readonly actions: readonly Action[];
  /** At most 512 characters; the rule's text where absent. */
  readonly remediation?: string;
  readonly evidence: Readonly<Record<string, string>>;
}

/**
 * What a probe says. `unavailable` is not `fine`: the evidence does not reach, and nothing is resolved by it;
 * `about` narrows the doubt to some actions (absent: all of it is in doubt).
 */
export type Outcome =
  | { readonly kind: 'finding'; readonly draft: FindingDraft }
  | { readonly kind: 'fine' }
  | { readonly kind: 'notApplicable'; readonly why: string }
  | { readonly kind: 'unavailable'; readonly why: string; readonly about?: readonly Action[] };

/** What probes know beside the assessments. */
export interface RuleContext {
  readonly accountId: AccountId;
  readonly partition: string;
  readonly now: EpochMs;
  /** Milliseconds that must have been watched before a role may be called unused. */
  readonly minWatched: number;
  readonly coverage: readonly Coverage[];
  /** What would have to be recorded to judge more actions, that which decides most first. */
  readonly switches?: readonly EvidenceSwitch[];
  /** True where the run is about some of the roles alone, so that nothing can be said of the account as a whole. */
  readonly narrowed?: boolean;
  /** True when every task definition of every enabled Region was read: no other use of a role can exist. */
  readonly inventoryComplete: boolean;
  /** The families that have a task role, those of roles that the run is not about as well. */
  readonly taskRoleFamilies: ReadonlySet<string>;
  /** What IAM says of roles that the audited ones may pass by name, beside the audited ones. */
  readonly passableRoles?: readonly RoleLookup[];
  /** The roles of instances that tasks without a task role run on; absent where they were not read. */
  readonly instanceRoles?: readonly InstanceRole[];
  /** The user's own severities, by rule. */
  readonly severities?: Readonly<Partial<Record<string, Severity>>>;
  /** Where reports are stored, as `--from` takes it; absent where none are. */
  readonly reportPlace?: string;
  readonly accessLevelOf: AccessLevelOf;
  /** Why nothing more is looked at, once the time for it is up. */
  readonly outOfTime?: () => string | undefined;
  /** The forms of the ARNs that the action can be granted on, with `*` for what varies; none where it is granted on all or nothing. */
  readonly arnFormsOf: (action: Action) => readonly string[];
}

/** The catalogue's access level of an action, `undefined` for actions that it does not know. */
export type AccessLevelOf = (action: Action) => AccessLevel | undefined;

/** Decides about one role; `all` are all roles of the run, this one included. Pure. */
export type Probe = (assessment: RoleAssessment, context: RuleContext, all: readonly RoleAssessment[]) => Outcome;

/** Decides about the account, by all roles of the run. Pure. */
export type AccountProbe = (all: readonly RoleAssessment[], context: RuleContext) => Outcome;
