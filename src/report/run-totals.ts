import { SEVERITIES, type Severity } from '../findings/finding.ts';
import type { StoredRun } from '../ledger/stored-run.ts';
import { VERDICTS, type Verdict } from '../rightsize/verdict.ts';

/** What one night came to, for the trend: as it is remembered, in the severities and verdicts of today. */
export interface RunTotals extends Omit<StoredRun, 'regions'> {
  readonly findings: Readonly<Record<Severity, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** How many findings were open, as far as was known. */
export function openOn({ findings, notLookedAt = 0 }: RunTotals): number {
  return SEVERITIES.reduce((sum, severity) => sum + findings[severity], notLookedAt);
}

/** Nights over the same Regions (`StoredRun.regions`), oldest first; names that today has no more are left out. */
export function loadRuns(nights: Iterable<StoredRun>, regions: string): readonly RunTotals[] {
  return [...nights]
    .filter((night) => night.regions === regions)
    .sort((a, b) => a.at - b.at)
    .map(({ regions: _, findings, verdicts, ...night }) => ({
      ...night,
      findings: counts(SEVERITIES, findings),
      verdicts: counts(VERDICTS, verdicts),
    }));
}

function counts<K extends string>(names: readonly K[], known: Readonly<Record<string, number>>): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, known[name] ?? 0])) as Record<K, number>;
}
