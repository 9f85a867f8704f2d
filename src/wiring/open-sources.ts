import { createAthenaCalls } from '../aws/athena/athena-sdk-calls.ts';
import type { AwsSession } from '../aws/client/session.ts';
import { createDigestKeys } from '../aws/cloudtrail/digest-keys.ts';
import { createLookupCalls } from '../aws/cloudtrail/lookup-sdk-calls.ts';
import { createLastAccessedCalls } from '../aws/iam/last-accessed-sdk-calls.ts';
import { createTrailCalls } from '../aws/s3/trail-sdk-calls.ts';
import { DAY_MS } from '../base/time.ts';
import { interpretRecord } from '../cloudtrail/interpret-record.ts';
import type { Interpretation } from '../cloudtrail/observation.ts';
import type { Config } from '../config/config.ts';
import type { TrailLocation } from '../config/trail-location.ts';
import type { SourceName } from '../evidence/source-name.ts';
import type { Clock, Deadline, Progress, TrailReader, UsageSource } from '../ports.ts';
import { athenaSource } from '../sources/athena/athena-source.ts';
import { lastAccessedSource } from '../sources/last-accessed/last-accessed-source.ts';
import { lookupSource } from '../sources/lookup/lookup-source.ts';
import { bucketTrailStore } from '../sources/trail/bucket-trail-store.ts';
import { createDirectoryTrailStore } from '../sources/trail/directory-trail-store.ts';
import type { TrailPlace } from '../sources/trail/trail-place.ts';
import { trailSource } from '../sources/trail/trail-source.ts';

/** What sources share. */
interface SourceEnvironment {
  readonly clock: Clock;
  readonly progress: Progress;
  readonly deadline: Deadline;
  /** Threads that scan log files; as many as the machine runs at once where absent. */
  readonly threads?: number;
  /** Present when a source reads records of trails. */
  readonly trails?: TrailReader;
}

/**
 * The usage sources that the configuration names, all asked by one session.
 *
 * @throws {Error} when `athena` is a source and the configuration has no table, which `readSettings` rules out
 */
export function openSources(
  config: Pick<Config, 'audit' | 'trails' | 'athena'>,
  session: AwsSession,
  { deadline, trails, ...shared }: SourceEnvironment,
): readonly UsageSource[] {
  const { clock } = shared;
  const interpret = (record: unknown): Interpretation => interpretRecord(record, clock.now() + DAY_MS);
  const interpreting = { ...shared, interpret };
  const opened: Readonly<Record<SourceName, () => UsageSource>> = {
    lookup: () => lookupSource(createLookupCalls(session), interpreting),
    trail: () =>
      trailSource(
        config.trails.map((location) => trailPlace(location, session)),
        {
          ...shared,
          signal: deadline.signal,
          ...(trails && {
            validation: { trails: (regions) => trails.deliveries(regions), keys: createDigestKeys(session) },
          }),
        },
      ),
    athena: () => {
      const place = tableIn(config);
      return athenaSource(createAthenaCalls(session, place), { ...interpreting, ...place, deadline });
    },
    'last-accessed': () => lastAccessedSource(createLastAccessedCalls(session), shared),
  };
  return config.audit.sources.map((name) => opened[name]());
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
      }
    : { store: createDirectoryTrailStore(location.path) };
}
