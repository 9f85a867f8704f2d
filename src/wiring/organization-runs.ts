import { gunzipSync, gzipSync } from 'node:zlib';
import pLimit from 'p-limit';
import { isRecord } from '../base/is-record.ts';
import type { AccountOutcome } from '../organization/account-outcome.ts';
import type { OrganizationPlan } from '../organization/organization-plan.ts';
import type { OrganizationSummary } from '../organization/organization-summary.ts';
import type { LedgerStore } from '../ports.ts';

/** What runs over an organization keep, run by run, and account by account: whoever goes on with a run finds what is done. */
export interface OrganizationRuns {
  savePlan(plan: OrganizationPlan): Promise<void>;
  plan(run: string): Promise<OrganizationPlan | undefined>;
  saveOutcome(run: string, outcome: AccountOutcome): Promise<void>;
  outcome(run: string, accountId: string): Promise<AccountOutcome | undefined>;
  /** Those of a run, in any order. */
  outcomes(run: string): Promise<readonly AccountOutcome[]>;
  saveSummary(summary: OrganizationSummary): Promise<void>;
  /** The summary of the run before `run`: summing a run up again compares it with the same. */
  summaryBefore(run: string): Promise<OrganizationSummary | undefined>;
  /** Notes that the message of the run is about to be told, and says whether it was: `unclear` where somebody began to, and did not say what came of it. */
  beginMessage(run: string): Promise<'untold' | 'unclear' | 'told'>;
  /** Notes whether anybody has it. */
  endMessage(summary: Pick<OrganizationSummary, 'run' | 'finishedAt'>, told: boolean): Promise<void>;
  /** Until when people were told of an account's findings, by runs before `run`; undefined where none is known to have. */
  toldUntil(run: string, accountId: string): Promise<number | undefined>;
  /** The run that was summed up last, or is under way. */
  latest(): Promise<string | undefined>;
}

/** The newest runs, newest first. */
interface RunList {
  readonly version: 1;
  readonly begun: readonly string[];
  readonly summed: readonly string[];
}

/** Whether the message of a run was told, and until when findings are told by it, in milliseconds. */
interface MessageNote {
  readonly version: 1;
  readonly told: boolean;
  readonly until?: number;
}

const MOST_RUNS = 20;
const READS_AT_ONCE = 16;
const LIST = 'runs.json.gz';

/** Keeps runs in a store. Every method throws what it cannot do, or what it cannot make out. */
export function openOrganizationRuns(store: LedgerStore): OrganizationRuns {
  const planOf = (run: string): string => `runs/${run}/plan.json.gz`;
  const outcomesOf = (run: string): string => `runs/${run}/outcomes/`;
  const outcomeOf = (run: string, account: string): string => `${outcomesOf(run)}${account}.json.gz`;
  const summaryOf = (run: string): string => `runs/${run}/summary.json.gz`;
  const messageOf = (run: string): string => `runs/${run}/message.json.gz`;

  async function read<T>(name: string): Promise<{ readonly value: T; readonly version: string } | undefined> {
    const stored = await store.read(name);
    if (stored === undefined || 'forged' in stored) return undefined;
    try {
      const value: unknown = JSON.parse(gunzipSync(stored.bytes).toString('utf8'));
      if (!isRecord(value)) throw new Error('expected a JSON object');
      return { value: value as T, version: stored.version };
    } catch (error) {
      throw new Error(`Cannot read ${store.address(name)}: it is damaged; delete it, and run again`, { cause: error });
    }
  }

  async function update<T>(name: string, next: (present: T | undefined) => T): Promise<void> {
    for (;;) {
      const present = await read<T>(name);
      const bytes = gzipSync(JSON.stringify(next(present?.value)));
      if ((await store.write(name, bytes, present?.version)) !== 'lostRace') return;
    }
  }

  const note = (run: string, of: 'begun' | 'summed'): Promise<void> =>
    update<RunList>(LIST, (list = { version: 1, begun: [], summed: [] }) => ({
      ...list,
      [of]: [run, ...list[of].filter((other) => other !== run)].slice(0, MOST_RUNS),
    }));

  /** The runs that were summed up before one, the newest first. */
  async function summedBefore(run: string): Promise<readonly string[]> {
    const summed = (await read<RunList>(LIST))?.value.summed ?? [];
    return summed.slice(summed.indexOf(run) + 1);
  }

  return {
    async savePlan(plan) {
      await update(planOf(plan.run), () => plan);
      await note(plan.run, 'begun');
    },
    plan: async (run) => (await read<OrganizationPlan>(planOf(run)))?.value,
    saveOutcome: (run, outcome) => update(outcomeOf(run, outcome.account.id), () => outcome),
    outcome: async (run, accountId) => (await read<AccountOutcome>(outcomeOf(run, accountId)))?.value,
    async outcomes(run) {
      const names = await store.list(outcomesOf(run));
      const limit = pLimit(READS_AT_ONCE);
      const found = await Promise.all(names.map((name) => limit(() => read<AccountOutcome>(name))));
      return found.flatMap((each) => (each === undefined ? [] : [each.value]));
    },
    async saveSummary(summary) {
      await update(summaryOf(summary.run), () => summary);
      await note(summary.run, 'summed');
    },
    async summaryBefore(run) {
      const [before] = await summedBefore(run);
      return before === undefined ? undefined : (await read<OrganizationSummary>(summaryOf(before)))?.value;
    },
    async beginMessage(run) {
      const begun = gzipSync(JSON.stringify({ version: 1, told: false } satisfies MessageNote));
      if ((await store.write(messageOf(run), begun, undefined)) !== 'lostRace') return 'untold';
      return (await read<MessageNote>(messageOf(run)))?.value.told === true ? 'told' : 'unclear';
    },
    endMessage: ({ run, finishedAt }, told) =>
      // A summary leaves out the milliseconds of its second.
      update<MessageNote>(messageOf(run), () => ({ version: 1, told, until: Date.parse(finishedAt) + 999 })),
    async toldUntil(run, accountId) {
      for (const before of await summedBefore(run)) {
        const message = (await read<MessageNote>(messageOf(before)))?.value;
        if (message?.told !== true) continue;
        // What a run found in an account that it could not tell of is still to be told.
        const outcome = await read<AccountOutcome>(outcomeOf(before, accountId));
        if (outcome?.value.totals !== undefined) return message.until;
      }
      return undefined;
    },
    latest: async () => (await read<RunList>(LIST))?.value.begun[0],
  };
}
