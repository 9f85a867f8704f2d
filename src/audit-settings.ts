import type { IgnoredRegion } from './base/ignored-region.ts';
import type { Region } from './base/region.ts';
import type { SourceName } from './evidence/source-name.ts';
import type { Exception } from './findings/exceptions/exception.ts';
import type { Severity } from './findings/finding.ts';
import type { Owners } from './findings/owners.ts';
import type { SeverityOverrides } from './findings/severity-overrides.ts';

/** The settings that shape an audit, from the configuration to the result. Durations are milliseconds. */
export interface AuditSettings {
  /** Regions whose task definitions are audited. CloudTrail is always read in every enabled Region. */
  readonly regions: 'all' | readonly Region[];
  /** Regions that nobody can use: neither audited nor watched, and no hindrance to `unused`. None where absent. */
  readonly ignoreRegions?: readonly IgnoredRegion[];
  /** Patterns of the families whose roles are audited, by every run; all where absent. */
  readonly families?: readonly string[];
  readonly sources: readonly SourceName[];
  readonly lookback: number;
  /** Minimum age of a role and of a grant before anything may be `unused`. */
  readonly minAge: number;
  /** Minimum uninterrupted time watched before anything may be `unused`. */
  readonly minWatched: number;
  /** An unchanged finding is imported again after this long; Security Hub deletes those not updated for 90 days. */
  readonly refresh: number;
  /** Severities that take the place of a rule's own. */
  readonly severities: SeverityOverrides;
  /** The key of role tags that accept findings; absent where tags accept nothing. */
  readonly acceptTag?: string;
  /** The gravest finding that such a tag accepts: whoever runs a workload can tag its role. */
  readonly acceptTagSeverity: Severity;
  /** The mildest finding that is handed to the sink. */
  readonly publishFrom: Severity;
  /** What the configuration file accepts. */
  readonly exceptions: readonly Exception[];
  readonly owners: Owners;
}
