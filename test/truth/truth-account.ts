import type { Region } from '../../src/base/region.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { SourceName } from '../../src/evidence/source-name.ts';
import type { AwsModel } from './aws-model.ts';
import { type Draft, drawWorkload } from './draw-workload.ts';
import type { TruthStatement } from './evaluator.ts';
import { type Random, randomOf } from './random.ts';
import { drawBoundary, drawPolicies, type TruthPolicy } from './role-policies.ts';
import { drawRoleWatch } from './role-watch.ts';
import { drawTrail, type TrailModel } from './trail-model.ts';
import type { Workload } from './workload.ts';

/** A role as it is on the day of the last audit. */
export interface TruthRole {
  readonly name: string;
  readonly roleId: string;
  readonly createdAt: number;
  readonly policies: readonly TruthPolicy[];
  readonly boundary?: readonly TruthStatement[];
}

/** A whole account: what is in it, what happened, what will happen, and how it is audited. */
export interface TruthAccount {
  readonly seed: number;
  /** The time of the last audit. */
  readonly now: number;
  /** Of all audits, ascending; the last is `now`. */
  readonly nights: readonly number[];
  readonly regions: readonly Region[];
  readonly roles: ReadonlyMap<string, TruthRole>;
  readonly workloads: readonly Workload[];
  readonly trail?: TrailModel;
  readonly sources: readonly SourceName[];
  readonly troubles: Troubles;
}

/** What goes wrong with reading. */
export interface Troubles {
  /** The night on which the event history is throttled after so many events of a Region. */
  readonly at?: number;
  readonly throttledAfter?: number;
  /** The log file at this place, in the order of names, is cut. */
  readonly spoiledFile?: number;
}

const NOW = Date.parse('2026-11-22T03:00:00Z');
const REGIONS: readonly Region[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

/** Makes the account of a seed; the same seed makes the same account. */
export function truthAccount(seed: number, model: AwsModel): TruthAccount {
  const random = randomOf(seed);
  const now = NOW + random.int(30) * DAY_MS + random.int(24) * HOUR_MS;
  const regions = REGIONS.slice(0, 1 + random.int(REGIONS.length));
  const drafts = new Map<string, Draft>();
  const workloads = Array.from({ length: 1 + random.int(4) }, (_, index) =>
    drawWorkload(index, { now, regions, drafts, model, random }),
  ).flat();
  const recent = recentRoles(workloads, now, random);
  const roles = new Map(
    [...drafts].map(([name, draft]) => [
      name,
      drawRole(draft, { now, createdAt: recent.get(name) ?? now - 340 * DAY_MS, model, random }),
    ]),
  );
  const drawn = random.chance(0.75) ? drawTrail(now, random) : undefined;
  // Chance of its own, so that all else of an account stays as it is.
  const watch =
    drawn === undefined || drawn.basic
      ? undefined
      : drawRoleWatch([...drawn.data.keys()], [...roles.keys()], now, randomOf(seed + 0x5eed));
  const trail = drawn && { ...drawn, ...(watch && { watch }) };
  const apart = random.pick([1, 1, 7, 20, 60]) * DAY_MS;
  const nights = random.chance(0.9) ? [now - apart, now] : [now];
  const troubles: Troubles = {
    ...(random.chance(0.1) && { at: random.pick(nights), throttledAfter: 50 * random.int(8) }),
    ...(random.chance(0.1) && { spoiledFile: random.int(400) }),
  };
  return {
    seed,
    now,
    nights: random.chance(0.3) && nights.length > 1 ? [now - apart - 2 * DAY_MS, ...nights] : nights,
    regions,
    roles,
    workloads: workloads.map((workload) => sinceRoles(workload, recent)),
    ...(trail && { trail }),
    troubles,
    sources: [
      ...(trail === undefined || random.chance(0.5) ? (['lookup'] as const) : []),
      ...(trail === undefined ? [] : (['trail'] as const)),
      ...(random.chance(0.5) ? (['last-accessed'] as const) : []),
    ],
  };
}

/** Draws a role for the calls that its workloads make. */
export function drawRole(
  { name, style, calls }: Draft,
  {
    now,
    createdAt,
    model,
    random,
  }: { readonly now: number; readonly createdAt: number; readonly model: AwsModel; readonly random: Random },
): TruthRole {
  const boundary = drawBoundary(calls, model, random);
  return {
    name,
    roleId: `AROA${random.hex(17).toUpperCase()}`,
    createdAt,
    policies: drawPolicies(style, calls, { now, model, random }),
    ...(boundary && { boundary }),
  };
}

/** Roles that came together with the only workload that they are of, and when. */
function recentRoles(workloads: readonly Workload[], now: number, random: Random): ReadonlyMap<string, number> {
  const uses = (name: string) => workloads.filter((one) => one.taskRole === name || one.executionRole === name).length;
  return new Map(
    workloads.flatMap(({ kind, taskRole, executionRole }): [string, number][] => {
      const names = [taskRole, executionRole].filter((name) => name !== undefined);
      if (kind === 'steady' || !random.chance(0.1) || names.some((name) => uses(name) > 1)) return [];
      const createdAt = now - (8 + random.int(80)) * DAY_MS;
      return names.map((name) => [name, createdAt]);
    }),
  );
}

/** Nothing runs with a role before there is one. */
function sinceRoles(workload: Workload, recent: ReadonlyMap<string, number>): Workload {
  const since = (recent.get(workload.taskRole ?? workload.executionRole ?? '') ?? 0) + HOUR_MS;
  return { ...workload, starts: workload.starts.filter(({ at }) => at >= since) };
}
