import type { EpochMs } from '../base/time.ts';
import { type ActionUsage, mergeUsage } from './action-usage.ts';
import type { RoleRecord } from './role-record.ts';
import { addSessions, noSessions, type SessionUses } from './session-use.ts';

/** The role that is asked about. Without id and date (a role that is gone) every event under its name counts. */
export interface RoleIdentity {
  readonly accountId: string;
  readonly name: string;
  readonly roleId?: string;
  readonly createdAt?: EpochMs;
}

/** Everything seen of one role. Actions are keyed in lower case. */
export interface RoleUsage {
  readonly used: ReadonlyMap<string, ActionUsage>;
  readonly denied: ReadonlyMap<string, ActionUsage>;
  /** IAM service prefixes with events of which nobody knows the action: any of the service's actions may be in use. */
  readonly servicesWithUnknownEvents: ReadonlyMap<string, { readonly at: EpochMs; readonly event: string }>;
  /** When the role was last assumed, by whom. */
  readonly assumed?: { readonly at: EpochMs; readonly by: string };
  /** The last sign of life: an event of a session, or somebody assuming the role. */
  readonly lastSeen?: EpochMs;
  /** What sessions that bear a task's id used, by that id: a sample, of what this run read. */
  readonly bySession: SessionUses;
}

/**
 * Attributes what was seen under a name to the role that bears it now: events of another role id are a former role's.
 * Events without an id count from the role's creation on; a summary that began before it counts when it ended after.
 */
export function roleUsage(role: RoleIdentity, records: ReadonlyMap<string, RoleRecord>): RoleUsage {
  const since = role.createdAt ?? Number.NEGATIVE_INFINITY;
  const own = [...records].flatMap(([roleId, record]) => {
    if (roleId === '') return [sinceCreation(record, since)];
    return role.roleId === undefined || roleId === role.roleId ? [record] : [];
  });
  const assumed = latest(own.flatMap((record) => (record.assumed === undefined ? [] : [record.assumed])));
  const lastSeen = Math.max(assumed?.at ?? Number.NEGATIVE_INFINITY, ...own.map((record) => record.lastEvent));
  return {
    used: mergedUsage(own.map((record) => record.used)),
    denied: mergedUsage(own.map((record) => record.denied)),
    servicesWithUnknownEvents: mergedUnknown(own),
    bySession: mergedSessions(own),
    ...(assumed === undefined ? {} : { assumed }),
    ...(lastSeen === Number.NEGATIVE_INFINITY ? {} : { lastSeen }),
  };
}

function sinceCreation(record: RoleRecord, since: EpochMs): RoleRecord {
  const alive = (usage: ReadonlyMap<string, ActionUsage>) =>
    new Map(
      [...usage]
        .filter(([, { last }]) => last >= since)
        .map(([key, each]) => [key, { ...each, first: Math.max(each.first, since) }]),
    );
  const { assumed } = record;
  const sessions = noSessions();
  addSessions(sessions, new Map([...(record.sessions?.kept ?? [])].filter(([, { last }]) => last >= since)));
  return {
    used: alive(record.used),
    denied: alive(record.denied),
    unknown: new Map([...record.unknown].filter(([, { at }]) => at >= since)),
    lastEvent: record.lastEvent >= since ? record.lastEvent : Number.NEGATIVE_INFINITY,
    ...(assumed === undefined || assumed.at < since ? {} : { assumed }),
    sessions,
  };
}

function mergedUsage(maps: readonly ReadonlyMap<string, ActionUsage>[]): ReadonlyMap<string, ActionUsage> {
  const merged = new Map<string, ActionUsage>();
  for (const [key, usage] of maps.flatMap((map) => [...map])) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? usage : mergeUsage(known, usage));
  }
  return merged;
}

function mergedUnknown(records: readonly RoleRecord[]): RoleUsage['servicesWithUnknownEvents'] {
  const merged = new Map<string, { readonly at: EpochMs; readonly event: string }>();
  for (const [service, event] of records.flatMap((record) => [...record.unknown])) {
    const known = merged.get(service);
    if (known === undefined || known.at < event.at) merged.set(service, event);
  }
  return merged;
}

function mergedSessions(records: readonly RoleRecord[]): SessionUses {
  const merged = noSessions();
  for (const { sessions } of records) if (sessions !== undefined) addSessions(merged, sessions.kept);
  return merged.kept;
}

function latest<T extends { readonly at: EpochMs }>(items: readonly T[]): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || item.at > best.at ? item : best),
    undefined,
  );
}
