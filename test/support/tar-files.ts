import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** The regular files of a gzipped tar archive (ustar), by base name. */
export function tarFiles(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const bytes = gunzipSync(archive);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const field = (from: number, length: number): string =>
      bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const name = field(0, 100);
    const size = Number.parseInt(field(124, 12) || '0', 8);
    const kind = field(156, 1);
    if (name !== '' && (kind === '0' || kind === '')) {
      files.set(name.slice(name.lastIndexOf('/') + 1), bytes.subarray(at + BLOCK, at + BLOCK + size));
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
