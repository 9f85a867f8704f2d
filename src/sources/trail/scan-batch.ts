import { hash } from 'node:crypto';
import type { IncompleteReason } from '../../base/incomplete.ts';
import type { ScannedEvidence } from '../../cloudtrail/scan/observation-groups.ts';
import type { PackedEvidence } from '../../cloudtrail/scan/packed-evidence.ts';
import type { RecordScanner, UnreadableRecord } from '../../cloudtrail/scan/record-scanner.ts';
import { decompress } from './decompress.ts';
import { parseTrailFileName } from './trail-key.ts';

/** A log file as it was stored. */
export interface LoadedFile {
  readonly address: string;
  readonly bytes: Uint8Array;
  /** SHA-256 that its decompressed content must have, in hexadecimal digits; absent: any. */
  readonly hash?: string;
}

/** What became of one file of a batch. */
export interface ScannedFile {
  readonly address: string;
  readonly records: number;
  readonly unreadable: readonly UnreadableRecord[];
  /** Set when nothing of the file counts. `again`: reading it once more may help. `tooLarge`: it had to be inflated to know it. */
  readonly problem?: IncompleteReason & { readonly again: boolean; readonly tooLarge?: true };
}

/** What a batch proved, and what became of its files, in their order. */
export interface ScannedBatch {
  readonly evidence: ScannedEvidence;
  readonly files: readonly ScannedFile[];
}

/** The same, as it is passed between threads. */
export interface PackedBatch extends ScannedBatch {
  readonly evidence: PackedEvidence;
}

/**
 * Decompresses and scans some files, which are used up by it: their memory is given back at once.
 * @param mostBytes files with more content are refused
 */
export function scanBatch(scanner: RecordScanner, files: readonly LoadedFile[], mostBytes: number): PackedBatch {
  const scanned = files.map((file) => scanFile(scanner, file, mostBytes));
  return { evidence: scanner.take(), files: scanned };
}

/** The same with a turn of the event loop between files, so that others go on arriving meanwhile. */
export async function scanBatchInTurns(
  scanner: RecordScanner,
  files: readonly LoadedFile[],
  mostBytes: number,
): Promise<PackedBatch> {
  const scanned: ScannedFile[] = [];
  for (const file of files) {
    await new Promise((resolve) => setImmediate(resolve));
    scanned.push(scanFile(scanner, file, mostBytes));
  }
  return { evidence: scanner.take(), files: scanned };
}

function scanFile(
  scanner: RecordScanner,
  { address, bytes, hash: stated }: LoadedFile,
  mostBytes: number,
): ScannedFile {
  const content = decompress(bytes, mostBytes);
  if (!content.ok) {
    const { problem: why, again, tooLarge } = content;
    return { address, records: 0, unreadable: [], problem: { why, again, ...(tooLarge && { tooLarge }) } };
  }
  // Hashed here, where the content is in memory anyway. What somebody altered proves nothing, neither use nor the lack of it.
  if (stated !== undefined && hash('sha256', content.bytes, 'hex') !== stated) {
    return { address, records: 0, unreadable: [], problem: { why: ALTERED, again: false } };
  }
  const { records, unreadable, problem } = scanner.scan(content.bytes, parseTrailFileName(address)?.deliveredAt);
  release(bytes);
  release(content.bytes);
  return { address, records, unreadable, ...(problem !== undefined && { problem: { why: problem, again: false } }) };
}

const ALTERED =
  'it is not what CloudTrail delivered: its content has another hash than its digest states; nothing in it counts';

/**
 * Gives back the memory of a file. Left to the garbage collector, which comes by when the small objects of the heap
 * call for it, files of some megabytes would pile up.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength > 0 && buffer.byteLength - byteLength <= 1) buffer.transfer(0);
}
