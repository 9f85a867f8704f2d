import { DAY_MS } from '../../src/base/time.ts';
import type { FieldSelector } from '../../src/cloudtrail/trail-settings/trail.ts';
import type { Random } from './random.ts';
import { operationsOf } from './recording.ts';
import { ACCOUNT } from './resources.ts';

/** Filters of the data events of a trail: on who calls, and on names that are left out for a while. */
export interface RoleWatch {
  /** What the ARN of a session must begin with, one of them. */
  readonly of: readonly string[];
  /** By resource type: the names left out, between two moments. */
  readonly muted: ReadonlyMap<string, readonly string[]>;
  readonly mutedFrom: number;
  readonly mutedUntil: number;
}

/** Draws one for a trail that records these types; roles with names of which one is the beginning of another are among them. */
export function drawRoleWatch(
  types: readonly string[],
  roles: readonly string[],
  now: number,
  random: Random,
): RoleWatch | undefined {
  if (types.length === 0 || roles.length === 0 || !random.chance(0.4)) return undefined;
  const some = random.some(roles, 1 + random.int(roles.length));
  const end = random.pick(['/', '/', '/', '']);
  const mutedFrom = now - random.pick([0.3, 1.2, 3, 10, 30, 70, 200]) * DAY_MS;
  return {
    of: [...some, ...(random.chance(0.2) ? ['task-'] : [])].map(
      (name) => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}${end}`,
    ),
    muted: new Map(
      random
        .some(types, 1 + random.int(types.length))
        .map((type) => [type, random.some(operationsOf(type), 1 + random.int(3))]),
    ),
    mutedFrom,
    mutedUntil: random.chance(0.4) ? mutedFrom + random.pick([0.5, 2, 20]) * DAY_MS : Number.POSITIVE_INFINITY,
  };
}

/** Whether the filters let a data event through. */
export function isWatched(
  { of, muted, mutedFrom, mutedUntil }: RoleWatch,
  {
    at,
    type,
    session,
    eventName,
  }: { readonly at: number; readonly type: string; readonly session: string; readonly eventName: string },
): boolean {
  if (!of.some((beginning) => session.startsWith(beginning))) return false;
  return at < mutedFrom || at >= mutedUntil || muted.get(type)?.includes(eventName) !== true;
}

/** The filters as a selector of a type has them at a time. */
export function watchFields(
  { of, muted, mutedFrom, mutedUntil }: RoleWatch,
  type: string,
  now: number,
): readonly FieldSelector[] {
  const names = now >= mutedFrom && now < mutedUntil ? (muted.get(type) ?? []) : [];
  return [
    { field: 'userIdentity.arn', startsWith: of },
    ...(names.length > 0 ? [{ field: 'eventName', notEquals: names }] : []),
  ];
}
