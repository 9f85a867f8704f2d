import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { BudgetExceeded } from '../base/step-budget.ts';
import type { EpochMs } from '../base/time.ts';
import { outOfTime } from '../deadline.ts';
import type { RoleInUse } from '../ecs/role-use.ts';
import { findingAfterRightSizing } from '../findings/after-right-sizing.ts';
import { compareFindings, evaluateRules, type RuleEvaluation } from '../findings/evaluate-rules.ts';
import { acceptFindings } from '../findings/exceptions/accept-findings.ts';
import type { ExceptionNotes } from '../findings/exceptions/exception.ts';
import { findingWithout } from '../findings/exceptions/finding-without.ts';
import { freeTagOf, rolesThatTag, taggedExceptions } from '../findings/exceptions/tagged-exceptions.ts';
import type { Finding, KnownFinding } from '../findings/finding.ts';
import { foldFindings, holdBackParts, type PartFinding } from '../findings/fold-findings.ts';
import { type Lifecycle, reconcile } from '../findings/lifecycle.ts';
import { loadFindings } from '../findings/load-findings.ts';
import { type Owners, withOwners } from '../findings/owners.ts';
import type { RuleContext } from '../findings/rule.ts';
import { taskRoleFamilies } from '../findings/task-role-families.ts';
import type { RoleArn } from '../iam/arn.ts';
import { arnFormsOf } from '../iam/arn-forms.ts';
import type { Role } from '../iam/role.ts';
import type { EvidenceSwitch } from '../rightsize/evidence-switches.ts';
import { identityOf } from '../rightsize/judge-role.ts';
import type { PolicyChange, Recommendation } from '../rightsize/recommend/recommendation.ts';
import { rightSizedPolicy } from '../rightsize/recommend/right-sized-policy.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import type { RunLedger } from '../run-ledger/open-run-ledger.ts';
import { familyPattern } from './narrow-roles.ts';
import type { OtherRoles } from './read-other-roles.ts';
import type { UsageReadings } from './read-usage.ts';

export interface FindingsInput {
  readonly assessments: readonly RoleAssessment[];
  readonly switches: readonly EvidenceSwitch[];
  /** What was watched, and who changed roles, their tags among them. */
  readonly usage: Pick<UsageReadings, 'coverage' | 'table'>;
  readonly now: EpochMs;
  /** All roles that task definitions name, those that this run is not about as well. */
  readonly everyUse: readonly RoleInUse[];
  readonly others?: Pick<OtherRoles, 'passable' | 'ofInstances'>;
  /** The families that the run is about; all where absent. */
  readonly families?: readonly string[];
  /** True when every role that any task definition of the account, or of these families, names was looked at. */
  readonly inventoryComplete: boolean;
  readonly ledger: RunLedger;
}

export interface FindingsResult {
  readonly lifecycle: Lifecycle;
  /** What is told within other findings. */
  readonly parts: readonly PartFinding[];
  readonly exceptions: ExceptionNotes;
  /** The right-sized policies that were worked out already, of the aim `SAFE`. */
  readonly policies: ReadonlyMap<RoleAssessment, Recommendation>;
  readonly incomplete: readonly Incomplete[];
}

