import { createReadStream } from 'node:fs';

/**
 * Reads a file that is expected to be small. Pipes and devices work, as shells hand them over (`/dev/fd/63`), and are read no further
 * than the limit.
 *
 * @throws {Error} when it cannot be read, or holds more than `most` bytes
 */
export async function readAtMost(path: string, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    length += piece.length;
    // Leaving the loop closes the file.
    if (length > most) throw new Error(`it holds more than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
