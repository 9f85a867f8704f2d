import type { EpochMs } from '../base/time.ts';
import type { RuleEvaluation } from './evaluate-rules.ts';
import type { Finding, KnownFinding } from './finding.ts';

/** What a run came to, beside what the sink remembers. Lists hold finding ids. */
export interface Lifecycle {
  /** What the sink must import: opened, reopened, updated, resolved, and unchanged ones whose refresh is due. */
  readonly publish: readonly Finding[];
  /** Today's open findings, with the dates that the sink remembers. */
  readonly findings: readonly Finding[];
  /** Findings that this run resolved. */
  readonly resolvedFindings: readonly Finding[];
  readonly opened: readonly string[];
  readonly reopened: readonly string[];
  readonly updated: readonly string[];
  /** Those of `updated` whose severity rose. */
  readonly worsened: readonly string[];
  readonly unchanged: readonly string[];
  readonly resolved: readonly string[];
  /** Open before, and not looked at well enough in this run to say more. */
  readonly unconfirmed: readonly string[];
  /** False when the sink could not say what it knows: then nothing is called opened or resolved. */
  readonly knownComplete: boolean;
}

/** What `reconcile` is given. */
export interface ReconcileInput {
  readonly accountId: string;
  readonly partition: string;
  readonly evaluation: RuleEvaluation;
  readonly known: readonly KnownFinding[];
  readonly knownComplete: boolean;
  /** True when every role that any task definition of the account names was looked at. */
  readonly inventoryComplete: boolean;
  readonly now: EpochMs;
  /** Unchanged findings are imported again when their last import is this many milliseconds ago. 0: in every run. */
  readonly refreshAfter: number;
}
