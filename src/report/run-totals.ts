import { SEVERITIES, type Severity } from '../findings/finding.ts';
import { COUNTED_SEVERITIES } from '../findings/severity.ts';
import type { StoredRun } from '../ledger/stored-run.ts';
import { VERDICTS, type Verdict } from '../rightsize/verdict.ts';

/** Totals of one run, for the trend: a `StoredRun` in today's severities and verdicts. */
export interface RunTotals extends Omit<StoredRun, 'regions'> {
  readonly findings: Readonly<Record<Severity, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** Open findings of a run, with those that were not looked at and without INFORMATIONAL ones. */
export function openOn({ findings, notLookedAt = 0 }: RunTotals): number {
  return COUNTED_SEVERITIES.reduce((sum, severity) => sum + findings[severity], notLookedAt);
}

/** Stored runs over the same Regions (`StoredRun.regions`), oldest first. Severities and verdicts that no longer exist are left out. */
export function loadRuns(runs: Iterable<StoredRun>, regions: string): readonly RunTotals[] {
  return [...runs]
    .filter((run) => run.regions === regions)
    .sort((a, b) => a.at - b.at)
    .map(({ regions: _, findings, verdicts, ...run }) => ({
      ...run,
      findings: counts(SEVERITIES, findings),
      verdicts: counts(VERDICTS, verdicts),
    }));
}

function counts<K extends string>(names: readonly K[], known: Readonly<Record<string, number>>): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, known[name] ?? 0])) as Record<K, number>;
}
