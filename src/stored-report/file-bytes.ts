import { open, readFile } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';

/** The bytes of a file. */
export function fileBytes(path: string): ByteSource {
  return {
    address: path,
    async end(most) {
      await using file = await open(path);
      const { size } = await file.stat();
      const length = Math.min(most, size);
      return { bytes: await readFully(file, size - length, length), size };
    },
    async range(from, length) {
      await using file = await open(path);
      return readFully(file, from, length);
    },
    whole: () => readFile(path),
  };
}

async function readFully(file: Awaited<ReturnType<typeof open>>, from: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, from);
  if (bytesRead === length) return buffer;
  throw new Error(`only ${bytesRead} of ${length} bytes are there from byte ${from} on`);
}
