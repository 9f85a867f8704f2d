import type { AccountId } from '../base/account-id.ts';
import type { EpochMs } from '../base/time.ts';
import { archivedFinding } from './archived-finding.ts';
import { workflowMarks } from './asff/workflow-marks.ts';
import type { RuleEvaluation } from './evaluate-rules.ts';
import type { Finding, KnownFinding, Severity, WorkflowMark } from './finding.ts';
import { fingerprintOf } from './fingerprint.ts';
import { ruleOf } from './rules.ts';
import { compareSeverity, isCounted } from './severity.ts';

/** The findings of a run compared with those that the sink knows. Lists of texts hold finding ids. */
export interface Lifecycle {
  /** What the sink must import: opened, reopened, updated, resolved, and unchanged ones whose refresh is due. */
  readonly publish: readonly Finding[];
  /** Open and suppressed findings of this run, with the dates that the sink knows. */
  readonly findings: readonly Finding[];
  /** Findings that this run resolved. */
  readonly resolvedFindings: readonly Finding[];
  readonly opened: readonly string[];
  /** Open again: archived before, or accepted by an exception that no longer holds. */
  readonly reopened: readonly string[];
  /** Accepted by an exception since this run. */
  readonly suppressed: readonly string[];
  readonly updated: readonly string[];
  /** Those of `updated` whose severity rose. */
  readonly worsened: readonly string[];
  readonly unchanged: readonly string[];
  readonly resolved: readonly string[];
  /** Open before, and not checked well enough in this run to be confirmed or resolved. */
  readonly unconfirmed: readonly string[];
  /** Those of `unconfirmed` that no exception accepted, without INFORMATIONAL ones: they count as open as far as is known. */
  readonly stillOpen: readonly string[];
  /** Workflow statuses that must change for the sink to show what is accepted; none where it could not say what it knows. */
  readonly marks: readonly WorkflowMark[];
  /** False when the sink could not say what it knows: then nothing is called opened or resolved. */
  readonly knownComplete: boolean;
  /** True where no earlier run was asked about: nothing is published, and there is no ledger. */
  readonly uncompared?: true;
}

/** Input of `reconcile`. */
export interface ReconcileInput {
  readonly accountId: AccountId;
  readonly partition: string;
  readonly evaluation: RuleEvaluation;
  readonly known: readonly KnownFinding[];
  /** Ids of findings that are told within others now. */
  readonly parts?: ReadonlySet<string>;
  readonly knownComplete: boolean;
  /** True when every role that any task definition of the account names was looked at. */
  readonly inventoryComplete: boolean;
  readonly now: EpochMs;
  /** Unchanged findings are imported again when their last import is this many milliseconds ago. 0: in every run. */
  readonly refreshAfter: number;
  /** The mildest finding that the sink is to have; all where absent. */
  readonly publishFrom?: Severity;
}

/**
 * Compares this run with what the sink knows. A finding is resolved only where this run shows that it is gone:
 * its rule concluded without it, its role is another one now, or a complete inventory no longer has the role. What a narrower or
 * incomplete run did not look at stays as it was.
 */
export function reconcile(input: ReconcileInput): Lifecycle {
  const remembered = new Map(input.known.map((known) => [known.id, known]));
  const matched = input.evaluation.findings.map((fresh) => match(fresh, remembered.get(fresh.id), input));
  const current = new Set(matched.map(({ finding }) => finding.id));
  const absent = input.known.filter((known) => known.recordState === 'ACTIVE' && !current.has(known.id));
  const gone = absent.flatMap((known) => {
    const why = whyGone(known, input);
    return why === undefined ? [] : [{ known, finding: resolve(known, why, input) }];
  });
  const resolvedFindings = gone.map(({ finding }) => finding);
  const resolved = resolvedFindings.map((finding) => finding.id);
  const unconfirmed = absent.filter(({ id }) => !resolved.includes(id));
  const isForSink = ({ severity }: Finding): boolean =>
    input.publishFrom === undefined || compareSeverity(severity, input.publishFrom) <= 0;
  const idsOf = (change: Change) => matched.filter((each) => each.change === change).map(({ finding }) => finding.id);
  return {
    publish: [
      ...matched.filter((each) => each.due && isForSink(each.finding)).map(({ finding }) => finding),
      ...matched.flatMap(({ finding }) => (isForSink(finding) ? [] : withdrawn(remembered.get(finding.id), input))),
      // A finding that the sink never had is not archived there.
      ...gone.filter(({ known }) => known.inSink !== 'missing').map(({ finding }) => finding),
    ],
    findings: matched.map(({ finding }) => finding),
    resolvedFindings,
    opened: idsOf('opened'),
    reopened: idsOf('reopened'),
    suppressed: idsOf('suppressed'),
    updated: idsOf('updated'),
    worsened: matched.filter((each) => each.worse).map(({ finding }) => finding.id),
    unchanged: idsOf('unchanged'),
    resolved,
    unconfirmed: unconfirmed.map(({ id }) => id),
    stillOpen: unconfirmed.filter((known) => known.suppressed !== true && isCounted(known)).map(({ id }) => id),
    marks: input.knownComplete
      ? workflowMarks(matched.map(({ finding }) => finding).filter(isForSink), remembered)
      : [],
    knownComplete: input.knownComplete,
  };
}

