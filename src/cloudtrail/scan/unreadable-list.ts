import type { FileScan, UnreadableRecord } from './record-scanner.ts';

/** Unreadable records of one file that are listed; more of them, and nothing that the file does not say counts. */
const MOST_UNREADABLE = 1_000;

/** Gathers the records of a file that could not be read, in memory that does not grow with them. */
export interface UnreadableList {
  add(record: UnreadableRecord | undefined): void;
  /** The outcome of a file with so many records. */
  scanOf(records: number): FileScan;
}

/** An empty list. */
export function unreadableList(): UnreadableList {
  const listed: UnreadableRecord[] = [];
  let count = 0;
  return {
    add(record) {
      if (record === undefined) return;
      count += 1;
      if (count <= MOST_UNREADABLE) listed.push(record);
    },
    scanOf(records) {
      if (count <= MOST_UNREADABLE) return { records, unreadable: listed };
      const why = `${count} of its ${records} records cannot be read, the first: ${listed[0]?.why}`;
      return { records, unreadable: [], problem: `Cannot read log file: ${why}` };
    },
  };
}
