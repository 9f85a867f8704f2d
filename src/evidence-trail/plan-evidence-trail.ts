import { counted } from '../base/format.ts';
import { sum } from '../base/sum.ts';
import { sessionPrefixOf } from '../cloudtrail/trail-settings/session-filter.ts';
import type { AdvancedSelector, Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { RoleArn } from '../iam/arn.ts';
import { type CallVolume, type CallVolumes, usdOf, whyUncounted } from './call-volumes.ts';
import type { Decides } from './evidence-trail-sentence.ts';
import { type MutedName, type MutingInput, mutedNames } from './muted-names.ts';
import { packSelectors, type Recording } from './pack-selectors.ts';
import type { NeededAction, RoleNeeds } from './role-needs.ts';

/** "Quotas in AWS CloudTrail": trails in a Region, those of all Regions and of the organization included. */
const TRAILS_PER_REGION = 5;

/** What all trails of a plan are called; further ones have a number behind it. */
export const EVIDENCE_TRAIL_NAME = 'ecs-role-auditor-evidence';

/** The name of one of several. */
export function evidenceTrailName(index: number): string {
  return index === 0 ? EVIDENCE_TRAIL_NAME : `${EVIDENCE_TRAIL_NAME}-${index + 1}`;
}

/** Whether a trail was made by such a plan. */
export function isEvidenceTrail({ name }: Pick<Trail, 'name'>): boolean {
  return /^ecs-role-auditor-evidence(-\d+)?$/.test(name);
}

export interface PlanInput extends MutingInput {
  readonly needs: readonly RoleNeeds[];
  readonly volumes: CallVolumes;
  /** Every trail of the account; undefined where they could not be read. */
  readonly trails: readonly Pick<Trail, 'name' | 'selectors' | 'statuses'>[] | undefined;
  /** US dollars a month. */
  readonly budget?: number;
}

/** A trail as it should be set. */
export interface PlannedTrail {
  readonly name: string;
  readonly selectors: readonly AdvancedSelector[];
}

/** The resource types that must be recorded together to decide actions. */
export interface PlannedTypes {
  readonly types: readonly string[];
  readonly roles: readonly RoleArn[];
  /** How many actions it decides. */
  readonly actions: number;
  /** An upper bound of its cost a month, in US dollars; undefined where nobody counts the calls. */
  readonly usd?: number;
  /** Why the cost is not known, as half a sentence. */
  readonly why?: string;
}

/** An evidence trail that is to be deployed. */
export interface EvidencePlan {
  readonly trails: readonly PlannedTrail[];
  readonly recorded: readonly PlannedTypes[];
  /** What stays undecided, and why. */
  readonly leftOut: readonly (PlannedTypes & { readonly because: string })[];
  readonly decides: Decides;
  /** What is recorded of actions that wait for something else as well, such as a first task, and that nothing but it would decide. */
  readonly waitsForMore: Decides;
  /** The sum of the upper bounds, in US dollars a month. */
  readonly usd: number;
  /** Types of which nobody knows what they cost. */
  readonly uncounted: readonly string[];
  readonly muted: readonly (MutedName & { readonly role: RoleArn; readonly type: string })[];
  /** What the muted names would have cost a month, in US dollars. */
  readonly savedUsd: number;
}

/** Whether data events may still change a verdict, or must go on to uphold it: what is unused unwatched, other evidence decided. */
function isOpen({ verdict, watchedSince }: NeededAction): boolean {
  return (
    verdict === 'unobservable' || verdict === 'undetermined' || (verdict === 'unused' && watchedSince !== undefined)
  );
}

/** Whether something other than data events is missing as well: where they alone were, it would be unobservable. */
function isWaitingForMore({ verdict, watchedSince, muted }: NeededAction): boolean {
  return verdict === 'undetermined' && watchedSince === undefined && muted === undefined;
}

/** Works out which data events of which roles are to be recorded, those first that decide most for their cost. */
export function planEvidenceTrail(input: PlanInput): EvidencePlan {
  const { budget = Number.POSITIVE_INFINITY } = input;
  const bundles = bundlesOf(input);
  const recorded: PlannedTypes[] = [];
  const leftOut: EvidencePlan['leftOut'][number][] = [];
  const on = new Set<string>();
  let usd = 0;
  for (const bundle of bundles) {
    // Types that are recorded already cost nothing twice.
    const cost = costOf(
      bundle.types.filter((type) => !on.has(type)),
      input.volumes,
    );
    const stated = { ...bundle, ...cost };
    if (cost.usd === undefined && budget < Number.POSITIVE_INFINITY) {
      leftOut.push({ ...stated, because: `what it costs is not known (${cost.why}), so that no budget holds it` });
    } else if (usd + (cost.usd ?? 0) > budget) {
      leftOut.push({ ...stated, because: `it may cost ${dollars(cost.usd ?? 0)} a month, beyond the budget` });
    } else {
      usd += cost.usd ?? 0;
      recorded.push(stated);
      for (const type of bundle.types) on.add(type);
    }
  }
  return packed(input, recorded, leftOut, usd);
}

/** Puts what is to be recorded into as many trails as there may be. */
function packed(
  input: PlanInput,
  recorded: readonly PlannedTypes[],
  leftOut: EvidencePlan['leftOut'],
  usd: number,
): EvidencePlan {
  const on = new Set(recorded.flatMap(({ types }) => types));
  const muted: EvidencePlan['muted'][number][] = [];
  const recordings = input.needs.flatMap((needs) =>
    typesNeeded(needs, on).map((type): Recording => {
      const names = mutedNames(needs, type, input);
      muted.push(...names.map((name) => ({ ...name, role: needs.role, type })));
      return { type, role: sessionPrefixOf(needs.role), muted: names.map(({ eventName }) => eventName).sort() };
    }),
  );
  const free = freeTrails(input.trails);
  const trails = packSelectors(recordings).map((selectors, index) => ({ name: evidenceTrailName(index), selectors }));
  if (trails.length > free && recorded.length > 0) {
    const most = recorded.at(-1);
    if (most !== undefined) {
      const because = `it takes ${counted(trails.length, 'trail')}, and a Region has room for ${free} more of its ${TRAILS_PER_REGION}`;
      const { usd: own = 0 } = most;
      return packed(input, recorded.slice(0, -1), [...leftOut, { ...most, because }], usd - own);
    }
  }
  return {
    trails,
    recorded,
    leftOut,
    decides: countOf(input.needs, on, (action) => !isWaitingForMore(action)),
    waitsForMore: countOf(input.needs, on, isWaitingForMore),
    usd,
    uncounted: [...on].filter((type) => input.volumes.get(type)?.kind !== 'counted').sort(),
    muted,
    savedUsd: usdOf(sum(muted.map(({ perMonth }) => perMonth))),
  };
}

/** Groups of actions that the same types show, those first that decide most for their cost. */
function bundlesOf({ needs, volumes }: PlanInput): readonly Omit<PlannedTypes, 'usd' | 'why'>[] {
  const bundles = new Map<string, { types: readonly string[]; roles: Set<RoleArn>; actions: number }>();
  for (const { role, actions } of needs) {
    for (const { resourceTypes } of actions.filter(isOpen)) {
      const key = resourceTypes.join(' ');
      const bundle = bundles.get(key) ?? { types: resourceTypes, roles: new Set(), actions: 0 };
      bundle.roles.add(role);
      bundles.set(key, { ...bundle, actions: bundle.actions + 1 });
    }
  }
  const worth = ({ types, actions }: { readonly types: readonly string[]; readonly actions: number }): number => {
    const { usd } = costOf(types, volumes);
    return usd === undefined ? 0 : actions / (usd + 0.01);
  };
  return [...bundles.values()]
    .map(({ roles, ...bundle }) => ({ ...bundle, roles: [...roles] }))
    .sort((a, b) => worth(b) - worth(a) || b.actions - a.actions || (a.types.join() < b.types.join() ? -1 : 1));
}

function costOf(types: readonly string[], volumes: CallVolumes): Pick<PlannedTypes, 'usd' | 'why'> {
  const found = types.map((type): CallVolume => volumes.get(type) ?? { kind: 'unknown', why: whyUncounted(type) });
  const unknown = found.find((volume) => volume.kind === 'unknown');
  if (unknown?.kind === 'unknown') return { why: unknown.why };
  return { usd: usdOf(sum(found.map((volume) => (volume.kind === 'counted' ? volume.perMonth : 0)))) };
}

/** The types that are to be recorded of a role: those of every action that they show wholly, as long as a question is open. */
function typesNeeded(needs: RoleNeeds, on: ReadonlySet<string>): readonly string[] {
  return [...new Set(openOn(needs, on).flatMap(({ resourceTypes }) => resourceTypes))].sort();
}

/** The open actions of a role that these types show wholly. */
function openOn({ actions }: RoleNeeds, on: ReadonlySet<string>): readonly NeededAction[] {
  return actions.filter((action) => isOpen(action) && action.resourceTypes.every((type) => on.has(type)));
}

function countOf(
  needs: readonly RoleNeeds[],
  on: ReadonlySet<string>,
  counts: (action: NeededAction) => boolean,
): Decides {
  const byRole = needs.map((role) => openOn(role, on).filter(counts).length);
  return { actions: sum(byRole), roles: byRole.filter((count) => count > 0).length };
}

/** How many more trails every Region has room for; all that there may be where nobody knows what there are. */
function freeTrails(trails: PlanInput['trails']): number {
  const others = (trails ?? []).filter((trail) => !isEvidenceTrail(trail));
  const perRegion = new Map<string, number>();
  for (const { statuses } of others) {
    for (const { region } of statuses) perRegion.set(region, (perRegion.get(region) ?? 0) + 1);
  }
  return Math.max(0, TRAILS_PER_REGION - Math.max(0, ...perRegion.values()));
}

/** `0.40 USD`, `12 USD`. */
export function dollars(usd: number): string {
  if (usd >= 10) return `${Math.ceil(usd)} USD`;
  return `${(Math.ceil(usd * 100) / 100).toFixed(2)} USD`;
}
