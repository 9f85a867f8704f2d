import type { SessionPrefix } from '../cloudtrail/trail-settings/session-filter.ts';
import type { AdvancedSelector, Trail } from '../cloudtrail/trail-settings/trail.ts';
import type { Recording } from './pack-selectors.ts';
import { type EvidencePlan, isEvidenceTrail } from './plan-evidence-trail.ts';

/** What a plan would change of the evidence trails that there are. */
export interface PlanChanges {
  /** Names of trails that are to be made. */
  readonly created: readonly string[];
  /** Names of trails that the plan has no use for. */
  readonly unneeded: readonly string[];
  readonly added: readonly RoleOfType[];
  readonly dropped: readonly RoleOfType[];
  readonly muted: readonly NamesOfRole[];
  readonly unmuted: readonly NamesOfRole[];
}

interface RoleOfType {
  readonly type: string;
  readonly role: SessionPrefix;
}

interface NamesOfRole extends RoleOfType {
  readonly names: readonly string[];
}

/** Compares a plan with the trails as they are set, role by role: in which selector something stands is of no account. */
export function planChanges(
  plan: Pick<EvidencePlan, 'trails'>,
  trails: readonly Pick<Trail, 'name' | 'selectors'>[],
): PlanChanges {
  const existing = trails.filter(isEvidenceTrail);
  const now = byRole(existing.flatMap(({ selectors }) => recordingsIn(selectors)));
  const then = byRole(plan.trails.flatMap(({ selectors }) => recordingsIn({ kind: 'advanced', selectors })));
  const both = [...then].flatMap(([key, recording]) => {
    const before = now.get(key);
    return before === undefined ? [] : [{ before, recording }];
  });
  const names = (more: (pair: (typeof both)[number]) => readonly string[]): readonly NamesOfRole[] =>
    both.flatMap((pair) => {
      const found = more(pair);
      const { type, role } = pair.recording;
      return found.length === 0 ? [] : [{ type, role, names: found }];
    });
  const planned = new Set(plan.trails.map(({ name }) => name));
  const there = new Set(existing.map(({ name }) => name));
  return {
    created: [...planned].filter((name) => !there.has(name)),
    unneeded: [...there].filter((name) => !planned.has(name)),
    added: [...then].filter(([key]) => !now.has(key)).map(([, { type, role }]) => ({ type, role })),
    dropped: [...now].filter(([key]) => !then.has(key)).map(([, { type, role }]) => ({ type, role })),
    muted: names(({ before, recording }) => recording.muted.filter((name) => !before.muted.includes(name))),
    unmuted: names(({ before, recording }) => before.muted.filter((name) => !recording.muted.includes(name))),
  };
}

/** Whether anything is to be changed. */
export function hasChanges(changes: PlanChanges): boolean {
  return Object.values(changes).some((list: readonly unknown[]) => list.length > 0);
}

/** What selectors of the form that plans have record of single roles. */
export function recordingsIn(selectors: Trail['selectors']): readonly Recording[] {
  return selectors.kind === 'basic' ? [] : selectors.selectors.flatMap(recordingsOf);
}

function recordingsOf({ fields }: AdvancedSelector): readonly Recording[] {
  const of = (name: string) => fields.find(({ field }) => field === name);
  const type = of('resources.type')?.equals?.[0];
  const muted = [...(of('eventName')?.notEquals ?? [])].sort();
  if (type === undefined) return [];
  return (of('userIdentity.arn')?.startsWith ?? []).map((role) => ({ type, role: role as SessionPrefix, muted }));
}

/** A name is left out where every selector of the role leaves it out. */
function byRole(recordings: readonly Recording[]): ReadonlyMap<string, Recording> {
  const found = new Map<string, Recording>();
  for (const recording of recordings) {
    const key = `${recording.type} ${recording.role}`;
    const known = found.get(key);
    const muted = known === undefined ? recording.muted : known.muted.filter((name) => recording.muted.includes(name));
    found.set(key, { ...recording, muted });
  }
  return found;
}
