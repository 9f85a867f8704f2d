import { TAMPERING } from '../../src/report/tampering.ts';
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

/** How far it is known, over the nights, that somebody changed a signed ledger. */
export interface TamperingNews {
  /** Somebody changed it since it was last told of. */
  readonly untold: boolean;
  /** It was told by a run that could not begin the ledger afresh, keep that it was told, or send a message: the next one tells again. */
  readonly mayRepeat: boolean;
}

export const NO_TAMPERING: TamperingNews = { untold: false, mayRepeat: false };

/** Looks at what a night told of tampering; `before` is how it was when the night began. */
export function tamperingToTell(
  ended: readonly EndedRun[],
  messages: readonly RunsMessage[],
  before: TamperingNews,
): { readonly problems: readonly string[]; readonly news: TamperingNews } {
  const [first] = ended;
  // A run may be killed between its message and its end, and before it noted that people were told.
  const isHeard = messages.some(
    ({ run, sent }) => !ended.some((one) => one.run === run) && sent.message.body.includes(TAMPERING),
  );
  const { untold, mayRepeat } = isHeard ? { untold: false, mayRepeat: true } : before;
  if (first === undefined) return { problems: [], news: { untold, mayRepeat } };
  const telling = ended.filter(({ result }) => result.incomplete.some(({ tampered }) => tampered === true));
  const isTold = telling.length > 0;
  const isOpen = (one: EndedRun): boolean => lacksLedger(one) || !messages.some(({ run }) => run === one.run);
  const news = {
    untold: untold && !isTold,
    mayRepeat: isTold ? telling.every(isOpen) : mayRepeat && ended.every(lacksLedger),
  };
  const couldRead = first.planned.faults.ledger.chance === 0 && first.planned.after === undefined;
  if (untold && !isTold && couldRead) return { problems: ['nobody was told that the ledger was changed'], news };
  const isForgery = isTold && !before.untold && !mayRepeat;
  return { problems: isForgery ? ['a ledger that nobody changed is called forged'] : [], news };
}

/** Whether some of the ledger could not be read or written in a run; what lies beside the chain left out. */
function lacksLedger({ result }: EndedRun): boolean {
  return result.incomplete.some(
    ({ what, tampered }) => tampered !== true && what.includes(' modelled:') && !what.includes('/signed/'),
  );
}
