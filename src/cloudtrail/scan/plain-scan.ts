import { messageOf } from '../../base/attempt.ts';
import { interpretRecord } from '../interpret-record.ts';
import { asObject, textAt } from '../json.ts';
import type { Interpretation } from '../observation.ts';
import { createObservationGroups, type ObservationGroups } from './observation-groups.ts';
import type { FileScan, RecordScanner, ScanOptions, UnreadableRecord } from './record-scanner.ts';

/** The plain way to read log files: `JSON.parse`, then one record after another. What every other way must equal. */
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

/** Adds a whole file to the groups, or, when it is no log file, nothing. */
export function scanPlainly(bytes: Uint8Array, options: ScanOptions, groups: ObservationGroups): FileScan {
  const none = { records: 0, unreadable: [] };
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    return { ...none, problem: `Cannot parse log file: expected JSON, found: ${messageOf(error)}` };
  }
  const records = asObject(json)?.['Records'];
  if (!Array.isArray(records)) {
    return { ...none, problem: 'Cannot read log file: expected {"Records":[…]}, found other JSON' };
  }
  const unreadable: UnreadableRecord[] = [];
  for (const record of records as readonly unknown[]) {
    const interpretation = interpretRecord(record, options.catalog);
    groups.add(ofWanted(interpretation, options));
    if (interpretation.unreadable !== undefined) unreadable.push(unreadableRecord(record, interpretation.unreadable));
  }
  return { records: records.length, unreadable };
}

/** Leaves out the call of a role that nobody asked about. */
export function ofWanted(interpretation: Interpretation, { wanted }: ScanOptions): Interpretation {
  const { observation, ...rest } = interpretation;
  return observation === undefined || wanted === undefined || wanted(observation.principal) ? interpretation : rest;
}

/** States a record that could not be read. */
export function unreadableRecord(record: unknown, why: string): UnreadableRecord {
  const region = textAt(asObject(record), 'awsRegion');
  return { why, ...(region === undefined ? {} : { region }) };
}
