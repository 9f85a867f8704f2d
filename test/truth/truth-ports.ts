import type { AuditContext } from '../../src/audit-context.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import { NO_OWNERS } from '../../src/findings/owners.ts';
import type { Catalog } from '../../src/iam/catalog/catalog.ts';
import type { LedgerStore, UsageSource } from '../../src/ports.ts';
import { lookupSource } from '../../src/sources/lookup/lookup-source.ts';
import { trailSource } from '../../src/sources/trail/trail-source.ts';
import { lastAccessedOf } from './last-accessed.ts';
import type { TruthRecord } from './record.ts';
import { ACCOUNT } from './resources.ts';
import { BUCKET, changesOf, trailAt } from './trail-model.ts';
import type { TruthAccount } from './truth-account.ts';
import { eventHistory, trailStore } from './truth-history.ts';
import { inventoryOf } from './truth-inventory.ts';
import { lookupOf } from './truth-roles.ts';

/** Everything that an audit of the account at a time asks of the world; `events` are all records of the past, the latest first. */
export function contextAt(
  account: TruthAccount,
  now: number,
  events: readonly TruthRecord[],
  catalog: Catalog,
  ledger: LedgerStore | undefined,
): AuditContext {
  const { regions, trail } = account;
  const clock = { now: () => now };
  const sources: Readonly<Record<string, () => UsageSource>> = {
    lookup: () => lookupSource(eventHistory(account, events, now), { clock, interpret: interpretRecord }),
    trail: () =>
      trailSource([{ store: trailStore(account, events, now), location: { bucket: BUCKET, prefix: '' } }], {
        clock,
        threads: 1,
      }),
    'last-accessed': () => lastAccessedOf(account, now, catalog),
  };
  return {
    account: { accountId: ACCOUNT, partition: 'aws' },
    homeRegion: 'us-east-1',
    regions: { enabledRegions: async () => ({ value: regions, incomplete: [] }) },
    taskDefinitions: { read: async (region) => inventoryOf(account, region, now) },
    roles: { read: async (arns) => ({ value: arns.map((arn) => lookupOf(account, arn, now)), incomplete: [] }) },
    sources: account.sources.flatMap((name) => sources[name]?.() ?? []),
    ...(trail && {
      trails: {
        read: async () => ({
          value: [
            {
              trail: trailAt(trail, regions, now),
              past: {
                readAt: now,
                foreign: false,
                history: { changes: changesOf(trail, now), read: { from: now - 90 * DAY_MS, to: now - 900_000 } },
              },
            },
          ],
          incomplete: [],
        }),
        deliveries: async () => [],
      },
    }),
    ...(ledger && { ledger }),
    notifiers: [],
    quiet: { on: [], timeZone: 'UTC' },
    catalog,
    clock,
    progress: { stage: () => undefined, advance: () => undefined },
    settings: {
      regions: 'all',
      sources: account.sources,
      lookback: 90 * DAY_MS,
      minAge: 45 * DAY_MS,
      minWatched: 45 * DAY_MS,
      refresh: 30 * DAY_MS,
      severities: {},
      acceptTagSeverity: 'MEDIUM',
      publishFrom: 'LOW',
      exceptions: [],
      owners: NO_OWNERS,
    },
  };
}
