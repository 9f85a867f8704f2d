import type { LedgerStore } from '../../src/ports.ts';
import type { Random } from '../truth/random.ts';
import type { RunFaults } from './night-faults.ts';
import type { Gate } from './run-gate.ts';
import { type AskedParts, type Documents, type Tampering, tamperedWith } from './tampering.ts';

/** What is stored of an account, and what becomes of it over the nights. */
export interface ModelledLedger {
  /** The store as one run has it. */
  forRun(gate: Gate, faults: RunFaults['ledger'], random: Random): LedgerStore;
  /** Notes how the documents are now, for whoever rolls them back. */
  remember(): void;
  /** Changes documents behind the runs' backs, one of the parts that a run asks for or all; false where that changed nothing. */
  tamper(how: Tampering, asked: AskedParts, random: Random): boolean;
  /** Bytes of all documents, those that were set aside left out. */
  bytes(): number;
  documents(): number;
}

/** How many nights somebody can put back at most. */
const NIGHTS_BACK = 6;

interface StoredDocument {
  readonly bytes: Uint8Array;
  readonly version: string;
}

/** An empty ledger with S3's conditional writes. */
export function modelledLedger(): ModelledLedger {
  const documents = new Map<string, StoredDocument>();
  let versions = 0;
  let nights: readonly Documents[] = [];
  const contents = (): Documents => new Map([...documents].map(([name, { bytes }]) => [name, bytes]));
  const put = (name: string, bytes: Uint8Array): string => {
    versions += 1;
    const version = String(versions);
    documents.set(name, { bytes, version });
    return version;
  };
  return {
    remember() {
      nights = [...nights, contents()].slice(-NIGHTS_BACK);
    },
    tamper(how, asked, random) {
      const before = contents();
      const after = tamperedWith(how, { now: before, older: nights[0] ?? before, asked }, random);
      for (const name of documents.keys()) if (!after.has(name)) documents.delete(name);
      const changed = [...after].filter(([name, bytes]) => before.get(name) !== bytes);
      for (const [name, bytes] of changed) put(name, bytes);
      return changed.length > 0 || after.size < before.size;
    },
    bytes: () => [...documents.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
    documents: () => documents.size,
    forRun(gate, { chance, how }, random) {
      const happens = (fault: RunFaults['ledger']['how']): boolean => how === fault && random.chance(chance);
      return {
        read: (name) =>
          gate.look(() => {
            if (happens('notRead')) throw new Error('SlowDown on s3:GetObject');
            return documents.get(name);
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
