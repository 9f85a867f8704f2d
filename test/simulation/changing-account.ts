import type { Region } from '../../src/base/region.ts';
import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { SourceName } from '../../src/evidence/source-name.ts';
import type { AwsModel } from '../truth/aws-model.ts';
import { recordsOfCall } from '../truth/cloudtrail-records.ts';
import { randomOf } from '../truth/random.ts';
import { startingRecords } from '../truth/starting-records.ts';
import { drawTrail } from '../truth/trail-model.ts';
import type { TruthAccount } from '../truth/truth-account.ts';
import { occurrencesOf, type Workload } from '../truth/workload.ts';
import { changeAccount } from './account-changes.ts';
import { type AccountHistory, openHistory } from './account-history.ts';
import { type AccountState, isSettled } from './account-state.ts';
import { addFamily } from './add-family.ts';
import { VALIDATED_BEFORE_MS } from './history-digests.ts';

/** An account that lives: people change it each day, its workloads go on. */
export interface ChangingAccount {
  readonly history: AccountHistory;
  readonly sources: readonly SourceName[];
  readonly regions: readonly Region[];
  /** Lets it live until a time, at most some days later. */
  advance(to: number): void;
  /** What is there now, and what is to come if nobody changes anything. */
  now(): TruthAccount;
  /** The same without the families that may yet do something for the first time. */
  settled(): TruthAccount;
  tagsOf(role: string): Readonly<Record<string, string>>;
}

export interface ChangingAccountOptions {
  readonly seed: number;
  readonly model: AwsModel;
  /** The time of the first audit, and of the last. */
  readonly from: number;
  readonly to: number;
}

/** How long the time to come is known: what is called unused must not be needed in it. */
export const FUTURE_MS = 400 * DAY_MS;
const FAMILIES = 7;
/** What lies before the first audit: what sources tell of, what last-accessed data goes back to, and what families ran. */
const RECORDED_MS = 92 * DAY_MS;
const PAST_MS = 330 * DAY_MS;
const REGIONS: readonly Region[] = ['us-east-1', 'eu-west-1'];

/** Makes the account of a seed as it is at `from`. */
export function changingAccount({ seed, model, from, to }: ChangingAccountOptions): ChangingAccount {
  const random = randomOf(seed);
  const state: AccountState = {
    random,
    model,
    regions: REGIONS,
    end: to + FUTURE_MS,
    roles: new Map(),
    drafts: new Map(),
    tags: new Map(),
    families: [],
    trail: random.chance(0.7) ? drawTrail(from, random) : undefined,
    named: 0,
  };
  const sources: readonly SourceName[] = [
    ...(state.trail === undefined || random.chance(0.5) ? (['lookup'] as const) : []),
    ...(state.trail === undefined ? [] : (['trail'] as const)),
    ...(random.chance(0.5) ? (['last-accessed'] as const) : []),
  ];
  // Drawn apart, so that a seed's account is the same with and without.
  const isValidated = randomOf(seed * 31 + 7).chance(0.5);
  const history = openHistory(isValidated ? { since: from - VALIDATED_BEFORE_MS, regions: REGIONS } : undefined);
  let time = from;
  const view = (families = state.families): TruthAccount => ({
    seed,
    now: time,
    nights: [time],
    regions: REGIONS,
    roles: state.roles,
    workloads: families.map(({ workload }) => workload),
    ...(state.trail && { trail: state.trail }),
    sources,
    troubles: {},
  });

  /** Writes down what the workloads did between two times, the roles being as they are. */
  const live = (since: number, until: number): void => {
    const account = { ...view(), now: until };
    for (const { workload } of state.families) {
      const part = partOf(workload, since, until);
      const called = [...occurrencesOf(part, since, until)].filter(({ role }) => state.roles.has(role));
      history.attempt(called);
      const seen = called.filter(({ at }) => at >= from - RECORDED_MS);
      history.record(
        [
          ...seen.flatMap((occurrence) => recordsOfCall(occurrence, account, model, random)),
          ...startingRecords(part, account, Math.max(since, from - RECORDED_MS), random),
        ],
        state.trail,
      );
    }
  };

  const made = Array.from({ length: FAMILIES }, () => addFamily(state, from, PAST_MS)).flat();
  history.record(made, state.trail);
  live(from - PAST_MS, from);

  return {
    history,
    sources,
    regions: REGIONS,
    advance(until) {
      const changedAt = time + HOUR_MS * (1 + random.int(20));
      live(time, changedAt);
      const before = new Map([...state.roles].map(([name, { roleId }]) => [name, roleId]));
      history.record(changeAccount(state, changedAt), state.trail);
      for (const [name, roleId] of before) if (state.roles.get(name)?.roleId !== roleId) history.forget(name);
      live(changedAt, until);
      time = until;
    },
    now: () => view(),
    settled: () => view(state.families.filter((family) => isSettled(family, time))),
    tagsOf: (role) => state.tags.get(role) ?? {},
  };
}

/** A workload without the starts that are of no consequence between two times: there may be a thousand. */
function partOf(workload: Workload, since: number, until: number): Workload {
  const last = workload.starts.findLastIndex(({ at }) => at <= since);
  const starts = workload.starts.slice(Math.max(0, last)).filter(({ at }) => at < until);
  return { ...workload, starts };
}
