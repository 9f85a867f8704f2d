import { type Join, joinMaps, larger, mapValues } from '../base/join.ts';
import { DAY_MS, type EpochMs } from '../base/time.ts';

/** What the readers of one notifier were told: the base of what is new to them. */
export interface NotificationState {
  /** Start of the latest run whose message was delivered; 0 where none was. */
  readonly at: EpochMs;
  /** Start of the latest run that found this record damaged, so that nobody knows what was told before; 0 where none did. */
  readonly lostAt: EpochMs;
  /** What they were told last of each finding, by id. */
  readonly told: ReadonlyMap<string, ToldFinding>;
  /** Messages by the id of the run that sent them, from before they are sent until what came of them no longer matters. */
  readonly messages: ReadonlyMap<string, SentMessage>;
  /** Start of the latest run whose message had a caveat, by the digest of what it says. */
  readonly caveats: ReadonlyMap<string, EpochMs>;
}

/** What was told of a finding. */
export interface ToldFinding {
  /** Start of the run that told it. */
  readonly at: EpochMs;
  /** The severity with which it was open then; empty where it was told to be gone. */
  readonly severity: string;
}

/** One message. */
export interface SentMessage {
  /** Start of the run that sent it. */
  readonly at: EpochMs;
  /** When it was about to be sent. */
  readonly sent: EpochMs;
  /**
   * `sending`: noted before it is sent; a run that dies then leaves it so. `unclear`: nobody knows whether it arrived. `settled`: it was
   * delivered, or a later message made up for it, apart from `findings`.
   */
  readonly status: MessageStatus;
  /** What it tells of findings that was not known to be told before: severity by id, empty for those that are gone. */
  readonly findings: ReadonlyMap<string, string>;
}

/** In the order in which a message can go through them. */
export const MESSAGE_STATUSES = ['sending', 'unclear', 'refused', 'settled'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** The state of a notifier that never told anything. */
export const NOTHING_TOLD: NotificationState = {
  at: 0,
  lostAt: 0,
  told: new Map(),
  messages: new Map(),
  caveats: new Map(),
};

const largerText: Join<string> = (a, b) => (a >= b ? a : b);

const joinTold: Join<ToldFinding> = (a, b) => {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return { at: a.at, severity: largerText(a.severity, b.severity) };
};

/** The further status with all that belongs to it; of equal ones the union. */
const joinMessages: Join<SentMessage> = (a, b) => {
  const rank = ({ status }: SentMessage): number => MESSAGE_STATUSES.indexOf(status);
  if (rank(a) !== rank(b)) return rank(a) > rank(b) ? a : b;
  return {
    at: larger(a.at, b.at),
    sent: larger(a.sent, b.sent),
    status: a.status,
    findings: joinMaps(a.findings, b.findings, largerText),
  };
};

/** All that both know. Commutative, associative and idempotent. */
export const joinNotificationStates: Join<NotificationState> = (a, b) => ({
  at: larger(a.at, b.at),
  lostAt: larger(a.lostAt, b.lostAt),
  told: joinMaps(a.told, b.told, joinTold),
  messages: joinMaps(a.messages, b.messages, joinMessages),
  caveats: joinMaps(a.caveats, b.caveats, larger),
});

/** Runs that overlap end long before this. */
const GONE_FOR_MS = 7 * DAY_MS;
const MESSAGE_MEMORY_MS = 30 * DAY_MS;

/**
 * Forgets what no later message needs: findings that were told to be gone a week ago, messages whose end is known for as long, and any
 * of a month ago. What was told of open findings stays, however long ago, so that nobody is told again; nothing is left of a notifier
 * without a message in `memory` milliseconds.
 */
export function pruneNotificationState(
  state: NotificationState,
  now: EpochMs,
  memory: number,
): NotificationState | undefined {
  const messages = mapValues(state.messages, (message) => {
    const known = message.status === 'refused' || message.status === 'settled';
    const needed = known && message.findings.size === 0 ? GONE_FOR_MS : MESSAGE_MEMORY_MS;
    return message.sent >= now - needed ? message : undefined;
  });
  if (larger(state.at, state.lostAt) < now - memory && messages.size === 0) return undefined;
  const told = mapValues(state.told, (finding) =>
    finding.severity === '' && finding.at < now - GONE_FOR_MS ? undefined : finding,
  );
  // A caveat that lasts is told again once a month.
  const caveats = mapValues(state.caveats, (at) => (at < now - MESSAGE_MEMORY_MS ? undefined : at));
  return { ...state, told, messages, caveats };
}