type Change = 'opened' | 'reopened' | 'suppressed' | 'updated' | 'unchanged';

interface Match {
  readonly finding: Finding;
  readonly change: Change | 'unplaced';
  readonly worse: boolean;
  readonly due: boolean;
}

function match(fresh: Finding, known: KnownFinding | undefined, input: ReconcileInput): Match {
  if (known === undefined) {
    const change = fresh.status === 'suppressed' ? 'suppressed' : 'opened';
    return { finding: fresh, change: input.knownComplete ? change : 'unplaced', worse: false, due: true };
  }
  // A narrower run sees fewer families; the finding keeps those that it did not look at.
  const families = input.inventoryComplete
    ? fresh.families
    : [...new Set([...fresh.families, ...known.families])].sort();
  const finding = { ...fresh, families, firstSeen: known.firstSeen, createdAt: known.createdAt };
  const accepted = finding.status === 'suppressed';
  if (known.recordState === 'ARCHIVED' || accepted !== (known.suppressed ?? false)) {
    return { finding, change: accepted ? 'suppressed' : 'reopened', worse: false, due: true };
  }
  if (known.fingerprint === fingerprintOf(finding)) {
    const due = known.inSink !== undefined || input.now - known.updatedAt >= input.refreshAfter;
    return { finding, change: 'unchanged', worse: false, due };
  }
  const worse = !accepted && compareSeverity(finding.severity, known.severity) < 0;
  return { finding, change: 'updated', worse, due: true };
}

function whyGone(known: KnownFinding, { evaluation, inventoryComplete, parts }: ReconcileInput): string | undefined {
  if (parts?.has(known.id))
    return 'The finding about unused permissions of the role tells it now: one change mends both.';
  if (evaluation.concluded.has(known.id)) return 'The audit looked again and no longer finds it.';
  const doubt = evaluation.unavailable.get(known.id);
  if (doubt !== undefined) {
    const settled =
      doubt !== 'all' &&
      known.actions !== undefined &&
      known.actions.length > 0 &&
      !known.actions.some((action) => doubt.has(action.toLowerCase()));
    return settled ? 'The audit looked again and no longer finds it of any of these permissions.' : undefined;
  }
  if (evaluation.roleArns.has(known.roleArn)) {
    return ruleOf(known.rule) === undefined
      ? 'The audit no longer has this rule.'
      : 'The role it was about no longer exists; another may have its name now.';
  }
  // A role that could not be read is in use, and so is never taken for one that is gone.
  if (inventoryComplete && !evaluation.inUseArns.has(known.roleArn))
    return 'No task definition or running task names the role any more.';
  return undefined;
}

/** The finding in the form that archives it, where the sink shows one that it is no longer to have. */
function withdrawn(known: KnownFinding | undefined, input: ReconcileInput): readonly Finding[] {
  if (known === undefined || known.recordState === 'ARCHIVED' || known.inSink !== undefined) return [];
  const why = `It is milder than ${input.publishFrom}, from which on findings are published; the report still has it.`;
  return [archivedFinding(known, input, { description: why, remediation: 'See the report.', why })];
}

function resolve(known: KnownFinding, why: string, input: ReconcileInput): Finding {
  const description = `Resolved. ${why}`;
  return archivedFinding(known, input, { description, remediation: 'Nothing is left to do.', why });
}
