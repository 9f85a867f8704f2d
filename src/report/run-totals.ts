import { SEVERITIES, type Severity } from '../findings/finding.ts';
import type { RememberedNight } from '../ledger/stored-run.ts';
import { VERDICTS, type Verdict } from '../rightsize/verdict.ts';

/** What one night came to, for the trend: as it is remembered, in the severities and verdicts of today. */
export interface NightTotals extends Omit<RememberedNight, 'regions'> {
  readonly findings: Readonly<Record<Severity, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** How many findings were open, as far as was known. */
export function openOn({ findings, notLookedAt = 0 }: NightTotals): number {
  return SEVERITIES.reduce((sum, severity) => sum + findings[severity], notLookedAt);
}

/** Nights over the same Regions (`RememberedNight.regions`), oldest first; names that today has no more are left out. */
export function recallNights(nights: Iterable<RememberedNight>, regions: string): readonly NightTotals[] {
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
