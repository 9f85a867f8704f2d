import { assertNever } from '../base/assert-never.ts';
import { type Action, serviceOf } from '../iam/action.ts';
import type { RoleArn } from '../iam/arn.ts';
import type { Evidence } from './assessment-input.ts';
import type { RoleAssessment } from './verdict.ts';
import { counted, listed } from './words.ts';

/** Something that a trail could record and none does, and the actions that could be judged if it did. */
export interface EvidenceSwitch {
  readonly records:
    | { readonly kind: 'data'; readonly resourceTypes: readonly string[] }
    /** The management events of a service that every trail read leaves out. */
    | { readonly kind: 'management'; readonly service: string };
  /** Where nothing records it. */
  readonly regions: readonly string[];
  readonly actions: readonly { readonly role: RoleArn; readonly action: Action }[];
}

/**
 * The switches that would change verdicts, those that change most first. A switch shows what happens from then on: its
 * actions are decided once they were watched long enough.
 */
export function evidenceSwitches(
  assessments: readonly RoleAssessment[],
  evidence: Pick<Evidence, 'observabilityOf' | 'watched'>,
): readonly EvidenceSwitch[] {
  const switches = new Map<string, EvidenceSwitch>();
  for (const { inUse, actions } of assessments) {
    for (const { action, verdict } of actions) {
      if (verdict !== 'unobservable') continue;
      const missing = missingFor(action, evidence);
      if (missing === undefined) continue;
      const key = JSON.stringify(missing);
      const known = switches.get(key)?.actions ?? [];
      switches.set(key, { ...missing, actions: [...known, { role: inUse.arn, action }] });
    }
  }
  return [...switches.entries()]
    .sort(([a, left], [b, right]) => right.actions.length - left.actions.length || (a < b ? -1 : 1))
    .map(([, found]) => found);
}

function missingFor(
  action: Action,
  { observabilityOf, watched }: Pick<Evidence, 'observabilityOf' | 'watched'>,
): Omit<EvidenceSwitch, 'actions'> | undefined {
  const events = observabilityOf(action);
  if (events.kind !== 'data' && events.kind !== 'management') return undefined;
  const found = watched(events, action);
  if ('stretch' in found || found.why !== 'off') return undefined;
  const { regions } = found;
  return events.kind === 'data'
    ? { records: { kind: 'data', resourceTypes: events.resourceTypes }, regions }
    : { records: { kind: 'management', service: serviceOf(action) }, regions };
}

/** `Record data events of AWS::S3::Object, of every resource, in us-east-1, to decide 14 actions of 3 roles.` */
export function switchSentence({ records, regions, actions }: EvidenceSwitch): string {
  const roles = new Set(actions.map(({ role }) => role)).size;
  return `Record ${eventsOf(records)}, in ${listed(regions)}, to decide ${counted(actions.length, 'action')} of ${counted(roles, 'role')}.`;
}

function eventsOf(records: EvidenceSwitch['records']): string {
  switch (records.kind) {
    case 'data':
      return `data events of ${listed(records.resourceTypes)}, of every resource`;
    case 'management':
      return `management events of ${records.service}, which are left out`;
    default:
      return assertNever(records);
  }
}
