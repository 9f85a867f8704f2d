import type { AuditContext } from '../audit-context.ts';
import { attempt } from '../base/attempt.ts';
import type { Incomplete } from '../base/incomplete.ts';
import type { EpochMs } from '../base/time.ts';
import type { Coverage } from '../evidence/coverage.ts';
import { acceptFindings } from '../findings/accept-findings.ts';
import { evaluateRules } from '../findings/evaluate-rules.ts';
import type { ExceptionNotes } from '../findings/exception.ts';
import type { KnownFinding } from '../findings/finding.ts';
import { type Lifecycle, reconcile } from '../findings/lifecycle.ts';
import { withOwners } from '../findings/owners.ts';
import { recallFindings } from '../findings/remembered-findings.ts';
import { taggedExceptions } from '../findings/tagged-exceptions.ts';
import type { RunLedger } from '../ledger/run-ledger.ts';
import { type EvidenceSwitch, switchesByRole } from '../rightsize/evidence-switches.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';

export interface WeighInput {
  readonly assessments: readonly RoleAssessment[];
  readonly switches: readonly EvidenceSwitch[];
  readonly coverage: readonly Coverage[];
  readonly now: EpochMs;
  /** True when every role that any task definition of the account names was looked at. */
  readonly inventoryComplete: boolean;
  readonly ledger: RunLedger;
}

export interface Weighed {
  readonly lifecycle: Lifecycle;
  readonly exceptions: ExceptionNotes;
  readonly incomplete: readonly Incomplete[];
}

/** Puts the rules to the roles, what they say to the exceptions, and what is left beside what Security Hub remembers of earlier runs. */
export async function weighFindings(context: AuditContext, input: WeighInput): Promise<Weighed> {
  const { account, catalog, settings } = context;
  const evaluation = evaluateRules(input.assessments, {
    ...account,
    now: input.now,
    minWatched: settings.minWatched,
    coverage: input.coverage,
    switches: switchesByRole(input.switches),
    inventoryComplete: input.inventoryComplete,
    severities: settings.severities,
    accessLevelOf: (action) => catalog.accessLevelOf(action),
    hasResourceTypes: (action) => catalog.resourceTypesOf(action).length > 0,
  });
  const tagged = taggedIn(context, input);
  const accepted = acceptFindings(withOwners(evaluation.findings, settings.owners), {
    exceptions: [...settings.exceptions, ...tagged.exceptions],
    now: input.now,
    wholeLook: input.inventoryComplete,
    inDoubt: evaluation.inDoubt,
  });
  const remembered = await knownFindings(context, input.ledger);
  const lifecycle = reconcile({
    ...account,
    evaluation: { ...evaluation, findings: accepted.findings },
    known: remembered.known,
    knownComplete: remembered.complete,
    inventoryComplete: input.inventoryComplete,
    now: input.now,
    refreshAfter: settings.refresh,
  });
  return { lifecycle, exceptions: { ...accepted, ignored: tagged.ignored }, incomplete: remembered.incomplete };
}

function taggedIn({ settings }: AuditContext, { assessments, now }: WeighInput): ReturnType<typeof taggedExceptions> {
  if (settings.acceptTag === undefined) return { exceptions: [], ignored: [] };
  const roles = assessments.flatMap(({ lookup }) => (lookup.kind === 'found' ? [lookup.role] : []));
  return taggedExceptions(roles, settings.acceptTag, now);
}

/** Security Hub knows best, since people close findings there; without it, the ledger does. */
async function knownFindings(
  context: AuditContext,
  ledger: RunLedger,
): Promise<{
  readonly known: readonly KnownFinding[];
  readonly complete: boolean;
  readonly incomplete: readonly Incomplete[];
}> {
  const { sink } = context;
  if (sink === undefined) {
    const complete = context.ledger !== undefined && ledger.whole;
    return { known: recallFindings(ledger.known.findings), complete, incomplete: [] };
  }
  const reading = await attempt('Findings of earlier runs', () => sink.known());
  if ('lost' in reading) return { known: [], complete: false, incomplete: [reading.lost] };
  const { value, incomplete } = reading.value;
  return { known: value, complete: incomplete.length === 0, incomplete };
}
