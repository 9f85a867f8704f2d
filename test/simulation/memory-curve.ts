import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is held after a night. */
export interface Memory {
  readonly night: number;
  /** Bytes of the heap after a collection, the simulation's own account and history included. */
  readonly heapBytes: number;
  /** Bytes that the ledger stores, compressed. */
  readonly ledgerBytes: number;
  readonly documents: number;
}

/** The nights after which memory is measured. */
export const MEASURED_NIGHTS: readonly number[] = [1, 10, 100, 200, 400];

/** How much the heap of a night may be above that of the tenth: what grows with the nights is stored, not held. */
const HEAP_GROWTH_BYTES = 150_000_000;
/** A ledger of an account of some 15 roles stays below this, however many nights there were. */
const LEDGER_BYTES = 1_500_000;

/** Bytes of the heap after a collection. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

/** What is wrong with the latest point of a curve. */
export function memoryProblems(curve: readonly Memory[]): readonly string[] {
  const last = curve.at(-1);
  const tenth = curve.find(({ night }) => night === 10);
  if (last === undefined) return [];
  const grown = tenth === undefined ? 0 : last.heapBytes - tenth.heapBytes;
  return [
    ...(grown > HEAP_GROWTH_BYTES ? [`the heap grew by ${grown} bytes since night 10`] : []),
    ...(last.ledgerBytes > LEDGER_BYTES ? [`the ledger stores ${last.ledgerBytes} bytes`] : []),
  ];
}
