import { deflateSync, strToU8 } from 'fflate';

/** How much is turned into text at a time: a call's arguments are limited. */
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
