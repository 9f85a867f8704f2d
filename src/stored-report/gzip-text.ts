import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Compresses a text that comes in pieces, of which it holds a few at a time. Rejects with what its pieces throw. */
export async function gzipText(pieces: Iterable<string>): Promise<Uint8Array> {
  const gzip = createGzip();
  const [compressed] = await Promise.all([buffer(gzip), pipeline(Readable.from(pieces), gzip)]);
  return compressed;
}
