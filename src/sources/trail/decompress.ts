import { constants, gunzipSync } from 'node:zlib';
import { messageOf } from '../../base/attempt.ts';
import { errorCode } from '../../base/error-code.ts';

/** Greatest ratio of content to compressed bytes. DEFLATE comes to at most 1,032 (zlib Technical Details, "Maximum Compression Factor"). */
const MOST_TIMES = 1_100;

/** The bytes of a log file, or why there are none. */
export type Decompressed =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /**
   * `again`: the file may have been read, or delivered, by half; reading it again may help. `tooLarge`: it inflates beyond the limit, which
   * took as long as a file of that size does.
   */
  | { readonly ok: false; readonly problem: string; readonly again: boolean; readonly tooLarge?: true };

/**
 * Decompresses a gzip log file and verifies its checksum. A file without compression is returned as it is. Synchronous and in
 * one piece: files are small, and the size that gzip states at its end spares copying. Stops at the limit.
 * @param mostBytes content larger than these bytes is refused
 */
export function decompress(file: Uint8Array, mostBytes: number): Decompressed {
  if (file.length === 0) return { ok: false, problem: 'Cannot read log file: it is empty', again: true };
  if (file[0] !== 0x1f || file[1] !== 0x8b) {
    if (!isText(file)) {
      return { ok: false, problem: 'Cannot read log file: expected gzip, found other bytes', again: false };
    }
    return file.length > mostBytes ? tooLarge(mostBytes) : { ok: true, bytes: file };
  }
  const stated = statedSize(file);
  if (stated > mostBytes && stated <= file.length * MOST_TIMES) {
    // One that states more than it holds is damaged: lost as well, without the work.
    const problem = `Cannot read log file: it states ${stated} bytes of content, more than the ${mostBytes} that the memory allows for one file, or it is cut`;
    return { ok: false, problem, again: true };
  }
  try {
    return { ok: true, bytes: gunzipSync(file, { chunkSize: chunkSize(file, mostBytes), maxOutputLength: mostBytes }) };
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return { ...tooLarge(mostBytes), tooLarge: true };
    return { ok: false, problem: `Cannot decompress log file: ${messageOf(error)}`, again: true };
  }
}

function tooLarge(mostBytes: number): Extract<Decompressed, { readonly ok: false }> {
  const problem = `Cannot read log file: it holds more than ${mostBytes} bytes, which is what the memory allows for one file`;
  return { ok: false, problem, again: false };
}

/** JSON begins with a brace, perhaps behind white space or a byte order mark. */
function isText(file: Uint8Array): boolean {
  return (
    file[0] === 0x7b || file[0] === 0x20 || file[0] === 0x0a || file[0] === 0x0d || file[0] === 0x09 || file[0] === 0xef
  );
}

/**
 * Bytes of output to allocate at once: the content's size as the last four bytes state it (RFC 1952, ISIZE), and one more, so
 * that zlib finds the end without another piece. A wrong ISIZE costs pieces, not correctness.
 */
function chunkSize(file: Uint8Array, mostBytes: number): number {
  const plausible = Math.min(statedSize(file), file.length * MOST_TIMES, mostBytes);
  return Math.max(constants.Z_MIN_CHUNK, plausible + 1);
}

/** What the file says that its content, or the last part of it, comes to; less than that it never is, unless it is damaged. */
function statedSize(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return file.length < 18 ? 0 : view.getUint32(file.length - 4, true);
}