/** Evaluates the rules at the roles, applies the exceptions, and compares the result with the findings of earlier runs. */
export async function evaluateFindings(context: AuditContext, input: FindingsInput): Promise<FindingsResult> {
  const { account, catalog, settings } = context;
  const assessed = new Set(input.assessments.map(({ inUse }) => inUse.arn));
  const rules: RuleContext = {
    ...account,
    now: input.now,
    minWatched: settings.minWatched,
    coverage: input.usage.coverage,
    switches: input.switches,
    narrowed: !input.everyUse.every(({ arn }) => assessed.has(arn)),
    inventoryComplete: input.inventoryComplete,
    taskRoleFamilies: taskRoleFamilies(input.everyUse),
    passableRoles: input.others?.passable ?? [],
    ...(input.others?.ofInstances && { instanceRoles: input.others.ofInstances }),
    severities: settings.severities,
    ...(context.reports && { reportPlace: context.reports.place }),
    accessLevelOf: (action) => catalog.accessLevelOf(action),
    outOfTime: () => outOfTime(context.deadlines?.evaluating),
    arnFormsOf: (action) => arnFormsOf(action, catalog),
  };
  const evaluation = evaluateRules(input.assessments, rules);
  const taggers = settings.acceptTag === undefined ? new Set<string>() : rolesThatTag(input.assessments);
  const tagged = taggedIn(context, input, taggers);
  const { findings: single, ...notes } = acceptFindings(withOwners(evaluation.findings, settings.owners), {
    exceptions: [...settings.exceptions, ...tagged.exceptions],
    now: input.now,
    wholeLook: input.inventoryComplete && input.families === undefined,
    inDoubt: evaluation.inDoubt,
    tagsAccept: settings.acceptTagSeverity,
    tagFor: tagFor(settings.acceptTag, taggers),
    without: findingWithout(input.assessments, rules),
  });
  const policies = new Map<RoleAssessment, Recommendation>();
  const earlier = await knownFindings(context, input.ledger);
  const known = earlier.known.filter(concerns(input, evaluation));
  const active = new Set(known.filter(({ recordState }) => recordState === 'ACTIVE').map(({ id }) => id));
  const { findings, parts } = holdBackParts(
    foldFindings(single, findingAfterRightSizing(input.assessments, rules, changeOf(context, input, policies))),
    (id) => evaluation.unavailable.has(id) && active.has(id),
    (id) => active.has(id),
  );
  const lifecycle = reconcile({
    ...account,
    // A role that this run is not about is still in use.
    evaluation: {
      ...evaluation,
      findings: findings.toSorted(compareFindings),
      inUseArns: new Set([...evaluation.inUseArns, ...input.everyUse.map(({ arn }) => arn)]),
    },
    known,
    parts: new Set(parts.map(({ id }) => id)),
    knownComplete: earlier.complete,
    inventoryComplete: input.inventoryComplete,
    now: input.now,
    refreshAfter: settings.refresh,
    publishFrom: settings.publishFrom,
  });
  return {
    lifecycle: {
      ...lifecycle,
      resolvedFindings: withOwnersStill(lifecycle.resolvedFindings, input.assessments, settings.owners),
      // Without the sink's answer it is unknown what people set there, so no workflow status is changed.
      marks: earlier.bySink ? lifecycle.marks : [],
      ...(context.sink === undefined && context.ledger === undefined && { uncompared: true as const }),
    },
    parts,
    policies,
    exceptions: { ...notes, ignored: [...tagged.ignored, ...notes.ignored] },
    incomplete: [...earlier.incomplete, ...evaluation.incomplete],
  };
}

/**
 * The change that will be recommended for a role, while there is time to work it out before findings are published: it is asked for of
 * those roles alone of which it decides what is told within what, and noted in `policies`.
 */
function changeOf(
  { catalog, settings, deadlines }: AuditContext,
  { usage, now }: FindingsInput,
  policies: Map<RoleAssessment, Recommendation>,
): (assessment: RoleAssessment) => PolicyChange | undefined {
  return (assessment) => {
    if (outOfTime(deadlines?.judging) !== undefined) return undefined;
    try {
      const seen = usage.table.usageOf(identityOf(assessment.lookup));
      const found = rightSizedPolicy({ catalog, now, minAge: settings.minAge, assessment, usage: seen });
      policies.set(assessment, found);
      return found.kind === 'policy' ? found : undefined;
    } catch (error) {
      // Told of where policies are recommended.
      if (error instanceof BudgetExceeded) return undefined;
      throw error;
    }
  };
}

/**
 * Whether an earlier finding is of the families that a run is about: of a role of theirs, or of one that is in no use any more. What
 * is of other families is another run's business.
 */
