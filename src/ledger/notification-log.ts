import { type Join, joinMaps, mapValues } from '../base/join.ts';
import type { EpochMs } from '../base/time.ts';
import { LEDGER_MEMORY_MS } from './ledger.ts';
import { joinNotificationStates, type NotificationState, pruneNotificationState } from './notification-state.ts';

/** What each notifier told, by its name: what one could not deliver, another may have. */
export type NotificationLog = ReadonlyMap<string, NotificationState>;

/** All that both know. Commutative, associative and idempotent. */
export const joinNotificationLogs: Join<NotificationLog> = (a, b) => joinMaps(a, b, joinNotificationStates);

/** Forgets what no later message needs. */
export function pruneNotificationLog(log: NotificationLog, now: EpochMs): NotificationLog {
  return mapValues(log, (state) => pruneNotificationState(state, now, LEDGER_MEMORY_MS));
}
