import type { UsageRequest } from '../../../evidence/usage.ts';
import { deliveryDays } from '../coverage-of-files.ts';
import { knownReads } from '../known-reads.ts';
import type { TrailPlace } from '../trail-place.ts';

/**
 * Whether a place holds more bytes of log files that no earlier run read than `most`. Sizes are listed, latest day first, until
 * that is clear; nothing is read.
 */
export async function exceeds(
  { store, location }: TrailPlace,
  { accountId, regions, from, to, known }: UsageRequest,
  most: number,
): Promise<boolean> {
  const before = knownReads(known, location);
  const window = { from, to };
  let bytes = 0;
  for await (const group of store.groups({ accountId, regions, delivered: deliveryDays(window) })) {
    if (before.holds(group, window)) continue;
    bytes += group.files.reduce((sum, { size }) => sum + size, 0);
    if (bytes > most) return true;
  }
  return false;
}
