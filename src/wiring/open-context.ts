import type { AuditContext } from '../audit-context.ts';
import { createIdentityReader } from '../aws/client/identity.ts';
import { createRegionDirectory } from '../aws/client/regions.ts';
import { clockNotice, noteServerTime, soundClock } from '../aws/client/server-time.ts';
import { type AwsSession, openSession, type SessionOptions } from '../aws/client/session.ts';
import { createTrailReader } from '../aws/cloudtrail/trails.ts';
import { createCallVolumeReader } from '../aws/cloudwatch/call-volumes.ts';
import { createInstanceRoleReader } from '../aws/ec2/instance-roles.ts';
import { createTaskDefinitionReader } from '../aws/ecs/ecs-inventory.ts';
import { createRoleReader } from '../aws/iam/iam-roles.ts';
import { createKmsMacs } from '../aws/kms/kms-macs.ts';
import { createS3Ledger } from '../aws/s3/s3-ledger.ts';
import { createS3ReportStore } from '../aws/s3/s3-report-store.ts';
import { createSecurityHub } from '../aws/security-hub/security-hub.ts';
import { createSsmAnchor } from '../aws/ssm/ssm-anchor.ts';
import { newerCatalog, type RenewedCatalog, renewCatalog } from '../catalog-refresh/renew-catalog.ts';
import type { Config } from '../config/config.ts';
import type { LedgerLocation, LedgerSigning } from '../config/ledger-location.ts';
import type { RunDeadlines } from '../deadline.ts';
import { SOURCES } from '../evidence/source-name.ts';
import type { Catalog } from '../iam/catalog/catalog.ts';
import { loadCatalog } from '../iam/catalog/load-catalog.ts';
import { createDirectoryLedger } from '../local/directory-ledger.ts';
import type { Clock, LedgerAuthenticator, LedgerStore, Progress } from '../ports.ts';
import { notifiersOf } from './notifiers.ts';
import { openFreshLook, openSources } from './open-sources.ts';

/** What a run brings along besides its configuration. */
export interface RunEnvironment extends RunDeadlines {
  readonly progress: Progress;
  readonly clock?: Clock;
  /** The catalogue of IAM actions; the bundled one where absent. */
  readonly catalog?: Catalog;
  /** Uses the catalogue that the function keeps beside the ledger, where there is a newer one. */
  readonly usesOthersCatalog?: true;
  /** Where AWS's service reference is, if not where AWS has it. */
  readonly serviceReference?: string;
  /** Threads that scan log files; as many as the machine runs at once where absent. */
  readonly threads?: number;
  /** Where AWS is and who asks, where that is not what the standard AWS configuration says. */
  readonly aws?: Pick<SessionOptions, 'region' | 'credentials' | 'endpoint' | 'rateLimited' | 'loggerOf'>;
}

/** A context that holds connections. */
export interface OpenContext extends AuditContext {
  close(): void;
}

/**
 * Puts the real world into an audit: AWS by the SDK's standard configuration. Two sessions, one that ends when the time
 * for reading is up and one that may still publish then.
 *
 * Both sessions use the same credentials today. An audit of another account gives `reading` and the findings sink that
 * account's credentials, and leaves reports and secrets with our own.
 *
 * @throws {Error} when no Region is configured, or the credentials open no account
 */
export async function openContext(config: Config, run: RunEnvironment): Promise<OpenContext> {
  const { audit: settings, notifications, report, ledger, ledgerSigning } = config;
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
    const [account, own] = await Promise.all([createIdentityReader(writing).identity(), run.catalog ?? loadCatalog()]);
    const { progress } = run;
    const clock = run.clock ?? soundClock(local, offset());
    const notice = clockNotice(offset());
    if (notice !== undefined) progress.stage(notice);
    if (config.storedCatalog !== undefined) progress.stage('looking after the catalogue of IAM actions');
    const renewed = await catalogFor(config, run, { session: writing, own, now: clock.now() });
    const trails = settings.sources.some((name) => SOURCES[name].readsTrails)
      ? createTrailReader(reading, { accountId: account.accountId, clock })
      : undefined;
    return {
      account,
      homeRegion: writing.region,
      regions: createRegionDirectory(reading),
      taskDefinitions: createTaskDefinitionReader(reading, progress),
      roles: createRoleReader(reading, account.accountId),
      instanceRoles: createInstanceRoleReader(reading),
      sources: openSources(config, reading, {
        clock,
        progress,
        partition: account.partition,
        deadline: run.reading,
        ...(run.threads !== undefined && { threads: run.threads }),
        ...(trails && { trails }),
      }),
      ...(trails && { trails }),
      callVolumes: createCallVolumeReader(reading, clock),
      ...(config.publish && { sink: createSecurityHub(writing, { ...account, clock }) }),
      ...(report && { reports: createS3ReportStore(writing, report.bucket, report.prefix.replace(/\/$/, '')) }),
      ...(ledger && { ledger: ledgerAt(ledger, writing) }),
      freshLook: openFreshLook(reading, { clock, progress }),
      ...(ledgerSigning && { ledgerAuthenticator: authenticatorOf(ledgerSigning, writing) }),
      notifiers: config.notify ? notifiersOf(notifications, writing, run.writing) : [],
      quiet: notifications.quiet,
      catalog: renewed.catalog,
      catalogCaveats: renewed.caveats,
      clock,
      progress,
      settings,
      deadlines: run,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The catalogue in the bucket, renewed where it is old; the program's own where none is kept. */
async function catalogFor(
  { storedCatalog, othersCatalog }: Config,
  { serviceReference, usesOthersCatalog }: RunEnvironment,
  { session, own, now }: { readonly session: AwsSession; readonly own: Catalog; readonly now: number },
): Promise<RenewedCatalog> {
  if (usesOthersCatalog && othersCatalog !== undefined) {
    const store = createS3Ledger(session, othersCatalog.bucket, othersCatalog.prefix);
    return { catalog: await newerCatalog({ store, own }), caveats: [] };
  }
  if (storedCatalog === undefined) return { catalog: own, caveats: [] };
  const store = createS3Ledger(session, storedCatalog.bucket, storedCatalog.prefix);
  return renewCatalog({ store, own, now, ...(serviceReference !== undefined && { from: serviceReference }) });
}

function ledgerAt(location: LedgerLocation, session: AwsSession): LedgerStore {
  return location.kind === 's3'
    ? createS3Ledger(session, location.bucket, location.prefix)
    : createDirectoryLedger(location.path);
}

function authenticatorOf({ keyArn, anchorParameter }: LedgerSigning, session: AwsSession): LedgerAuthenticator {
  return { ...createKmsMacs(session, keyArn), anchor: createSsmAnchor(session, anchorParameter) };
}
