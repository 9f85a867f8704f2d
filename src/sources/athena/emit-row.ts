import { callKey } from '../../cloudtrail/call.ts';
import type { Interpretation, Observation } from '../../cloudtrail/observation.ts';
import type { ParameterFacets } from '../../cloudtrail/parameter-facets.ts';
import { isDecidedByValues } from '../../cloudtrail/value-facets.ts';
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
  for (const task of sample.tasksStarted ?? []) {
    receiver.taskStarted?.(task);
    const first = Date.parse(row.first);
    if (first < task.at) receiver.taskStarted?.({ ...task, at: first });
  }
  if (sample.taskRoleGiven !== undefined) receiver.taskRoleGiven?.(sample.taskRoleGiven);
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
  if (all === undefined) return [{ ...sample, repeats: repeats(row.events) }];
  const others: Observation = { ...sample, parameters: passedByMany(all), repeats: repeats(row.events - 1) };
  return callKey(others) === callKey(sample) ? [{ ...sample, repeats: repeats(row.events) }] : [sample, others];
}

/** What many events passed, of which the names are known and no values: where values decide, they may have been any. */
function passedByMany({ eventName, parameters }: Observation): ParameterFacets {
  if (parameters.kind !== 'named' || !isDecidedByValues(eventName)) return parameters;
  const { roleNames } = parameters.values;
  return { ...parameters, merged: true, values: roleNames === undefined ? {} : { roleNames } };
}
