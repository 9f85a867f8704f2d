import type { Severity } from './finding.ts';
import type { RuleId } from './rules.ts';

/** The user's own severities, by rule: each replaces whatever severity that rule decides on. */
export type SeverityOverrides = Readonly<Partial<Record<RuleId, Severity>>>;
