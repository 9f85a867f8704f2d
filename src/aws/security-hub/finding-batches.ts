import { Buffer } from 'node:buffer';

/** AWS Security Hub User Guide, "BatchImportFindings": findings per call, bytes per finding and per call. */
const FINDINGS_PER_BATCH = 100;
const BYTES_PER_FINDING = 240 * 1024;
/** 6 MB, less room for what is around the findings. */
const BYTES_PER_BATCH = 6_000_000 - 100_000;

export interface FindingBatches<T> {
  readonly batches: readonly (readonly T[])[];
  readonly oversized: readonly { readonly finding: T; readonly bytes: number }[];
}

/** Splits findings, in their order, into what one call takes; sets aside what no call takes. */
export function batchFindings<T>(findings: readonly T[]): FindingBatches<T> {
  const batches: T[][] = [];
  const oversized: { finding: T; bytes: number }[] = [];
  let current: T[] = [];
  let size = 0;
  for (const finding of findings) {
    const bytes = Buffer.byteLength(JSON.stringify(finding));
    if (bytes > BYTES_PER_FINDING) {
      oversized.push({ finding, bytes });
      continue;
    }
    if (current.length === 0 || current.length >= FINDINGS_PER_BATCH || size + bytes > BYTES_PER_BATCH) {
      current = [];
      size = 0;
      batches.push(current);
    }
    current.push(finding);
    size += bytes + 1;
  }
  return { batches, oversized };
}
