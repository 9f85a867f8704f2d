import type { AuditContext } from '../audit-context.ts';
import { type AthenaPlace, createAthenaCalls } from '../aws/athena/athena-sdk-calls.ts';
import { createIdentityReader } from '../aws/client/identity.ts';
import { createRegionDirectory } from '../aws/client/regions.ts';
import { clockNotice, noteServerTime, soundClock } from '../aws/client/server-time.ts';
import { type AwsSession, openSession, type SessionOptions } from '../aws/client/session.ts';
import { createLookupCalls } from '../aws/cloudtrail/lookup-sdk-calls.ts';
import { createTrailReader } from '../aws/cloudtrail/trails.ts';
import { createTaskDefinitionReader } from '../aws/ecs/ecs-inventory.ts';
import { createRoleReader } from '../aws/iam/iam-roles.ts';
import { createLastAccessedCalls } from '../aws/iam/last-accessed-sdk-calls.ts';
import { createS3Ledger } from '../aws/s3/s3-ledger.ts';
import { createS3ReportStore } from '../aws/s3/s3-report-store.ts';
import { createTrailCalls } from '../aws/s3/trail-sdk-calls.ts';
import { createSecurityHub } from '../aws/security-hub/security-hub.ts';
import { interpretRecord } from '../cloudtrail/interpret-record.ts';
import type { Config } from '../config/config.ts';
import type { LedgerLocation } from '../config/ledger-location.ts';
import type { TrailLocation } from '../config/trail-location.ts';
import type { RunDeadlines } from '../deadline.ts';
import type { SourceName } from '../evidence/coverage.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import { loadCatalog } from '../iam/catalog/load-catalog.ts';
import { createDirectoryLedger } from '../local/directory-ledger.ts';
import type { Clock, LedgerStore, Progress, UsageSource } from '../ports.ts';
import { type AthenaSourceOptions, athenaSource } from '../sources/athena/athena-source.ts';
import { lastAccessedSource } from '../sources/last-accessed/last-accessed-source.ts';
import { lookupSource } from '../sources/lookup/lookup-source.ts';
import { bucketTrailStore } from '../sources/trail/bucket-trail-store.ts';
import { createDirectoryTrailStore } from '../sources/trail/directory-trail-store.ts';
import { type TrailPlace, type TrailSourceOptions, trailSource } from '../sources/trail/trail-source.ts';
import { notifiersOf } from './notifiers.ts';

/** What a run brings along besides its configuration. */
export interface RunEnvironment extends RunDeadlines {
  readonly progress: Progress;
  readonly clock?: Clock;
  /** The catalogue of IAM actions; the bundled one where absent. */
  readonly catalog?: Catalog;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited' | 'loggerOf'>;
}

/** A context that holds connections. */
export interface OpenContext extends AuditContext {
  close(): void;
}

/**
 * Puts the real world into an audit: AWS by the SDK's standard configuration. Two sessions, one that ends when the time
 * for reading is up and one that may still publish then. Throws where the credentials open no account.
 *
 * Both sessions use the same credentials today. An audit of another account gives `reading` and the findings sink that
 * account's credentials, and leaves reports and secrets with our own.
 */
export async function openContext(config: Config, run: RunEnvironment): Promise<OpenContext> {
  const reading = await openSession({ ...run.aws, signal: run.reading.signal });
  const writing = await openSession({ ...run.aws, signal: run.writing.signal, requestTimeout: 10_000 });
  const local: Clock = { now: () => Date.now() };
  const offset = run.clock === undefined ? noteServerTime(writing, local) : () => undefined;
  const close = (): void => {
    reading.close();
    writing.close();
  };
  try {
    // Who we are is asked in the writing session: even a run that has no time to read must be able to say so.
    const [account, catalog] = await Promise.all([
      createIdentityReader(writing).identity(),
      run.catalog ?? loadCatalog(),
    ]);
    const { progress } = run;
    const clock = run.clock ?? soundClock(local, offset());
    const notice = clockNotice(offset());
    if (notice !== undefined) progress.stage(notice);
    const interpret = (record: unknown) => interpretRecord(record, catalog);
    const readers: Partial<Record<SourceName, () => UsageSource>> = {
      lookup: () => lookupSource(createLookupCalls(reading), { interpret, clock, progress }),
      trail: trailReader(config.trails, reading, { catalog, clock, progress }),
      ...(config.athena && { athena: athenaReader(config.athena, reading, run, { interpret, clock, progress }) }),
      'last-accessed': () => lastAccessedSource(createLastAccessedCalls(reading), { clock, progress }),
    };
    return {
      account,
      regions: createRegionDirectory(reading),
      taskDefinitions: createTaskDefinitionReader(reading, progress),
      roles: createRoleReader(reading, account.accountId),
      ...((config.trails.length > 0 || config.athena) && {
        trails: createTrailReader(reading, { accountId: account.accountId, clock }),
      }),
      sources: config.sources.flatMap((name) => readers[name]?.() ?? []),
      ...(config.publish && { sink: createSecurityHub(writing, { ...account, clock }) }),
      ...(config.report && {
        reports: createS3ReportStore(writing, config.report.bucket, config.report.prefix.replace(/\/$/, '')),
      }),
      ...(config.ledger && { ledger: ledgerAt(config.ledger, writing) }),
      notifiers: config.notify ? notifiersOf(config.notifications, writing, run.writing.signal) : [],
      catalog,
      clock,
      progress,
      settings: {
        regions: config.regions,
        homeRegion: writing.region,
        sources: config.sources,
        lookback: config.lookback,
        minAge: config.minAge,
        minWatched: config.minWatched,
        refresh: config.refresh,
        severities: config.severities,
        exceptions: config.exceptions,
        ...(config.acceptTag !== undefined && { acceptTag: config.acceptTag }),
        acceptTagSeverity: config.acceptTagSeverity,
        owners: config.owners,
        quiet: config.notifications.quiet,
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function athenaReader(
  place: AthenaPlace,
  session: AwsSession,
  run: RunDeadlines,
  options: Pick<AthenaSourceOptions, 'interpret' | 'clock' | 'progress'>,
): () => UsageSource {
  return () =>
    athenaSource(createAthenaCalls(session, place), {
      ...options,
      ...place,
      deadline: run.reading,
    });
}

function trailReader(
  locations: readonly TrailLocation[],
  session: AwsSession,
  options: Pick<TrailSourceOptions, 'catalog' | 'clock' | 'progress'>,
): () => UsageSource {
  const ending = session.signal === undefined ? options : { ...options, signal: session.signal };
  const placeOf = (location: TrailLocation): TrailPlace =>
    location.kind === 's3'
      ? {
          store: bucketTrailStore(createTrailCalls(session), location.uri),
          location: { bucket: location.bucket, prefix: location.prefix },
        }
      : { store: createDirectoryTrailStore(location.path) };
  return () => trailSource(locations.map(placeOf), ending);
}

function ledgerAt(location: LedgerLocation, session: AwsSession): LedgerStore {
  return location.kind === 's3'
    ? createS3Ledger(session, location.bucket, location.prefix)
    : createDirectoryLedger(location.path);
}