function concerns(
  { everyUse, families }: FindingsInput,
  { concluded, unavailable, inUseArns }: RuleEvaluation,
): (known: KnownFinding) => boolean {
  if (families === undefined) return () => true;
  const patterns = families.map(familyPattern);
  const used = new Set<string>(everyUse.map(({ arn }) => arn));
  return (known) =>
    concluded.has(known.id) ||
    unavailable.has(known.id) ||
    inUseArns.has(known.roleArn) ||
    (!used.has(known.roleArn) && known.families.some((family) => patterns.some((fits) => fits(family))));
}

/** Adds owners to resolved findings, so that they are notified: an earlier finding does not carry its owner. */
function withOwnersStill(
  resolved: readonly Finding[],
  assessments: readonly RoleAssessment[],
  owners: Owners,
): readonly Finding[] {
  const roles = new Map<RoleArn, Role>(
    assessments.flatMap(({ lookup }) => (lookup.kind === 'found' ? [[lookup.role.arn, lookup.role] as const] : [])),
  );
  const withRoles = resolved.map((finding) => {
    const role = roles.get(finding.roleArn as RoleArn);
    return role === undefined ? finding : { ...finding, role };
  });
  return withOwners(withRoles, owners).map(({ role: _, ...finding }) => finding);
}

/** The tag that would accept findings of a role, where one of its tags has a say. */
function tagFor(acceptTag: string | undefined, taggers: ReadonlySet<string>) {
  return (role: Role): string | undefined =>
    acceptTag === undefined || taggers.has(role.arn) ? undefined : freeTagOf(role, acceptTag);
}

function taggedIn(
  { settings }: AuditContext,
  { assessments, now, usage }: FindingsInput,
  taggers: ReadonlySet<string>,
): ReturnType<typeof taggedExceptions> {
  if (settings.acceptTag === undefined) return { exceptions: [], ignored: [] };
  const roles = assessments.flatMap(({ lookup }) => (lookup.kind === 'found' ? [lookup.role] : []));
  return taggedExceptions(roles, settings.acceptTag, now, taggers, usage.table.grants);
}

/** Findings of earlier runs. */
interface EarlierFindings {
  readonly known: readonly KnownFinding[];
  /** True when nothing is missing, so that what is not there is new. */
  readonly complete: boolean;
  /** True when all of it came from the sink. */
  readonly bySink: boolean;
  readonly incomplete: readonly Incomplete[];
}

/** Reads earlier findings from Security Hub, where people close them; those that it does not return come from the ledger. */
async function knownFindings(context: AuditContext, ledger: RunLedger): Promise<EarlierFindings> {
  const { sink } = context;
  const kept = loadFindings(ledger.known.findings);
  if (sink === undefined) {
    const complete = context.ledger !== undefined && ledger.whole;
    return { known: kept, complete, bySink: false, incomplete: [] };
  }
  const reading = await attempt('Findings of earlier runs', () => sink.known());
  const { value, incomplete } =
    'incomplete' in reading ? { value: [], incomplete: [reading.incomplete] } : reading.value;
  const said = new Set(value.map(({ id }) => id));
  const unsaid = kept.filter(({ id }) => !said.has(id));
  if (incomplete.length === 0) {
    // In the ledger but not in the sink: an import failed. It is not new, and is imported again.
    const missing = unsaid
      .filter(({ recordState }) => recordState === 'ACTIVE')
      .map((known): KnownFinding => ({ ...known, inSink: 'missing' }));
    return { known: [...value, ...missing], complete: true, bySink: true, incomplete };
  }
  const unsure = unsaid.map((known): KnownFinding => ({ ...known, inSink: 'unsure' }));
  // A ledger without runs may be a new one, which says nothing of earlier findings.
  const complete = ledger.whole && (kept.length > 0 || ledger.known.runs.size > 0);
  return { known: [...value, ...unsure], complete, bySink: false, incomplete };
}
