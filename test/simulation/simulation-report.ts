import { counted } from '../../src/base/format.ts';
import type { SimulationResult } from './simulate.ts';

/** What a simulation came to, in lines. */
export function simulationReport(seed: number, result: SimulationResult, seconds: number): string {
  const { nights, runs, killed, repeated, tampered, archived, messages, verdicts, violations, curve } = result;
  const total = Object.values(nights).reduce((sum, count) => sum + count, 0);
  const byInvariant = Object.entries(Object.groupBy(violations, ({ invariant }) => invariant));
  const firsts = byInvariant.map(([invariant, own = []]) => {
    const first = Math.min(...own.map(({ night }) => night));
    return `${invariant}: ${own.length}, first in night ${first} (npm run simulate -- --seed ${seed} --nights ${first})`;
  });
  return [
    `Seed ${seed}: ${counted(total, 'night')} in ${seconds.toFixed(1)} s, ${((seconds * 1000) / total).toFixed(0)} ms a night`,
    `Nights: ${Object.entries(nights)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    `${counted(runs, 'run')}, ${killed} killed, ${repeated} repeated; ${counted(tampered, 'night')} with a changed ledger; ${counted(messages, 'message')}; ${counted(archived, 'finding')} archived`,
    `Verdicts: ${Object.entries(verdicts)
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join(', ')}`,
    ...curve.map(
      ({ night, heapBytes, ledgerBytes, documents }) =>
        `Night ${night}: heap ${(heapBytes / 1e6).toFixed(0)} MB, ledger ${(ledgerBytes / 1e3).toFixed(0)} KB in ${documents} documents`,
    ),
    violations.length === 0 ? 'Every invariant held' : `Violations: ${violations.length}`,
    ...firsts,
  ].join('\n');
}
