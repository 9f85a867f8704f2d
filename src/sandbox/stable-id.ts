import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Hexadecimal digits that are always the same for the same seed. */
export function stableHex(seed: string, digits: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, digits);
}

/** How many characters follow the prefix. */
const TAIL_LENGTH = { AROA: 17, ANPA: 17, AIPA: 17, AIDA: 17, ASIA: 16, AKIA: 16 } as const;

/** An identifier with a prefix, as IAM makes them: `AROA` and 17 capital letters and digits. */
export function stableIamId(prefix: keyof typeof TAIL_LENGTH, seed: string): string {
  const bytes = createHash('sha256').update(seed).digest().subarray(0, TAIL_LENGTH[prefix]);
  return prefix + Array.from(bytes, (byte) => BASE32[byte % 32]).join('');
}

/** A UUID that is always the same for the same seed. */
export function stableUuid(seed: string): string {
  const hex = stableHex(seed, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
