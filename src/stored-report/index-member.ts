import { gunzipSync, gzipSync } from 'node:zlib';
import { parseReportIndex, type ReportIndex } from './report-index.ts';

/**
 * The end of a stored report: two members of gzip that hold no data, so that whoever decompresses the file gets the JSON
 * document and nothing else. The first has the index as its comment (gzip, then base64), the second, of a fixed size, says in
 * an extra field how long the first is (RFC 1952, "GZIP file format specification": FEXTRA, FCOMMENT).
 */
const FEXTRA = 0x04;
const FCOMMENT = 0x10;
/** An empty deflate block, then the checksum and the length of nothing. */
const NOTHING = Buffer.from([0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]);
/** Names the extra field as ours. */
const FIELD = 'RA';
const LENGTH_BYTES = 6;

/** Bytes of the last member. */
export const TRAILER_BYTES = header(FEXTRA).length + 2 + 4 + LENGTH_BYTES + NOTHING.length;

/** Longer indexes are not believed: that of 100,000 roles has some 4 MB. */
const MOST_INDEX_BYTES = 64 * 1024 * 1024;

/** The two members that end a report with such an index. */
export function packIndex(index: ReportIndex): Uint8Array {
  const comment = gzipSync(JSON.stringify(index)).toString('base64');
  const member = Buffer.concat([header(FCOMMENT), Buffer.from(`${comment}\0`, 'latin1'), NOTHING]);
  const field = Buffer.alloc(2 + 4 + LENGTH_BYTES);
  field.writeUInt16LE(4 + LENGTH_BYTES, 0);
  field.write(FIELD, 2, 'latin1');
  field.writeUInt16LE(LENGTH_BYTES, 4);
  field.writeUIntLE(member.length, 6, LENGTH_BYTES);
  return Buffer.concat([member, header(FEXTRA), field, NOTHING]);
}

/** How many bytes before the trailer the index takes; `undefined` where a file does not end in a trailer. */
export function indexLength(trailer: Uint8Array): number | undefined {
  const bytes = Buffer.from(trailer);
  const start = header(FEXTRA);
  if (bytes.length !== TRAILER_BYTES || !bytes.subarray(0, start.length).equals(start)) return undefined;
  if (bytes.toString('latin1', start.length + 2, start.length + 4) !== FIELD) return undefined;
  const length = bytes.readUIntLE(start.length + 6, LENGTH_BYTES);
  return length <= MOST_INDEX_BYTES ? length : undefined;
}

/**
 * Reads the member that holds the index.
 *
 * @throws {Error} when it is none
 */
export function unpackIndex(member: Uint8Array): ReportIndex {
  const comment = Buffer.from(member).toString('latin1', header(FCOMMENT).length, member.length - NOTHING.length - 1);
  const text = gunzipSync(Buffer.from(comment, 'base64'), { maxOutputLength: MOST_INDEX_BYTES });
  return parseReportIndex(text.toString());
}

function header(flags: number): Buffer {
  return Buffer.from([0x1f, 0x8b, 0x08, flags, 0, 0, 0, 0, 0, 0xff]);
}
