import { messageOf } from '../../base/attempt.ts';
import { isAggregated } from '../aggregated-event.ts';
import { recordClassOf } from '../event-class.ts';
import { interpretRecord } from '../interpret-record.ts';
import { asObject, textAt } from '../json.ts';
import type { Interpretation } from '../observation.ts';
import { createObservationGroups, type ObservationGroups } from './observation-groups.ts';
import type { FileScan, RecordScanner, ScanOptions, UnreadableRecord } from './record-scanner.ts';

/** Creates the reference scanner: `JSON.parse`, then `interpretRecord` on each record. Every other scanner must give the same evidence. */
export function createPlainScanner(options: ScanOptions): RecordScanner {
  let groups = createObservationGroups();
  return {
    scan: (bytes) => scanPlainly(bytes, options, groups),
    take() {
      const evidence = groups.evidence();
      groups = createObservationGroups();
      return evidence;
    },
  };
}

const decoder = new TextDecoder();

/** Adds the records of a file to the groups; nothing if it is no log file. */
export function scanPlainly(bytes: Uint8Array, options: ScanOptions, groups: ObservationGroups): FileScan {
  const none = { records: 0, unreadable: [] };
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    return { ...none, problem: `Cannot parse log file: expected JSON, found: ${messageOf(error)}` };
  }
  // Files of aggregated events may be a plain array.
  const records = isListOfSummaries(json) ? json : asObject(json)?.['Records'];
  if (!Array.isArray(records)) {
    return { ...none, problem: 'Cannot read log file: expected {"Records":[…]}, found other JSON' };
  }
  const unreadable: UnreadableRecord[] = [];
  for (const record of records as readonly unknown[]) {
    const interpretation = interpretRecord(record);
    groups.add(ofWanted(interpretation, options));
    if (interpretation.unreadable !== undefined) unreadable.push(unreadableRecord(record, interpretation.unreadable));
  }
  return { records: records.length, unreadable };
}

function isListOfSummaries(json: unknown): json is readonly unknown[] {
  if (!Array.isArray(json) || json.length === 0) return false;
  return json.every((item) => {
    const record = asObject(item);
    return record !== undefined && isAggregated(record);
  });
}

/** Removes the calls of roles that are not wanted. */
export function ofWanted(interpretation: Interpretation, { wanted }: ScanOptions): Interpretation {
  const { observation, summarized, ...rest } = interpretation;
  if (wanted === undefined) return interpretation;
  return {
    ...rest,
    ...(observation !== undefined && wanted(observation.principal) ? { observation } : {}),
    ...(summarized === undefined ? {} : { summarized: summarized.filter(({ principal }) => wanted(principal)) }),
  };
}

/** Describes a record that could not be read: its Region and class, as far as it states them. */
export function unreadableRecord(record: unknown, why: string): UnreadableRecord {
  const region = textAt(asObject(record), 'awsRegion');
  return { why, eventClass: recordClassOf(record), ...(region === undefined ? {} : { region }) };
}
