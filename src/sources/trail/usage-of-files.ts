import type { Incomplete } from '../../base/incomplete.ts';
import { partitionOfRegion } from '../../base/partition.ts';
import { type EpochMs, toIso } from '../../base/time.ts';
import { callKey } from '../../cloudtrail/call.ts';
import type { Observation } from '../../cloudtrail/observation.ts';
import { proofs } from '../../cloudtrail/proof.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import type { Progress } from '../../ports.ts';
import { inLargeGroups } from './large-groups.ts';
import { readTrail } from './read-trail.ts';
import { openScanPool } from './scan-pool.ts';
import type { TrailStore } from './trail-store.ts';

/** How often something was seen, and when; ISO 8601. */
export interface Seen {
  readonly first: string;
  readonly last: string;
  readonly records: number;
}

/** What one role used and was denied, by action or event. */
export interface RoleUse {
  readonly used: Readonly<Record<string, Seen>>;
  readonly denied: Readonly<Record<string, Seen>>;
}

/** What roles used, straight from log files. */
export interface UsageReport {
  readonly files: number;
  readonly records: number;
  /** By role ARN. */
  readonly roles: Readonly<Record<string, RoleUse>>;
  readonly incomplete: readonly Incomplete[];
}

export interface UsageOptions {
  readonly store: TrailStore;
  readonly catalog: Catalog;
  /** ARNs; absent or empty: all roles that called. */
  readonly roles?: readonly string[];
  /**
   * `action`: IAM actions, proven and possible. `event`: `eventSource eventName`, every record counted under `used`
   * whatever its error code.
   */
  readonly by?: 'action' | 'event';
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly threads?: number;
  /** An event that is more than a day later cannot be read; absent: events may be of any time. */
  readonly now?: EpochMs;
}

interface Span {
  first: EpochMs;
  last: EpochMs;
  records: number;
}

interface Spans {
  readonly used: Map<string, Span>;
  readonly denied: Map<string, Span>;
}

/** Reads every log file in a store and sums up what roles used. */
export async function usageOfFiles(options: UsageOptions): Promise<UsageReport> {
  const { store, catalog, by = 'action', signal, now } = options;
  const named = options.roles !== undefined && options.roles.length > 0 ? options.roles : undefined;
  const roles = new Map<string, Spans>((named ?? []).map((arn) => [arn, { used: new Map(), denied: new Map() }]));
  const proofOf = proofs(catalog);
  const pool = await openScanPool(
    { timesOnly: true, ...(named !== undefined && { roles: named }), ...(now !== undefined && { now }) },
    options.threads,
  );
  /** Callers of whom only the name is known. */
  const byName = new Map<string, Spans>();
  let files = 0;
  try {
    const reading = await readTrail(
      inLargeGroups(store),
      {},
      pool,
      {
        evidence({ observations }) {
          for (const observation of observations)
            add(observation.principal.arn === undefined ? byName : roles, observation, by, proofOf);
        },
        unreadable: () => undefined,
        read(_group, scanned) {
          files += scanned.length;
          options.progress?.advance(files, undefined, 'trail files');
        },
        finished: () => undefined,
      },
      { signal },
    );
    for (const [arn, spans] of byName) addSpans(roles, onlyNamesake(arn, roles) ?? arn, spans);
    const late = reading.toTheEnd ? [] : [{ what: `the rest of ${store.address}`, why: 'reading was stopped' }];
    return {
      files: reading.files,
      records: reading.records,
      roles: Object.fromEntries([...roles].toSorted(byKey).map(([arn, spans]) => [arn, report(spans)])),
      incomplete: [...reading.incomplete, ...late],
    };
  } finally {
    await pool.close();
  }
}

function add(
  roles: Map<string, Spans>,
  observation: Observation,
  by: 'action' | 'event',
  proofOf: ReturnType<typeof proofs>,
): void {
  const { arn, accountId, name } = observation.principal;
  // Old records name no ARN; a role's path is then unknown.
  const key = arn ?? `arn:${partitionOfRegion(observation.region)}:iam::${accountId}:role/${name}`;
  const spans = roles.get(key) ?? { used: new Map(), denied: new Map() };
  roles.set(key, spans);
  if (by === 'event') {
    widen(spans.used, `${observation.eventSource} ${observation.eventName}`, observation);
    return;
  }
  const { outcome, actions, passed } = proofOf(callKey(observation), observation);
  if (outcome === 'nothing') return;
  for (const { action } of actions) widen(outcome === 'used' ? spans.used : spans.denied, action, observation);
  for (const { action } of passed) widen(spans.used, action, observation);
}

/** The one role of this account and name, whatever its path. */
function onlyNamesake(arn: string, roles: ReadonlyMap<string, Spans>): string | undefined {
  const end = arn.slice(arn.indexOf('/'));
  const start = arn.slice(0, arn.indexOf('/') + 1);
  const [only, ...others] = [...roles.keys()].filter((known) => known.startsWith(start) && known.endsWith(end));
  return others.length === 0 ? only : undefined;
}

function addSpans(roles: Map<string, Spans>, arn: string, added: Spans): void {
  const spans = roles.get(arn) ?? { used: new Map(), denied: new Map() };
  roles.set(arn, spans);
  for (const outcome of ['used', 'denied'] as const) {
    for (const [key, { first, last, records }] of added[outcome])
      widenBy(spans[outcome], key, { first, last, records });
  }
}

function widen(spans: Map<string, Span>, key: string, { at, repeats }: Observation): void {
  widenBy(spans, key, { first: repeats?.first ?? at, last: at, records: repeats?.count ?? 1 });
}

function widenBy(spans: Map<string, Span>, key: string, added: Span): void {
  const span = spans.get(key);
  if (span === undefined) {
    spans.set(key, added);
    return;
  }
  span.first = Math.min(span.first, added.first);
  span.last = Math.max(span.last, added.last);
  span.records += added.records;
}

function report(spans: Spans): RoleUse {
  const seen = (map: Map<string, Span>) =>
    Object.fromEntries(
      [...map]
        .toSorted(byKey)
        .map(([key, { first, last, records }]) => [key, { first: toIso(first), last: toIso(last), records }]),
    );
  return { used: seen(spans.used), denied: seen(spans.denied) };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
