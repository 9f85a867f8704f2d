import type { SourceName } from './evidence/coverage.ts';
import type { Exception } from './findings/exceptions/exception.ts';
import type { Severity } from './findings/finding.ts';
import type { Owners } from './findings/owners.ts';
import type { SeverityOverrides } from './findings/severity-overrides.ts';
import type { Catalog } from './iam/catalog/catalog.ts';
import type {
  AccountIdentity,
  Clock,
  FindingsSink,
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

/** What shapes an audit. Durations are milliseconds. */
export interface ContextSettings {
  readonly regions: 'all' | readonly string[];
  /** Patterns of the families whose roles are audited, night by night; all where absent. */
  readonly families?: readonly string[];
  /** The Region whose Security Hub holds the findings. */
  readonly homeRegion: string;
  readonly sources: readonly SourceName[];
  readonly lookback: number;
  readonly minAge: number;
  readonly minWatched: number;
  readonly refresh: number;
  /** Severities that take the place of a rule's own. */
  readonly severities: SeverityOverrides;
  /** What the configuration file accepts. */
  readonly exceptions: readonly Exception[];
  /** The key of the role tags that accept findings; absent where tags accept nothing. */
  readonly acceptTag?: string;
  /** The gravest finding that such a tag accepts. */
  readonly acceptTagSeverity: Severity;
  readonly owners: Owners;
  readonly quiet: QuietRuns;
}

/** All that an audit needs of the world. Tests put their own parts in; `openContext` puts AWS in. */
export interface AuditContext {
  /** The account that is audited. */
  readonly account: AccountIdentity;
  readonly regions: RegionDirectory;
  readonly taskDefinitions: TaskDefinitionReader;
  readonly roles: RoleReader;
  readonly sources: readonly UsageSource[];
  /** Present when a source reads records of trails: says what their silence proves. */
  readonly trails?: TrailReader;
  /** Absent when findings are not to be published. */
  readonly sink?: FindingsSink;
  readonly reports?: ReportStore;
  /** Absent when nothing is kept from run to run. */
  readonly ledger?: LedgerStore;
  readonly notifiers: readonly Notifier[];
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly settings: ContextSettings;
}
