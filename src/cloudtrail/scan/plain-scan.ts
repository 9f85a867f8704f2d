import { messageOf } from '../../base/attempt.ts';
import { isAggregated } from '../aggregated-event.ts';
import { asObject } from '../json.ts';
import { addRecord, type RecordReading } from './add-record.ts';
import { createObservationGroups } from './observation-groups.ts';
import type { FileScan, RecordScanner, ScanOptions } from './record-scanner.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { unreadableList } from './unreadable-list.ts';

/** Creates the reference scanner: `JSON.parse`, then `interpretRecord` on each record. Every other scanner must give the same evidence. */
export function createPlainScanner(options: ScanOptions): RecordScanner {
  let groups = createObservationGroups(options);
  return {
    scan: (bytes, deliveredAt) => scanPlainly(bytes, { options, groups, deliveredAt }),
    take() {
      const evidence = groups.evidence();
      groups = createObservationGroups(options);
      return evidence;
    },
  };
}

/** Records of one file above which it is refused; CloudTrail's hold some ten thousand. */
export const MOST_RECORDS = 1_000_000;

const decoder = new TextDecoder();

/** Adds the records of a file to the groups; nothing if it is no log file. */
export function scanPlainly(bytes: Uint8Array, reading: RecordReading): FileScan {
  const { mostParsed = Number.POSITIVE_INFINITY } = reading.options;
  if (bytes.length > mostParsed) {
    return refused(
      `Cannot read log file: its ${bytes.length} bytes are no well-formed {"Records":[…]}, of other forms at most ${mostParsed} bytes are read`,
    );
  }
  const text = decoder.decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refused(`Cannot parse log file: expected JSON, found: ${messageOf(error)}`);
  }
  const repeated = repeatedKeys(text);
  if (repeated.ofFile) return refused('Cannot read log file: the key "Records" stands twice');
  // Files of aggregated events may be a plain array.
  const records = isListOfSummaries(json) ? json : asObject(json)?.['Records'];
  if (!Array.isArray(records)) {
    return refused('Cannot read log file: expected {"Records":[…]}, found other JSON');
  }
  if (records.length > MOST_RECORDS) return tooManyRecords();
  const unreadable = unreadableList();
  for (const [number, record] of records.entries()) {
    unreadable.add(addRecord(record, repeated.ofRecords.get(number), reading));
  }
  return unreadable.scanOf(records.length);
}

/** The outcome of a file that is refused for the number of its records. */
export function tooManyRecords(): FileScan {
  return refused(`Cannot read log file: it has more than ${MOST_RECORDS} records`);
}

function refused(problem: string): FileScan {
  return { records: 0, unreadable: [], problem };
}

function isListOfSummaries(json: unknown): json is readonly unknown[] {
  if (!Array.isArray(json) || json.length === 0) return false;
  return json.every((item) => {
    const record = asObject(item);
    return record !== undefined && isAggregated(record);
  });
}
