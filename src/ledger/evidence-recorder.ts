import { getOrInsert } from '../base/get-or-insert.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation } from '../cloudtrail/observation.ts';
import type { ActionUsage } from '../evidence/action-usage.ts';
import type { Coverage, RecordsRead, SourceName } from '../evidence/coverage.ts';
import { actionKey, assume, emptyRecord, observe, type RoleRecord } from '../evidence/role-record.ts';
import type { UsageReceiver } from '../evidence/usage.ts';
import { accountOf, roleNameOf } from '../iam/arn.ts';
import { grantChangeKey } from './grant-change-key.ts';
import { mapValues } from './join.ts';
import { EMPTY_LEDGER, type Ledger } from './ledger.ts';
import { roleKey } from './role-key.ts';
import { coverageMap, joinCoverage, joinReads, readsMap } from './stored-coverage.ts';
import type { RememberedRole } from './stored-role.ts';
import type { RememberedUsage } from './stored-usage.ts';
import { sliceOf } from './time-bucket.ts';

/** Notes what one run sees, in the form in which it is remembered. */
export interface EvidenceRecorder {
  /** Notes all that a source hands over, and hands it on. */
  receiverFor(source: SourceName, onward: UsageReceiver): UsageReceiver;
  /** Notes that all events of these periods have been handed over. */
  covered(coverages: readonly Coverage[], reads?: readonly RecordsRead[]): void;
  /** All that was noted so far. */
  seen(): Ledger;
}

/** Reader (`lookup us-east-1`) → slice → events. */
type Counts = Map<string, Map<number, number>>;

interface NotedRole {
  readonly record: RoleRecord;
  readonly usedCounts: Map<string, Counts>;
  readonly deniedCounts: Map<string, Counts>;
}

/** A recorder that has seen nothing. */
export function evidenceRecorder(): EvidenceRecorder {
  const roles = new Map<string, NotedRole>();
  const grantChanges = new Map<string, EpochMs>();
  let { coverage, reads } = EMPTY_LEDGER;

  const noted = (accountId: string, name: string, roleId: string): NotedRole =>
    getOrInsert(roles, roleKey(accountId, name, roleId), () => ({
      record: emptyRecord(),
      usedCounts: new Map(),
      deniedCounts: new Map(),
    }));

  return {
    receiverFor: (source, onward) => ({
      ...onward,
      observe(observation) {
        const { accountId, name, roleId } = observation.principal;
        const role = noted(accountId, name, roleId ?? '');
        observe(role.record, observation, source);
        count(role, observation, source);
        onward.observe(observation);
      },
      grantChanged(change) {
        const key = grantChangeKey(change);
        grantChanges.set(key, Math.max(grantChanges.get(key) ?? change.at, change.at));
        onward.grantChanged(change);
      },
      assumed(sign) {
        assume(noted(accountOf(sign.arn), roleNameOf(sign.arn), '').record, sign);
        onward.assumed(sign);
      },
    }),
    covered(coverages, recordsRead = []) {
      coverage = joinCoverage(coverage, coverageMap(coverages));
      reads = joinReads(reads, readsMap(recordsRead));
    },
    seen: () => ({
      ...EMPTY_LEDGER,
      roles: mapValues(roles, rememberedRole),
      grantChanges: new Map(grantChanges),
      coverage,
      reads,
    }),
  };
}

function count(role: NotedRole, observation: Observation, source: SourceName): void {
  if (observation.outcome === 'nothing' || observation.isSummary === true) return;
  const byAction = observation.outcome === 'used' ? role.usedCounts : role.deniedCounts;
  const reader = `${source} ${observation.region}`;
  const slice = sliceOf(observation.at);
  for (const { action } of observation.actions) {
    const counts = getOrInsert(byAction, actionKey(action), () => new Map<string, Map<number, number>>());
    const slices = getOrInsert(counts, reader, () => new Map<number, number>());
    slices.set(slice, (slices.get(slice) ?? 0) + (observation.repeats?.count ?? 1));
  }
}

function rememberedRole({ record, usedCounts, deniedCounts }: NotedRole): RememberedRole {
  const { used, denied, unknown, lastEvent, assumed } = record;
  return {
    used: withCounts(used, usedCounts),
    denied: withCounts(denied, deniedCounts),
    unknown: new Map(unknown),
    ...(lastEvent === Number.NEGATIVE_INFINITY ? {} : { lastEvent }),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

function withCounts(
  usages: ReadonlyMap<string, ActionUsage>,
  counts: ReadonlyMap<string, Counts>,
): RememberedRole['used'] {
  return mapValues(usages, ({ countBySource: _, ...usage }, key): RememberedUsage => {
    const own = mapValues(counts.get(key) ?? new Map<string, Map<number, number>>(), (slices) => new Map(slices));
    return { ...usage, counts: own };
  });
}
