import type { LedgerStore } from '../../src/ports.ts';
import type { Random } from '../truth/random.ts';
import type { RunFaults } from './night-faults.ts';
import type { Gate } from './run-gate.ts';

/** What is stored of an account, and what becomes of it over the nights. */
export interface ModelledLedger {
  /** The store as one run has it. */
  forRun(gate: Gate, faults: RunFaults['ledger'], random: Random): LedgerStore;
  /** Bytes of all documents, those that were set aside left out. */
  bytes(): number;
  documents(): number;
}

interface StoredDocument {
  readonly bytes: Uint8Array;
  readonly version: string;
}

/** An empty ledger with S3's conditional writes. */
export function modelledLedger(): ModelledLedger {
  const documents = new Map<string, StoredDocument>();
  let versions = 0;
  const put = (name: string, bytes: Uint8Array): string => {
    versions += 1;
    const version = String(versions);
    documents.set(name, { bytes, version });
    return version;
  };
  return {
    bytes: () => [...documents.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
    documents: () => documents.size,
    forRun(gate, { chance, how }, random) {
      const happens = (fault: RunFaults['ledger']['how']): boolean => how === fault && random.chance(chance);
      return {
        read: (name) =>
          gate.look(() => {
            if (happens('notRead')) throw new Error('SlowDown on s3:GetObject');
            const found = documents.get(name);
            const cut = found !== undefined && happens('readCut');
            return cut ? { ...found, bytes: found.bytes.subarray(0, found.bytes.length / 2) } : found;
          }),
        write: (name, bytes, version) =>
          gate.effect(() => {
            if (happens('notWritten')) throw new Error('SlowDown on s3:PutObject');
            if (documents.get(name)?.version !== version) return 'lostRace';
            const next = put(name, bytes);
            if (happens('writtenUnheard')) throw new Error('No answer to s3:PutObject');
            return next;
          }),
        list: (prefix) =>
          gate.look(() => {
            if (happens('notRead')) throw new Error('SlowDown on s3:ListObjectsV2');
            return [...documents.keys()].filter((name) => name.startsWith(prefix));
          }),
        setAside: (name) => gate.effect(() => `aside/${name}`),
        address: (name) => `modelled:${name}`,
      };
    },
  };
}
