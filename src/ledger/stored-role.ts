import type { EpochMs } from '../base/time.ts';
import { joinByRank, joinMaps, mapValues } from './join.ts';
import { joinUsage, type RememberedUsage, usageSince } from './stored-usage.ts';

/** Everything remembered of one role id under one name. Usage is keyed by the action in lower case. */
export interface RememberedRole {
  readonly used: ReadonlyMap<string, RememberedUsage>;
  readonly denied: ReadonlyMap<string, RememberedUsage>;
  /** By service prefix: the latest event of which nobody knows the action. */
  readonly unknown: ReadonlyMap<string, { readonly at: EpochMs; readonly event: string }>;
  readonly lastEvent?: EpochMs;
  readonly assumed?: { readonly at: EpochMs; readonly by: string };
}

const laterUnknown = joinByRank<{ readonly at: EpochMs; readonly event: string }>(({ at }) => at);
const laterSign = joinByRank<{ readonly at: EpochMs; readonly by: string }>(({ at }) => at);

/** Both together. */
export function joinRoles(a: RememberedRole, b: RememberedRole): RememberedRole {
  return role({
    used: joinMaps(a.used, b.used, joinUsage),
    denied: joinMaps(a.denied, b.denied, joinUsage),
    unknown: joinMaps(a.unknown, b.unknown, laterUnknown),
    lastEvent: eitherOr(a.lastEvent, b.lastEvent, Math.max),
    assumed: eitherOr(a.assumed, b.assumed, laterSign),
  });
}

/** Without what lies before `from`; nothing where all of it does. */
export function roleSince(known: RememberedRole, from: EpochMs): RememberedRole | undefined {
  const { lastEvent, assumed } = known;
  const kept = role({
    used: mapValues(known.used, (usage) => usageSince(usage, from)),
    denied: mapValues(known.denied, (usage) => usageSince(usage, from)),
    unknown: mapValues(known.unknown, (event) => (event.at >= from ? event : undefined)),
    lastEvent: lastEvent !== undefined && lastEvent >= from ? lastEvent : undefined,
    assumed: assumed !== undefined && assumed.at >= from ? assumed : undefined,
  });
  return kept.lastEvent === undefined && kept.assumed === undefined ? undefined : kept;
}

type Parts = { [K in keyof RememberedRole]-?: RememberedRole[K] | undefined };

function role({ used, denied, unknown, lastEvent, assumed }: Parts): RememberedRole {
  return {
    used: used ?? new Map(),
    denied: denied ?? new Map(),
    unknown: unknown ?? new Map(),
    ...(lastEvent === undefined ? {} : { lastEvent }),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

function eitherOr<T>(a: T | undefined, b: T | undefined, join: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : join(a, b);
}
