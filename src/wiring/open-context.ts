import type { AuditContext } from '../audit-context.ts';
import { createRegionDirectory } from '../aws/client/regions.ts';
import { clockNotice, soundClock } from '../aws/client/server-time.ts';
import type { AwsSession } from '../aws/client/session.ts';
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
import type { AuditedAccount } from '../organization/audited-account.ts';
import type { ScpLevels } from '../organization/scp-levels.ts';
import type { Clock, LedgerAuthenticator, LedgerStore, Progress, ReportStore, RoleReader } from '../ports.ts';
import { withForeignRoles } from './foreign-roles.ts';
import { notifiersOf } from './notifiers.ts';
import { openSessions, type RunSessions, SESSION_NAME, type SessionRun } from './open-sessions.ts';
import { openFreshLook, openSources } from './open-sources.ts';

/** What a run brings along besides its configuration. */
export interface RunEnvironment extends RunDeadlines, Pick<SessionRun, 'account' | 'organizationRun' | 'aws'> {
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
  /** What the organization imposes on the roles of the account, where it was read. */
  readonly scps?: ScpLevels;
  /** The accounts that are audited beside this one: they are asked for roles that task definitions here name. */
  readonly others?: readonly AuditedAccount[];
  /** Keeps reports in place of the bucket that is configured. */
  readonly reports?: ReportStore;
}

/** A context that holds connections. */
export interface OpenContext extends AuditContext {
  close(): void;
}

/**
 * Puts the real world into an audit: AWS by the SDK's standard configuration, by sessions that end when the time for reading is up and
 * others that may still publish then. What is read and published of another account takes a role there; reports, ledger, secrets and
 * messages stay in the auditor's own.
 *
 * @throws {MemberRefused} when the role of another account may not be assumed
 * @throws {Error} when no Region is configured, or the credentials open no account, or another one
 */
export async function openContext(config: Config, run: RunEnvironment): Promise<OpenContext> {
  const { audit: settings, notifications } = config;
  const local: Clock = { now: () => Date.now() };
  const sessions = await openSessions(config, run, run.clock === undefined ? local : undefined);
  const { account, reading, publishing, ownReading, ownWriting, offset, close } = sessions;
  try {
    const own = run.catalog ?? (await loadCatalog());
    const { progress } = run;
    const clock = run.clock ?? soundClock(local, offset());
    const notice = clockNotice(offset());
    if (notice !== undefined) progress.stage(notice);
    if (config.storedCatalog !== undefined) progress.stage('looking after the catalogue of IAM actions');
    const renewed = await catalogFor(config, run, { session: ownWriting, own, now: clock.now() });
    const trails = settings.sources.some((name) => SOURCES[name].readsTrails)
      ? createTrailReader(reading, { accountId: account.accountId, clock, organization: ownReading })
      : undefined;
    return {
      account,
      homeRegion: publishing.region,
      regions: createRegionDirectory(reading),
      taskDefinitions: createTaskDefinitionReader(reading, progress),
      roles: roleReader(config, run, { sessions, clock }),
      instanceRoles: createInstanceRoleReader(reading),
      sources: openSources(
        config,
        { account: reading, own: ownReading },
        {
          clock,
          progress,
          ...account,
          deadline: run.reading,
          ...(run.threads !== undefined && { threads: run.threads }),
          ...(trails && { trails }),
        },
      ),
      ...(trails && { trails }),
      callVolumes: createCallVolumeReader(reading, clock),
      ...(config.publish && { sink: createSecurityHub(publishing, { ...account, clock }) }),
      ...keptPlaces(config, ownWriting, run.account),
      freshLook: openFreshLook(reading, { clock, progress }),
      ...(run.reports && { reports: run.reports }),
      notifiers: config.notify ? notifiersOf(notifications, ownWriting, run.writing) : [],
      quiet: notifications.quiet,
      ...(run.scps && { scps: run.scps }),
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

function roleReader(
  { organization: { externalId } }: Config,
  { aws, reading, others, organizationRun }: RunEnvironment,
  { sessions, clock }: { readonly sessions: RunSessions; readonly clock: Clock },
): RoleReader {
  const { accountId } = sessions.account;
  const reader = createRoleReader(sessions.reading, accountId);
  if (others === undefined) return reader;
  return withForeignRoles(reader, {
    accountId,
    accounts: others,
    own: sessions.ownReading,
    options: { ...aws, signal: reading.signal },
    member: {
      sessionName: SESSION_NAME,
      ...(externalId !== undefined && { externalId }),
      ...(organizationRun !== undefined && { run: organizationRun }),
    },
    clock,
  });
}

/**
 * Where what runs leave behind is kept. The ledger holds each account in a folder of its own by itself; where an account is named, its
 * reports and the ledger's anchor have a place of their own, too.
 */
function keptPlaces(
  { report, ledger, ledgerSigning }: Config,
  session: AwsSession,
  account: AuditedAccount | undefined,
): Pick<AuditContext, 'reports' | 'ledger' | 'ledgerAuthenticator'> {
  const own = account === undefined ? '' : `/${account.id}`;
  return {
    ...(report && {
      reports: createS3ReportStore(
        session,
        report.bucket,
        `${report.prefix.replace(/\/$/, '')}${own}`.replace(/^\//, ''),
      ),
    }),
    ...(ledger && { ledger: ledgerAt(ledger, session) }),
    ...(ledgerSigning && {
      ledgerAuthenticator: authenticatorOf(
        { ...ledgerSigning, anchorParameter: `${ledgerSigning.anchorParameter}${own}` },
        session,
      ),
    }),
  };
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
