import { createKernelScanner } from './kernel/kernel-scan.ts';
import { createPlainScanner } from './plain-scan.ts';
import type { RecordScanner, ScanOptions } from './record-scanner.ts';

/** Creates the fastest scanner that the platform runs. All scanners give the same evidence. */
export function createFastScanner(options: ScanOptions): RecordScanner {
  return createKernelScanner(options) ?? createPlainScanner(options);
}
