import { assertNever } from '../base/assert-never.ts';
import { counted, listed } from '../base/format.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Evidence } from './assessment-input.ts';
import { actionsWith } from './fold-verdicts.ts';
import { unrecordedOn } from './unrecorded-on.ts';
import type { RoleAssessment } from './verdict.ts';

/** Something that a trail could record and none does, and the actions that could be judged if it did. */
export interface EvidenceSwitch {
  readonly records:
    | { readonly kind: 'data'; readonly resourceTypes: readonly string[] }
    /** The management events of a service that every trail read leaves out. */
    | { readonly kind: 'management'; readonly service: string };
  /** Where nothing records it. */
  readonly regions: readonly string[];
  /** Set where nobody asked what trails record: one may record it already. */
  readonly trailsUnasked?: true;
  readonly actions: readonly { readonly role: RoleArn; readonly action: Action }[];
}

type GrowingSwitch = Omit<EvidenceSwitch, 'actions'> & { readonly actions: EvidenceSwitch['actions'][number][] };

/**
 * The switches that would change verdicts, those that change most first. A switch shows what happens from then on: its
 * actions are decided once they were watched long enough.
 */
export function evidenceSwitches(
  assessments: readonly RoleAssessment[],
  evidence: Pick<Evidence, 'observabilityOf' | 'watched' | 'past'>,
): readonly EvidenceSwitch[] {
  const switches = new Map<string, GrowingSwitch>();
  for (const assessment of assessments) {
    const { inUse, lookup } = assessment;
    if (lookup.kind !== 'found') continue;
    for (const { action, grantedBy } of actionsWith(assessment, 'unobservable')) {
      if (unrecordedOn({ action, grantedBy }, lookup.role) !== undefined) continue;
      const missing = missingFor(action, lookup.role.arn, evidence);
      if (missing === undefined) continue;
      const key = keyOf(missing);
      const known = switches.get(key) ?? { ...missing, actions: [] };
      known.actions.push({ role: inUse.arn, action });
      switches.set(key, known);
    }
  }
  return [...switches.values()].sort(mostFirst);
}

function keyOf({ records, regions }: Omit<EvidenceSwitch, 'actions'>): string {
  return JSON.stringify([records, regions]);
}

function mostFirst(a: EvidenceSwitch, b: EvidenceSwitch): number {
  return b.actions.length - a.actions.length || (keyOf(a) < keyOf(b) ? -1 : 1);
}

function missingFor(
  action: Action,
  role: RoleArn,
  { observabilityOf, watched, past: { trailsUnasked } }: Pick<Evidence, 'observabilityOf' | 'watched' | 'past'>,
): Omit<EvidenceSwitch, 'actions'> | undefined {
  const events = observabilityOf(action);
  if (events.kind !== 'data' && events.kind !== 'management') return undefined;
  const found = watched(events, action, role);
  if ('interval' in found || found.why !== 'off') return undefined;
  const regions = [...found.regions].sort();
  const where = { regions, ...(trailsUnasked && { trailsUnasked }) };
  return events.kind === 'data'
    ? { records: { kind: 'data', resourceTypes: found.types }, ...where }
    : { records: { kind: 'management', service: serviceOf(action) }, ...where };
}

/** `Record data events of AWS::S3::Object, of every resource, in us-east-1, to judge 14 actions of 3 roles.` */
export function switchSentence(each: EvidenceSwitch): string {
  const roles = new Set(each.actions.map(({ role }) => role)).size;
  return `${whatToRecord(each)}, to judge ${counted(each.actions.length, 'action')} of ${counted(roles, 'role')}.`;
}

/**
 * `Record data events of AWS::S3::Object, of every resource, in us-east-1`; where nobody knows what is recorded, first of all to read a
 * trail that may do so.
 */
export function whatToRecord({
  records,
  regions,
  trailsUnasked,
}: Pick<EvidenceSwitch, 'records' | 'regions' | 'trailsUnasked'>): string {
  const order = trailsUnasked ? 'Read (source auto) or record' : 'Record';
  return `${order} ${eventsOf(records)}, in ${listed(regions, 3)}`;
}

function eventsOf(records: EvidenceSwitch['records']): string {
  switch (records.kind) {
    case 'data':
      return `data events of ${listed(records.resourceTypes, 3)}, of every resource`;
    case 'management':
      return `management events of ${records.service}, which are left out`;
    default:
      return assertNever(records);
  }
}
