import type { NightPlan } from './plan-night.ts';
import type { EndedRun, RunsMessage } from './run-night.ts';
import type { Named, Readers } from './told-findings.ts';

/**
 * Looks at Security Hub after a night; only where every run that could write to it was heard, and none was killed after the last
 * that ended.
 */
export function problemsOfHub(
  { kind, rounds }: NightPlan,
  ended: readonly EndedRun[],
  problems: (last: EndedRun) => readonly string[],
): readonly string[] {
  const last = ended.at(-1);
  const lastRound = rounds.at(-1) ?? [];
  if (last === undefined || kind === 'missed') return [];
  // The last that ended may be of an earlier round: a second delivery does nothing.
  const isWhole = [last.planned, ...lastRound].every(
    ({ faults, kill }) => faults.hubRead === 'none' && faults.hubImport === 'none' && kill === undefined,
  );
  if (!isWhole) return [];
  return problems(last);
}

/** Looks at what the notifiers' readers were told in a night; `published` names findings for runs that came to no result. */
export function problemsOfMessages(
  messages: readonly RunsMessage[],
  ended: readonly EndedRun[],
  readers: ReadonlyMap<string, Readers>,
  published: readonly Named[],
): readonly string[] {
  const results = new Map(ended.map(({ run, result }) => [run, result]));
  const problems: string[] = [];
  for (const { run, notifier, sent } of messages) {
    const candidates = results.get(run)?.findings ?? published;
    problems.push(...(readers.get(notifier)?.read(sent, candidates) ?? []).map((text) => `${notifier} ${text}`));
  }
  const last = ended.at(-1);
  for (const [notifier, reader] of readers) {
    const arrived = messages.some((one) => one.run === last?.run && one.notifier === notifier && one.sent.arrived);
    if (last === undefined || !arrived) continue;
    problems.push(...reader.after(last.result).map((text) => `${notifier} ${text}`));
  }
  return problems;
}

/**
 * Looks at what was told of tampering. `untold` says that somebody changed a signed ledger since it was last told of; gives whether that is
 * still so.
 */
export function tamperingToTell(
  ended: readonly EndedRun[],
  untold: boolean,
): { readonly problems: readonly string[]; readonly untold: boolean } {
  const tells = ({ result }: EndedRun): boolean => result.incomplete.some(({ tampered }) => tampered === true);
  const [first] = ended;
  if (first === undefined) return { problems: [], untold };
  if (!untold) return { problems: ended.some(tells) ? ['a ledger that nobody changed is called forged'] : [], untold };
  const heard = ended.some(tells);
  const couldRead = first.planned.faults.ledger.chance === 0 && first.planned.after === undefined;
  return { problems: heard || !couldRead ? [] : ['nobody was told that the ledger was changed'], untold: !heard };
}
