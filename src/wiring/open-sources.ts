import { createAthenaCalls } from '../aws/athena/athena-sdk-calls.ts';
import type { AwsSession } from '../aws/client/session.ts';
import { createDigestKeys } from '../aws/cloudtrail/digest-keys.ts';
import { createLookupCalls } from '../aws/cloudtrail/lookup-sdk-calls.ts';
import { createLastAccessedCalls } from '../aws/iam/last-accessed-sdk-calls.ts';
import { createTrailCalls } from '../aws/s3/trail-sdk-calls.ts';
import type { AccountId } from '../base/account-id.ts';
import { DAY_MS } from '../base/time.ts';
import { interpretRecord } from '../cloudtrail/interpret-record.ts';
import type { Interpretation } from '../cloudtrail/observation.ts';
import type { Config } from '../config/config.ts';
import type { TrailLocation } from '../config/trail-location.ts';
import type { SourceName } from '../evidence/source-name.ts';
import type { Clock, Deadline, Progress, TrailReader, UsageSource } from '../ports.ts';
import { athenaSource, tableLocation } from '../sources/athena/athena-source.ts';
import { lastAccessedSource } from '../sources/last-accessed/last-accessed-source.ts';
import { lookupSource } from '../sources/lookup/lookup-source.ts';
import { autoTrailSources, type TableBesideFiles } from '../sources/trail/auto/auto-trail-source.ts';
import { bucketTrailStore } from '../sources/trail/bucket-trail-store.ts';
import { createDirectoryTrailStore } from '../sources/trail/directory-trail-store.ts';
import type { TrailPlace } from '../sources/trail/trail-place.ts';
import { type TrailSourceOptions, trailSource } from '../sources/trail/trail-source.ts';

/** Who asks: the audited account, and the auditor's own, which may be the same. */
export interface SourceSessions {
  readonly account: AwsSession;
  readonly own: AwsSession;
}

/** What sources share. */
interface SourceEnvironment {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly deadline: Deadline;
  /** Threads that scan log files; as many as the machine runs at once where absent. */
  readonly threads?: number;
  /** Present when a source reads records of trails. */
  readonly trails?: TrailReader;
  readonly partition: string;
  readonly accountId: AccountId;
}

/** Roles whose last-accessed data one run reads where nobody asked for it by name: some three minutes at the rate of its calls. */
const MOST_ROLES = 600;

/**
 * The usage sources that the configuration names. What the configuration places, and what trails of other accounts deliver, is in the
 * reach of the auditor's own account; all else is asked in the audited one.
 *
 * @throws {Error} when `athena` is a source and the configuration has no table, which `readSettings` rules out
 */
export function openSources(
  config: Pick<Config, 'audit' | 'trails' | 'athena' | 'findsTrails'>,
  { account: session, own }: SourceSessions,
  { deadline, trails, partition, accountId, ...shared }: SourceEnvironment,
): readonly UsageSource[] {
  const { clock } = shared;
  const interpret = (record: unknown): Interpretation => interpretRecord(record, clock.now() + DAY_MS);
  const interpreting = { ...shared, interpret };
  const reading: TrailSourceOptions = {
    ...shared,
    signal: deadline.signal,
    ...(trails && { validation: { trails: (regions) => trails.deliveries(regions), keys: createDigestKeys(session) } }),
  };
  const table = (): TableBesideFiles => {
    const place = tableIn(config);
    const calls = createAthenaCalls(own, place);
    return {
      source: athenaSource(calls, { ...interpreting, ...place, deadline }),
      location: (ofAccount) => tableLocation(calls, ofAccount),
    };
  };
  const given = config.trails.map((location) => trailPlace(location, own));
  const opened: Readonly<Record<SourceName, () => UsageSource>> = {
    lookup: () => lookupSource(createLookupCalls(session), interpreting),
    trail: () => trailSource(given, reading),
    athena: () => table().source,
    'last-accessed': () =>
      lastAccessedSource(createLastAccessedCalls(session), {
        ...shared,
        ...(config.findsTrails && { most: MOST_ROLES, besideOthers: true }),
      }),
  };
  if (!config.findsTrails || trails === undefined) return config.audit.sources.map((name) => opened[name]());
  return [
    opened.lookup(),
    ...autoTrailSources({
      ...reading,
      finder: {
        given,
        partition,
        deliveries: (regions) => trails.deliveries(regions),
        placeAt: (location, deliveries) => {
          const isForeign = deliveries.some(({ arn }) => arn.split(':')[4] !== accountId);
          const calls = createTrailCalls(isForeign ? own : session);
          return { store: bucketTrailStore(calls, `s3://${location.bucket}/${location.prefix}`, true), location };
        },
      },
      ...(config.athena && { table: table() }),
    }),
    opened['last-accessed'](),
  ];
}

/** The source of a fresh look at few roles. */
export function openFreshLook(session: AwsSession, shared: Pick<SourceEnvironment, 'clock' | 'progress'>): UsageSource {
  return lastAccessedSource(createLastAccessedCalls(session), { ...shared, most: MOST_ROLES });
}

function tableIn({ athena }: Pick<Config, 'athena'>): NonNullable<Config['athena']> {
  if (athena === undefined) throw new Error('Cannot open the source athena: expected a table in the configuration');
  return athena;
}

function trailPlace(location: TrailLocation, session: AwsSession): TrailPlace {
  return location.kind === 's3'
    ? {
        store: bucketTrailStore(createTrailCalls(session), location.uri),
        location: { bucket: location.bucket, prefix: location.prefix },
        given: true,
      }
    : { store: createDirectoryTrailStore(location.path) };
}
