/** A body that came as `aws-chunked`: its bytes, and the trailing headers (checksums) behind them. */
export interface DecodedChunks {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

const LINE_END = '\r\n';

/**
 * Undoes the `aws-chunked` content encoding: hexadecimal size, optional `;chunk-signature=…`, bytes, until a chunk of
 * size 0 and the trailers ("Signature calculations for trailing checksums", Amazon S3 API reference).
 */
export function decodeAwsChunked(encoded: Buffer): DecodedChunks {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = encoded.indexOf(LINE_END, at);
    if (lineEnd < 0) throw new Error('Cannot decode aws-chunked body: a chunk has no size line');
    const size = Number.parseInt(encoded.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('Cannot decode aws-chunked body: a chunk size is not hexadecimal');
    at = lineEnd + LINE_END.length;
    if (size === 0) return { body: Buffer.concat(pieces), trailers: readTrailers(encoded.toString('latin1', at)) };
    pieces.push(encoded.subarray(at, at + size));
    at += size + LINE_END.length;
  }
}

function readTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split(LINE_END)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}
