import { DAY_MS, MINUTE_MS } from '../../src/base/time.ts';
import type { AwsModel, Operation } from './aws-model.ts';
import { firstMondays, periodic } from './calendar.ts';
import { type CallKind, callKindOf } from './call-kind.ts';
import type { Random } from './random.ts';
import { NAMED_OPERATIONS } from './resources.ts';
import { UNLISTED_OPERATIONS } from './unlisted-operations.ts';

/** How a workload lives. */
export type WorkloadKind =
  /** A service whose tasks are replaced now and then. */
  | 'service'
  /** A service whose one task has run for months. */
  | 'steady'
  /** Jobs on a schedule, from daily to every 44 days. */
  | 'cron'
  /** Registered, started long ago at best, and started again some day. */
  | 'idle'
  /** A function that shares the role of a task: it starts nothing that ECS knows of. */
  | 'function';

/** Something a workload does again and again while it runs. */
export interface Step {
  readonly kind: CallKind;
  /** Milliseconds, 44 days at most. */
  readonly every: number;
  readonly phase: number;
}

/** A start of a task, past or to come. */
export interface Start {
  readonly at: number;
  readonly region: string;
  readonly taskId: string;
}

/** One family's work in one Region with one revision. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly family: string;
  readonly revision: number;
  readonly region: string;
  /** Regions where the family is registered too, and has not run. */
  readonly standby: readonly string[];
  /** Names of roles. */
  readonly taskRole: string | undefined;
  readonly executionRole: string | undefined;
  readonly atStart: readonly CallKind[];
  /** What the ECS agent does with the execution role. */
  readonly byAgent: readonly CallKind[];
  readonly steps: readonly Step[];
  /** Ascending. */
  readonly starts: readonly Start[];
  /** Milliseconds a task runs at most. */
  readonly lasts: number;
  /** When the revision was replaced; its tasks ended then, until it is rolled back to. */
  readonly endedAt?: number;
}

/** One call that a workload makes. */
export interface Occurrence {
  readonly at: number;
  readonly role: string;
  readonly region: string;
  readonly session: string;
  readonly kind: CallKind;
}

/** The longest time between two doings of the same; see the assumptions of the campaign. */
export const LONGEST_PERIOD_MS = 44 * DAY_MS;
const DAYS = [1, 1, 2, 7, 14, 28, 40, 44];

/** Draws so many kinds of call, most of them of operations that workloads on ECS use. */
export function drawKinds(count: number, model: AwsModel, random: Random): readonly CallKind[] {
  const named = new Set([...NAMED_OPERATIONS, ...Object.keys(UNLISTED_OPERATIONS)]);
  const common = model.operations.filter(({ service, name }) => named.has(`${service}:${name}`));
  const several = severalOf(model);
  const kinds: CallKind[] = [];
  for (let tries = 0; kinds.length < count && tries < count * 5; tries++) {
    const chance = random.next();
    const pool: readonly Operation[] = chance < 0.45 ? common : chance < 0.75 ? several : model.operations;
    const kind = callKindOf(random.pick(pool), model, random);
    if (kind !== undefined) kinds.push(kind);
  }
  return kinds;
}

const several = new WeakMap<AwsModel, readonly Operation[]>();

/** The operations for which AWS lists several actions. */
function severalOf(model: AwsModel): readonly Operation[] {
  const known = several.get(model) ?? model.operations.filter(({ authorized }) => authorized.length > 1);
  several.set(model, known);
  return known;
}

/** Draws what a workload does while it runs. */
export function drawSteps(count: number, now: number, model: AwsModel, random: Random): readonly Step[] {
  return drawKinds(count, model, random).map((kind) => {
    const every = random.pick(DAYS) * DAY_MS;
    return { kind, every, phase: now - random.int(every) };
  });
}

/** Draws the starts of a workload over a period that ends at `to`; `now` lies inside. */
export function drawStarts(
  kind: WorkloadKind,
  {
    region,
    from,
    now,
    to,
  }: { readonly region: string; readonly from: number; readonly now: number; readonly to: number },
  random: Random,
): readonly Start[] {
  const times = timesOf(kind, { from, now, to }, random);
  return times.map((at) => ({ at: Math.floor(at), region, taskId: random.hex(32) }));
}

function timesOf(
  kind: WorkloadKind,
  { from, now, to }: { readonly from: number; readonly now: number; readonly to: number },
  random: Random,
): readonly number[] {
  switch (kind) {
    case 'service': {
      const every = random.pick([2, 5, 12, 25, 40]) * DAY_MS;
      return periodic(every, now - random.int(every), from, to);
    }
    case 'steady': {
      const started = now - (50 + random.int(270)) * DAY_MS;
      return [Math.max(started, from), now + random.int(60) * DAY_MS + DAY_MS];
    }
    case 'cron': {
      if (random.chance(0.3)) return firstMondays(from, to);
      const every = random.pick(DAYS) * DAY_MS;
      return periodic(every, now - random.int(every), from, to);
    }
    case 'idle': {
      const once = now - (100 + random.int(250)) * DAY_MS;
      return [...(random.chance(0.5) && once > from ? [once] : []), now + (1 + random.int(80)) * DAY_MS];
    }
    case 'function': {
      const every = (1 + random.int(30)) * DAY_MS;
      return periodic(every, now - random.int(every), from, to);
    }
    default:
      kind satisfies never;
      return [];
  }
}

/** All calls of a workload in a period, in no order. */
export function* occurrencesOf(workload: Workload, from: number, to: number): Generator<Occurrence> {
  const { starts, atStart, byAgent, steps, taskRole, executionRole, lasts, endedAt } = workload;
  for (const [place, start] of starts.entries()) {
    const { region, taskId: session, at } = start;
    const next = starts[place + 1]?.at ?? Number.POSITIVE_INFINITY;
    const end = Math.min(
      next,
      at + lasts,
      endedAt !== undefined && at < endedAt ? endedAt : Number.POSITIVE_INFINITY,
      to,
    );
    if (at >= from && at < to) {
      for (const [index, kind] of byAgent.entries()) {
        if (executionRole !== undefined) yield { at: at + index * 1000, role: executionRole, region, session, kind };
      }
      for (const [index, kind] of atStart.entries()) {
        if (taskRole !== undefined) yield { at: at + MINUTE_MS + index * 1000, role: taskRole, region, session, kind };
      }
    }
    if (taskRole === undefined) continue;
    // A task that takes over from another goes on with its work.
    const since = Math.max(place === 0 ? at + 10 * MINUTE_MS : at, from);
    for (const { kind, every, phase } of steps) {
      for (const when of periodic(every, phase, since, end)) {
        yield { at: when, role: taskRole, region, session, kind };
      }
    }
  }
}
