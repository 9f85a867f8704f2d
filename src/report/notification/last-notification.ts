import type { EpochMs } from '../../base/time.ts';
import {
  NOTHING_TOLD,
  type NotificationState,
  type SentMessage,
  type ToldFinding,
} from '../../ledger/notification-state.ts';
import type { StoredFinding } from '../../ledger/stored-finding.ts';

/** What the ledger knows of the messages of one notifier, as one run sees it, and of findings since. */
export interface LastNotification {
  /** Start of the latest run whose message was delivered; absent where there was none. */
  readonly at?: EpochMs;
  /** Start of the latest run that found the record damaged: readers may know more of what was told before than it says. */
  readonly lostAt?: EpochMs;
  /** The findings of which its readers know, by id. */
  readonly told: ReadonlyMap<string, ToldFinding>;
  /**
   * Messages of which nobody knows whether they arrived, by the id of their run, oldest first; a settled one with the findings that the
   * messages after it did not look at.
   */
  readonly unclear: ReadonlyMap<string, SentMessage>;
  /** Ids of findings that another run is telling at this moment. */
  readonly elsewhere: ReadonlySet<string>;
  /** Keys of the caveats that they were told of. */
  readonly caveats: ReadonlySet<string>;
  /** Findings as earlier runs left them, by id. */
  readonly findings: ReadonlyMap<string, StoredFinding>;
}

/** The run that looks. */
export interface LookingRun {
  readonly id: string;
  readonly now: EpochMs;
  /** Runs that were stopped from outside, by id: what they were about to send may have arrived or not. */
  readonly died: { has(id: string): boolean };
  /** Findings as earlier runs left them, by id. */
  readonly findings: ReadonlyMap<string, StoredFinding>;
}

/** No message is under way for longer: the most that Lambda gives a whole run. */
export const LONGEST_SENDING_MS = 15 * 60_000;

/** What is known of a notifier's messages. A message that a dead run was sending is as unclear as one without an answer. */
export function lastNotification(state: NotificationState = NOTHING_TOLD, run: LookingRun): LastNotification {
  const isUnclear = (id: string, { status, sent }: SentMessage): boolean =>
    status === 'unclear' || (status === 'sending' && (run.died.has(id) || sent + LONGEST_SENDING_MS < run.now));
  // Its own may be there: a write whose answer was lost is done, and found to be done.
  const messages = [...state.messages].filter(([id]) => id !== run.id).sort(([, a], [, b]) => a.at - b.at);
  const underWay = messages.filter(([id, message]) => message.status === 'sending' && !isUnclear(id, message));
  return {
    ...(state.at > 0 && { at: state.at }),
    ...(state.lostAt > 0 && { lostAt: state.lostAt }),
    told: new Map([...state.told].filter(([, { severity }]) => severity !== '')),
    unclear: new Map(
      messages.flatMap(([id, message]): readonly (readonly [string, SentMessage])[] => {
        if (isUnclear(id, message)) return [[id, message]];
        const findings = new Map(
          [...message.findings].filter(([finding]) => isAfter(message, state.told.get(finding))),
        );
        return message.status === 'settled' && findings.size > 0 ? [[id, { ...message, findings }]] : [];
      }),
    ),
    elsewhere: new Set(underWay.flatMap(([, message]) => [...message.findings.keys()])),
    caveats: new Set(state.caveats.keys()),
    findings: run.findings,
  };
}

/** Ids of findings of which readers were told, and may have been told since that they are gone. */
export function perhapsGone({ told, unclear }: Pick<LastNotification, 'told' | 'unclear'>): ReadonlySet<string> {
  return new Set(
    [...unclear.values()].flatMap((message) =>
      [...message.findings].flatMap(([id, severity]) =>
        severity === '' && told.has(id) && isAfter(message, told.get(id)) ? [id] : [],
      ),
    ),
  );
}

function isAfter({ at }: SentMessage, told: ToldFinding | undefined): boolean {
  return told === undefined || told.at < at;
}
