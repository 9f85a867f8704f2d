import type { Random } from '../truth/random.ts';

/** What goes wrong with one run of a night, in combination. */
export interface RunFaults {
  /** Reading the findings of earlier runs. */
  readonly hubRead: 'none' | 'denied' | 'partly';
  /** Importing: findings refused for now, the whole call refused, or done and never answered. */
  readonly hubImport: 'none' | 'someRefused' | 'refused' | 'noAnswer';
  readonly hubMark: 'none' | 'refused' | 'noAnswer';
  /** By the notifier's name. `noAnswer`: delivered, and the answer came too late; `lost`: neither. */
  readonly notifiers: Readonly<Record<string, NotifierFault>>;
  /** How likely each single reading or writing of the ledger fails, and in which way. */
  readonly ledger: { readonly chance: number; readonly how: LedgerFault };
  /** The event history is throttled after so many events of a Region. */
  readonly throttledAfter?: number;
  /** The trail file at this place, from the newest, is cut. */
  readonly spoiledFile?: number;
  /** The trail file at this place, from the newest, is gone; nobody can tell where log file validation is off, so there it never is. */
  readonly goneFile?: number;
  /** How likely a role cannot be read. */
  readonly unreadRoles: number;
  readonly unreadRegion: boolean;
}

export type NotifierFault = 'none' | 'refused' | 'noAnswer' | 'lost';
export type LedgerFault = 'notRead' | 'notWritten' | 'writtenUnheard';

export const NOTIFIERS = ['slack', 'sns'] as const;

export const NO_FAULTS: RunFaults = {
  hubRead: 'none',
  hubImport: 'none',
  hubMark: 'none',
  notifiers: {},
  ledger: { chance: 0, how: 'notRead' },
  unreadRoles: 0,
  unreadRegion: false,
};

/** What becomes of the runs of a night. */
export type NightKind =
  | 'ordinary'
  /** No run at all. */
  | 'missed'
  | 'killed'
  /** Killed, and tried again with the same event, as Lambda does. */
  | 'triedAgain'
  /** Two runs of different events at once. */
  | 'overlapping'
  /** The same event again, when the first run is over. */
  | 'deliveredTwice'
  /** The same event again, while the first run goes on. */
  | 'deliveredTwiceAtOnce';

/** Draws what becomes of a night; most are ordinary. */
export function drawNightKind(random: Random): NightKind {
  const chance = random.next();
  if (chance < 0.58) return 'ordinary';
  if (chance < 0.62) return 'missed';
  if (chance < 0.75) return 'killed';
  if (chance < 0.82) return 'triedAgain';
  if (chance < 0.9) return 'overlapping';
  return chance < 0.95 ? 'deliveredTwice' : 'deliveredTwiceAtOnce';
}

/** Draws what goes wrong with a run; with most nothing does, with others several things do. */
export function drawFaults(random: Random): RunFaults {
  if (random.chance(0.6)) return NO_FAULTS;
  const maybe = <T>(chance: number, value: T, otherwise: T): T => (random.chance(chance) ? value : otherwise);
  const throttledAfter = maybe<number | undefined>(0.15, 50 * random.int(3), undefined);
  const spoiledFile = maybe<number | undefined>(0.1, random.int(8), undefined);
  const goneFile = maybe<number | undefined>(0.2, random.int(8), undefined);
  return {
    hubRead: maybe(0.25, random.pick(['denied', 'partly']), 'none'),
    hubImport: maybe(0.3, random.pick(['someRefused', 'refused', 'noAnswer']), 'none'),
    hubMark: maybe(0.2, random.pick(['refused', 'noAnswer']), 'none'),
    notifiers: Object.fromEntries(
      NOTIFIERS.map((name) => [name, maybe<NotifierFault>(0.3, random.pick(['refused', 'noAnswer', 'lost']), 'none')]),
    ),
    ledger: {
      chance: random.pick([0, 0, 0.03, 0.3, 1]),
      how: random.pick(['notRead', 'notWritten', 'writtenUnheard']),
    },
    ...(throttledAfter !== undefined && { throttledAfter }),
    ...(spoiledFile !== undefined && { spoiledFile }),
    ...(goneFile !== undefined && { goneFile }),
    unreadRoles: maybe(0.15, 0.3, 0),
    unreadRegion: random.chance(0.1),
  };
}

/** A run's faults in words, for those who read what a simulation found. */
export function faultsText(faults: RunFaults): string {
  const { notifiers, ledger, unreadRoles, unreadRegion, ...others } = faults;
  const said = [
    ...Object.entries(others).map(([name, value]) => `${name} ${value}`),
    ...Object.entries(notifiers).map(([name, value]) => `${name} ${value}`),
    ...(ledger.chance > 0 ? [`ledger ${ledger.how} (${ledger.chance})`] : []),
    ...(unreadRoles > 0 ? [`unread roles (${unreadRoles})`] : []),
    ...(unreadRegion ? ['unread Region'] : []),
  ].filter((text) => !text.endsWith(' none'));
  return said.length === 0 ? 'no fault' : said.join(', ');
}
