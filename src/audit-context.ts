import type { AuditSettings } from './audit-settings.ts';
import type { Region } from './base/region.ts';
import type { RunDeadlines } from './deadline.ts';
import type { Catalog } from './iam/catalog/catalog.ts';
import type { ScpLevels } from './organization/scp-levels.ts';
import type {
  AccountIdentity,
  CallVolumeReader,
  Clock,
  FindingsSink,
  InstanceRoleReader,
  LedgerAuthenticator,
  LedgerStore,
  Notifier,
  Progress,
  RegionDirectory,
  ReportStore,
  RoleReader,
  TaskDefinitionReader,
  TrailReader,
  UsageSource,
} from './ports.ts';
import type { QuietRuns } from './report/notification/quiet-runs.ts';

/** All that an audit needs of the world. Tests put their own parts in; `openContext` puts AWS in. */
export interface AuditContext {
  /** The account that is audited. */
  readonly account: AccountIdentity;
  /** The Region whose Security Hub holds the findings. */
  readonly homeRegion: Region;
  readonly regions: RegionDirectory;
  readonly taskDefinitions: TaskDefinitionReader;
  readonly roles: RoleReader;
  /** Absent where nobody asks what instances may do. */
  readonly instanceRoles?: InstanceRoleReader;
  readonly sources: readonly UsageSource[];
  /** Present when a source reads records of trails: says what their silence proves. */
  readonly trails?: TrailReader;
  /** Present where the cost of data events may be asked for. */
  readonly callVolumes?: CallVolumeReader;
  /** Absent when findings are not to be published. */
  readonly sink?: FindingsSink;
  readonly reports?: ReportStore;
  /** Absent when nothing is kept from run to run. */
  readonly ledger?: LedgerStore;
  /** Absent where the ledger is not signed. */
  readonly ledgerAuthenticator?: LedgerAuthenticator;
  /**
   * Reads IAM's last-accessed data of few roles, whatever the sources are: what a ledger that is not signed calls unused for the first time is
   * compared with it.
   */
  readonly freshLook?: UsageSource;
  readonly notifiers: readonly Notifier[];
  /** The runs after which notifiers are told nothing. */
  readonly quiet: QuietRuns;
  /** What the organization imposes on every role of the account, where it was read. */
  readonly scps?: ScpLevels;
  readonly catalog: Catalog;
  /** What a reader must know of the catalogue, a sentence each. */
  readonly catalogCaveats?: readonly string[];
  readonly clock: Clock;
  readonly progress: Progress;
  readonly settings: AuditSettings;
  /** Until when the work between reading and writing is done; without limit where absent. */
  readonly deadlines?: Pick<RunDeadlines, 'judging' | 'evaluating' | 'recommending' | 'reporting'>;
}
