import type { Interpretation, ProvenAction } from '../../cloudtrail/observation.ts';
import type { UsageReceiver } from '../../evidence/usage.ts';
import type { UsageRow } from './usage-row.ts';

/** Hands on what a row of summed-up events proves. Returns a sentence where it cannot be read. */
export function emitRow(
  row: UsageRow,
  interpret: (record: unknown) => Interpretation,
  receiver: UsageReceiver,
): string | undefined {
  const sample = interpret(row.sample);
  const all = interpret(row.all);
  if (sample.assumed !== undefined) receiver.assumed(sample.assumed);
  if (sample.grantChange !== undefined) receiver.grantChanged(sample.grantChange);
  const { observation } = sample;
  if (observation !== undefined) {
    const first = Date.parse(row.first);
    const actions = together(observation.actions, all.observation?.actions ?? []);
    const unknownIn = [...new Set([...observation.unknownIn, ...(all.observation?.unknownIn ?? [])])];
    const repeats =
      row.events === 1
        ? {}
        : { repeats: { count: row.events, first, resources: 'some' as const, resourcesStated: false } };
    receiver.observe({ ...observation, actions, unknownIn, ...repeats });
  }
  return sample.unreadable ?? all.unreadable;
}

/** All actions, each once; what the sample proves comes first. */
function together(sample: readonly ProvenAction[], all: readonly ProvenAction[]): readonly ProvenAction[] {
  const known = new Set(sample.map(({ action }) => action));
  return [...sample, ...all.filter(({ action }) => !known.has(action))];
}
