import { totalmem } from 'node:os';

/**
 * Bytes of memory that this process may use: its container's, or the machine's. A Lambda function is a machine of its own, with the
 * memory that it was given.
 */
export function availableMemory(): number {
  // 0 where nobody knows; beyond the machine's own where there is no limit.
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
