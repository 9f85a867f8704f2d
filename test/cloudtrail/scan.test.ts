import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFastScanner } from '../../src/cloudtrail/scan/fast-scan.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { expectSame } from './scan-comparison.ts';
import { logFile } from './scan-documents.ts';

const catalog = await loadCatalog();
/** More for a thorough run: `SCAN_DOCUMENTS=100000 vitest run test/cloudtrail/scan.test.ts`. */
const DOCUMENTS = Number(process.env['SCAN_DOCUMENTS'] ?? 6_000);
const PER_RUN = 3;

test('the fast way reads whatever file as the plain way does', { timeout: 3_600_000 }, () => {
  const plain = createPlainScanner({ catalog });
  // With one sample of each kind, everything that was wrongly taken to be alike shows.
  const fast = [createFastScanner({ catalog }), createFastScanner({ catalog, samples: 1 })];
  let read = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(logFile, { minLength: PER_RUN, maxLength: PER_RUN }), (files) => {
      const bytes = files.map((file) => new TextEncoder().encode(file));
      const [scans = []] = fast.map((each) => expectSame(plain, each, bytes));
      read += scans.reduce((sum, scan) => sum + scan.records, 0);
      refused += scans.filter((scan) => scan.problem !== undefined).length;
    }),
    { numRuns: Math.ceil(DOCUMENTS / PER_RUN) },
  );
  // The comparison would be worth little if hardly anything were read, or everything.
  expect(read).toBeGreaterThan(DOCUMENTS);
  expect(refused).toBeGreaterThan(DOCUMENTS / 100);
});
