import type { BoundedSortedMap } from '../base/bounded-sorted-map.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation, RoleAssumed } from '../cloudtrail/observation.ts';
import type { Action } from '../iam/action.ts';
import { type ActionUsage, mergeUsage, usageBy } from './action-usage.ts';
import type { SourceName } from './coverage.ts';
import { addSessions, noSessions, type SessionUse } from './session-use.ts';

/** Everything seen of one role id under one name; events without a role id have a record of their own. */
export interface RoleRecord {
  readonly used: Map<string, ActionUsage>;
  readonly denied: Map<string, ActionUsage>;
  /** By service prefix: the latest event of which nobody knows the action. */
  readonly unknown: Map<string, { readonly at: EpochMs; readonly event: string }>;
  lastEvent: EpochMs;
  assumed?: { readonly at: EpochMs; readonly by: string };
  /** By task id, as far as sessions are told apart. */
  sessions?: BoundedSortedMap<SessionUse>;
}

/** Nothing seen yet. */
export function emptyRecord(): RoleRecord {
  return { used: new Map(), denied: new Map(), unknown: new Map(), lastEvent: Number.NEGATIVE_INFINITY };
}

/** Adds what one event says. */
export function observe(record: RoleRecord, observation: Observation, source: SourceName): void {
  record.lastEvent = Math.max(record.lastEvent, observation.at);
  if (observation.outcome === 'nothing') return;
  const into = observation.outcome === 'used' ? record.used : record.denied;
  for (const proven of observation.actions) {
    const key = actionKey(proven.action);
    const usage = usageBy(observation, proven, source);
    const known = into.get(key);
    into.set(key, known === undefined ? usage : mergeUsage(known, usage));
  }
  if (observation.outcome !== 'used') return;
  const event = `${observation.eventSource} ${observation.eventName}`;
  for (const service of observation.unknownIn) noteUnknown(record, service.toLowerCase(), observation.at, event);
}

function noteUnknown(record: RoleRecord, service: string, at: EpochMs, event: string): void {
  const known = record.unknown.get(service);
  const newer = known === undefined || known.at < at || (known.at === at && known.event < event);
  if (newer) record.unknown.set(service, { at, event });
}

/** Adds that somebody assumed the role. */
export function assume(record: RoleRecord, { at, by }: RoleAssumed): void {
  noteAssumed(record, { at, by });
}

function noteAssumed(record: RoleRecord, sign: { readonly at: EpochMs; readonly by: string }): void {
  const known = record.assumed;
  const newer = known === undefined || known.at < sign.at || (known.at === sign.at && known.by < sign.by);
  if (newer) record.assumed = sign;
}

/** Adds what another record of the same role holds. */
export function addRecord(into: RoleRecord, other: RoleRecord): void {
  into.lastEvent = Math.max(into.lastEvent, other.lastEvent);
  for (const outcome of ['used', 'denied'] as const) {
    for (const [key, usage] of other[outcome]) {
      const known = into[outcome].get(key);
      into[outcome].set(key, known === undefined ? usage : mergeUsage(known, usage));
    }
  }
  for (const [service, { at, event }] of other.unknown) noteUnknown(into, service, at, event);
  if (other.assumed !== undefined) noteAssumed(into, other.assumed);
  if (other.sessions !== undefined) {
    into.sessions ??= noSessions();
    addSessions(into.sessions, other.sessions.kept);
  }
}

/** Actions are compared without regard to case. */
export function actionKey(action: Action): string {
  return action.toLowerCase();
}
