/**
 * Compares the kernel with the plain way on generated log files. The same files every time, unless the environment says otherwise:
 * - `SCAN_SEED=random`: other files each time; the seed is printed. `SCAN_SEED=123`: those of this seed.
 * - `SCAN_DOCUMENTS=100000`: so many files.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKernelScanner } from '../../src/cloudtrail/scan/kernel/kernel-scan.ts';
import { createPlainScanner } from '../../src/cloudtrail/scan/plain-scan.ts';
import type { ScanOptions } from '../../src/cloudtrail/scan/record-scanner.ts';
import { expectSame } from './scan-comparison.ts';
import { logFileBytes } from './scan-documents.ts';

const DOCUMENTS = Number(process.env['SCAN_DOCUMENTS'] ?? 6_000);
const SEED = seedOf(process.env['SCAN_SEED']);
const PER_RUN = 3;

function seedOf(text = '1'): number {
  const seed = text === 'random' ? Date.now() % 2 ** 31 : Number(text);
  if (!Number.isInteger(seed)) throw new Error(`Cannot use SCAN_SEED "${text}": expected an integer or "random"`);
  return seed;
}

/** Behind all generated times but the made-up one. */
const LATEST = Date.UTC(2027, 0, 1);
const DELIVERED = Date.UTC(2026, 8, 20, 10);

function kernelScanner(options: ScanOptions) {
  const scanner = createKernelScanner(options);
  if (scanner === undefined) throw new Error('this platform runs no kernel');
  return scanner;
}

test('the kernel reads whatever file as the plain way does', { timeout: 3_600_000 }, () => {
  console.log(`${DOCUMENTS} documents, SCAN_SEED=${SEED}`);
  // With hardly a sample of each kind, everything that was wrongly taken to be alike shows.
  const ways = [{}, { samples: 0, latest: LATEST }, { timesOnly: true }].map((options: ScanOptions) => ({
    ofAnyDay: options.timesOnly === true,
    plain: createPlainScanner(options),
    fast: kernelScanner(options),
  }));
  let read = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(logFileBytes, { minLength: PER_RUN, maxLength: PER_RUN }), (files) => {
      const [scans = []] = ways.flatMap(({ plain, fast, ofAnyDay }) =>
        [undefined, DELIVERED].map((deliveredAt) => expectSame(plain, fast, files, deliveredAt, ofAnyDay)),
      );
      read += scans.reduce((sum, scan) => sum + scan.records, 0);
      refused += scans.filter((scan) => scan.problem !== undefined).length;
    }),
    { numRuns: Math.ceil(DOCUMENTS / PER_RUN), seed: SEED },
  );
  // The comparison would be worth little if hardly anything were read, or everything.
  expect(read).toBeGreaterThan(DOCUMENTS);
  expect(refused).toBeGreaterThan(DOCUMENTS / 100);
});
