import { createKernelScanner } from './kernel/kernel-scan.ts';
import { createPlainScanner } from './plain-scan.ts';
import type { RecordScanner, ScanOptions } from './record-scanner.ts';

/** The fastest way to read log files that the platform has; all come to the same evidence. */
export function createFastScanner(options: ScanOptions): RecordScanner {
  return createKernelScanner(options) ?? createPlainScanner(options);
}
