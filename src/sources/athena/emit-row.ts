import { callKey } from '../../cloudtrail/call.ts';
import type { Interpretation, Observation } from '../../cloudtrail/observation.ts';
import type { UsageReceiver } from '../../evidence/usage.ts';
import type { UsageRow } from './usage-row.ts';

/** Hands on the events that a row sums up. Returns a sentence where it cannot be read. */
export function emitRow(
  row: UsageRow,
  interpret: (record: unknown) => Interpretation,
  receiver: UsageReceiver,
): string | undefined {
  const sample = interpret(row.sample);
  const all = interpret(row.all);
  if (sample.assumed !== undefined) {
    const first = Date.parse(row.first);
    receiver.assumed({ ...sample.assumed, ...(first < sample.assumed.at ? { first } : {}) });
  }
  if (sample.grantChange !== undefined) receiver.grantChanged(sample.grantChange);
  if (sample.observation !== undefined) {
    for (const observation of observationsOf(row, sample.observation, all.observation)) receiver.observe(observation);
  }
  return sample.unreadable ?? all.unreadable;
}

/** The sample by itself, as what was passed is known of it alone; the other events as having passed what any of them did. */
function observationsOf(row: UsageRow, sample: Observation, all: Observation | undefined): readonly Observation[] {
  if (row.events === 1) return [sample];
  const repeats = (count: number) => ({
    count,
    first: Date.parse(row.first),
    resources: 'some' as const,
    resourcesStated: false,
  });
  if (all === undefined || callKey(all) === callKey(sample)) return [{ ...sample, repeats: repeats(row.events) }];
  return [sample, { ...sample, parameters: all.parameters, repeats: repeats(row.events - 1) }];
}
