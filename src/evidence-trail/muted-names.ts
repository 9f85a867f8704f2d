import { sum } from '../base/sum.ts';
import { DAY_MS, type EpochMs } from '../base/time.ts';
import type { RoleEvent } from '../evidence/role-usage.ts';
import type { Action } from '../iam/action.ts';
import type { Verdict } from '../rightsize/verdict.ts';
import { usdOf } from './call-volumes.ts';
import type { RoleNeeds } from './role-needs.ts';

/** A name that is left out of what is recorded of a role, as it is known to be used. */
export interface MutedName {
  readonly eventName: string;
  /** Events a month, by those that were seen. */
  readonly perMonth: number;
}

export interface MutingInput {
  readonly now: EpochMs;
  /** Milliseconds for which one event proves use. */
  readonly lookback: number;
  readonly mayShow: (eventName: string, action: Action) => boolean;
}

/** US dollars a month from which a name is worth one of the 500 values of a trail. */
const WORTH_MUTING_USD = 0.05;

const DAYS_A_MONTH = 30;

/** What of the look-back must be left: by then a name is recorded again, so that use that goes on is seen before the old one is forgotten. */
const LEFT_OF_LOOKBACK = 1 / 4;

/** Verdicts that no further event changes. */
const SETTLED: ReadonlySet<Verdict> = new Set(['used', 'required', 'blocked']);

/**
 * The event names of one type that need not be recorded of a role any more: they were seen lately and often, and can show none of its actions
 * but those that are decided already.
 */
export function mutedNames(
  { actions, events }: RoleNeeds,
  type: string,
  { now, lookback, mayShow }: MutingInput,
): readonly MutedName[] {
  const ofType = actions.filter(({ resourceTypes }) => resourceTypes.includes(type));
  const used = new Set<Action>(ofType.filter(({ verdict }) => verdict === 'used').map(({ action }) => action));
  const open = ofType.filter(({ verdict }) => !SETTLED.has(verdict));
  const byName = Map.groupBy(
    events.filter((event) => event.actions.some((action) => used.has(action))),
    ({ eventName }) => eventName,
  );
  return [...byName]
    .map(([eventName, own]) => ({
      eventName,
      last: Math.max(...own.map(({ last }) => last)),
      perMonth: perMonthOf(own),
    }))
    .filter(
      ({ last, perMonth }) => usdOf(perMonth) >= WORTH_MUTING_USD && now - last <= lookback * (1 - LEFT_OF_LOOKBACK),
    )
    .filter(({ eventName }) => !open.some(({ action }) => mayShow(eventName, action)))
    .map(({ eventName, perMonth }) => ({ eventName, perMonth }))
    .sort((a, b) => b.perMonth - a.perMonth || (a.eventName < b.eventName ? -1 : 1));
}

function perMonthOf(events: readonly RoleEvent[]): number {
  return sum(events.map(({ first, last, count }) => (count / Math.max(1, (last - first) / DAY_MS)) * DAYS_A_MONTH));
}
