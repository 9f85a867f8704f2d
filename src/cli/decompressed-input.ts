import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/**
 * The text on standard input, decompressed where it is gzip, as the log files of a trail are: several files may follow one another.
 *
 * @throws {Error} with what was read before it, where compressed input is damaged or cut off
 */
export async function* decompressedText(input: Readable): AsyncGenerator<string> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<string | Uint8Array>;
  const first: Buffer[] = [];
  let size = 0;
  let done = false;
  while (size < 2 && !done) {
    const next = await chunks.next();
    done = next.done === true;
    if (done) break;
    const bytes = bytesOf(next.value);
    first.push(bytes);
    size += bytes.length;
  }
  const head = Buffer.concat(first);
  const whole = Readable.from(rest(head, chunks), { objectMode: false });
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole.setEncoding('utf8') as AsyncIterable<string>;
    return;
  }
  const gunzip = createGunzip().setEncoding('utf8');
  // Whoever reads the other end is told of what fails.
  pipeline(whole, gunzip, () => undefined);
  yield* gunzip as AsyncIterable<string>;
}

async function* rest(head: Buffer, chunks: AsyncIterator<string | Uint8Array>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield bytesOf(next.value);
}

function bytesOf(chunk: string | Uint8Array): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
}
