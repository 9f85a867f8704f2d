/** Reads a corpus of trail files some times in one way and prints what it took: `node trail-run.ts ROOT WAY THREADS`. */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { availableMemory } from '../src/available-memory.ts';
import { createPlainScanner } from '../src/cloudtrail/scan/plain-scan.ts';
import { contentLimits } from '../src/sources/trail/content-limits.ts';
import { createDirectoryTrailStore } from '../src/sources/trail/directory-trail-store.ts';
import { readTrail } from '../src/sources/trail/read-trail.ts';
import { scanBatch } from '../src/sources/trail/scan-batch.ts';
import { openScanPool, type ScanPool } from '../src/sources/trail/scan-pool.ts';
import type { TrailStore } from '../src/sources/trail/trail-store.ts';
import { AUDITED } from './trail-corpus.ts';

/** `validated`: by the kernel, each file's content hashed and compared too. */
export type Way = 'plain' | 'kernel' | 'validated';

/** What one process measured. */
export interface TrailRun {
  readonly seconds: readonly number[];
  /** Each time divided by that of decompressing alone, just before. */
  readonly ratios: readonly number[];
  readonly records: number;
  /** Decompressed. */
  readonly bytes: number;
  /** Of the whole process, threads included. */
  readonly peakBytes: number;
}

const RUNS = 5;
const [root = '', way = 'kernel', threads = '1'] = process.argv.slice(2);
const pool = way === 'plain' ? plainPool() : await openScanPool({ roles: [...AUDITED] }, Number(threads));
const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.gz'))
  .map((path) => join(root, path));

const store = way === 'validated' ? hashedStore() : createDirectoryTrailStore(root);
const seconds: number[] = [];
const ratios: number[] = [];
let records = 0;
let bytes = 0;
// The first round warms up.
for (let round = 0; round <= RUNS; round++) {
  const gunzip = gunzipAll();
  const start = performance.now();
  const reading = await readTrail(store, {}, pool, {
    evidence: () => undefined,
    unreadable: () => undefined,
    read: () => undefined,
    finished: () => undefined,
  });
  const taken = (performance.now() - start) / 1000;
  records = reading.records;
  if (round === 0) continue;
  seconds.push(taken);
  ratios.push(taken / gunzip);
}
await pool.close();
const run: TrailRun = { seconds, ratios, records, bytes, peakBytes: process.resourceUsage().maxRSS * 1024 };
console.log(JSON.stringify(run));

/** Seconds spent in `gunzipSync`, with the size of the content known. */
function gunzipAll(): number {
  let spent = 0;
  bytes = 0;
  for (const path of paths) {
    const file = readFileSync(path);
    const start = performance.now();
    const content = gunzipSync(file, { chunkSize: file.readUInt32LE(file.length - 4) + 1 });
    spent += performance.now() - start;
    bytes += content.length;
    // The peak is to be that of reading, not of this.
    (content.buffer as ArrayBuffer).transfer(0);
    (file.buffer as ArrayBuffer).transfer(0);
  }
  return spent / 1000;
}

/** The store, each file with the hash that a digest states of it. */
function hashedStore(): TrailStore {
  const own = createDirectoryTrailStore(root);
  const hashes = new Map(paths.map((path) => [path, hash('sha256', gunzipSync(readFileSync(path)), 'hex')]));
  return {
    ...own,
    async *groups(query) {
      for await (const group of own.groups(query)) {
        const files = group.files.map((file) => ({
          ...file,
          digested: { bucket: '', key: '', hash: hashes.get(file.address) ?? '' },
        }));
        yield { ...group, files };
      }
    },
  };
}

function plainPool(): ScanPool {
  const scanner = createPlainScanner({ wanted: ({ arn }) => arn !== undefined && AUDITED.has(arn) });
  const limits = contentLimits(availableMemory(), 1);
  return {
    threads: 1,
    limits,
    scan: async (files) => scanBatch(scanner, files, limits.content),
    close: async () => {},
  };
}
