import { constants, crc32, gunzipSync } from 'node:zlib';
import { messageOf } from '../base/attempt.ts';
import type { RecordScanner } from '../cloudtrail/scan/record-scanner.ts';

/** Larger files are refused: CloudTrail's hold some megabytes. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** Deflate makes nothing so many times as small; who states as much at the end of a file lies. */
const MOST_TIMES = 1_100;

/** The bytes of a log file, or why there are none. */
export type Decompressed =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** `again`: the file may have been read, or delivered, by half; reading it again may help. */
  | { readonly ok: false; readonly problem: string; readonly again: boolean };

/**
 * Decompresses a log file. One that was kept without compression is taken as it is. At once and in one piece: files are
 * small, and the size that gzip states at its end spares copying.
 * @param inflate decompresses a file of the usual form faster than zlib does; everything else, and all that it refuses, zlib decides.
 */
export function decompress(file: Uint8Array, inflate?: RecordScanner['inflate']): Decompressed {
  if (file.length === 0) return { ok: false, problem: 'Cannot read log file: it is empty', again: true };
  if (file[0] !== 0x1f || file[1] !== 0x8b) {
    return isText(file)
      ? { ok: true, bytes: file }
      : { ok: false, problem: 'Cannot read log file: expected gzip, found other bytes', again: false };
  }
  const bytes = inflate && inflated(file, inflate);
  if (bytes !== undefined) return { ok: true, bytes };
  try {
    return { ok: true, bytes: gunzipSync(file, { chunkSize: statedSize(file), maxOutputLength: MOST_BYTES }) };
  } catch (error) {
    return { ok: false, problem: `Cannot decompress log file: ${messageOf(error)}`, again: true };
  }
}

/** Length of a header without file name, comment and the like, and of the checksum and size at the end (RFC 1952). */
const HEADER = 10;
const TRAILER = 8;

/** The content of a file of one member with a bare header whose checksum is right. */
function inflated(file: Uint8Array, inflate: NonNullable<RecordScanner['inflate']>): Uint8Array | undefined {
  const end = file.length - TRAILER;
  if (end < HEADER || file[2] !== 8 || file[3] !== 0) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const size = view.getUint32(end + 4, true);
  if (size > end * MOST_TIMES) return undefined;
  const bytes = inflate(file, { begin: HEADER, end, size });
  return bytes !== undefined && crc32(bytes) === view.getUint32(end, true) ? bytes : undefined;
}

/** JSON begins with a brace, perhaps behind white space or a byte order mark. */
function isText(file: Uint8Array): boolean {
  return (
    file[0] === 0x7b || file[0] === 0x20 || file[0] === 0x0a || file[0] === 0x0d || file[0] === 0x09 || file[0] === 0xef
  );
}

/**
 * The size of the content that the last four bytes state (RFC 1952, ISIZE), and one more, so that the end is found
 * without another piece. They may lie: it is no more than the size of the pieces.
 */
function statedSize(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const stated = file.length < 18 ? 0 : view.getUint32(file.length - 4, true);
  const plausible = Math.min(stated, file.length * MOST_TIMES);
  return Math.max(constants.Z_MIN_CHUNK, plausible + 1);
}
