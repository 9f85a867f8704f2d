import { deflateSync, strToU8 } from 'fflate';

/** Bytes turned into text at a time: the number of arguments of a call is limited. */
const CHUNK = 0x8000;

/** A value as JSON, compressed (raw DEFLATE) and in Base64: letters, digits, `+`, `/` and `=`, whatever the value holds. */
export function compressJson(value: unknown): string {
  const bytes = deflateSync(strToU8(JSON.stringify(value)));
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + CHUNK)));
  }
  return btoa(parts.join(''));
}
