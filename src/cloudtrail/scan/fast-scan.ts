import { interpretRecord } from '../interpret-record.ts';
import { byteSource } from './byte-interner.ts';
import { createRecordLocator } from './locate-records.ts';
import { firstRecord, moveTo, wholeRecord } from './located-record.ts';
import { createObservationGroups } from './observation-groups.ts';
import { ofWanted, scanPlainly, unreadableRecord } from './plain-scan.ts';
import { createQuickReader } from './quick-reader.ts';
import type { RecordScanner, ScanOptions, UnreadableRecord } from './record-scanner.ts';

/**
 * Reads log files without parsing most of their records, to the same evidence as the plain way.
 *
 * A first pass finds where records and their fields lie (`locate-records.ts`). Then each record is told apart by its
 * bytes: by caller, event, Region, day and the shape of its request parameters. Records alike in these prove the same
 * (`quick-reader.ts` says why), so one of them is interpreted and the rest are counted, with their times. Whatever is
 * out of the ordinary is parsed and interpreted as the plain way does it: a record with an escape in a field that
 * counts, with an error, or of an event that its parameters' values decide; a file of an unusual form, as a whole.
 *
 * Only resources may be fewer: of each kind of event the first few records with different resources are read, batch by
 * batch, and the observation says so (`repeats.resources`).
 */
export function createFastScanner(options: ScanOptions): RecordScanner {
  const locator = createRecordLocator();
  const quick = createQuickReader(options);
  let groups = createObservationGroups();
  return {
    scan(bytes) {
      const table = locator.locate(bytes);
      if (table === undefined) return scanPlainly(bytes, options, groups);
      const located = firstRecord(byteSource(bytes), table);
      const unreadable: UnreadableRecord[] = [];
      for (let index = 0; index < table.count; index++) {
        moveTo(located, index);
        if (quick.read(located, groups)) continue;
        const record = wholeRecord(located);
        const interpretation = interpretRecord(record, options.catalog);
        groups.add(ofWanted(interpretation, options));
        if (interpretation.unreadable !== undefined)
          unreadable.push(unreadableRecord(record, interpretation.unreadable));
      }
      return { records: table.count, unreadable };
    },
    take() {
      const evidence = groups.evidence();
      groups = createObservationGroups();
      quick.beginBatch();
      return evidence;
    },
  };
}
