/** Reads a corpus of trail files once and prints what the whole process took: `node trail-cold-run.ts ROOT WAY`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { usageTable } from '../src/evidence/usage-table.ts';
import { loadCatalog } from '../src/iam/catalog/load-catalog.ts';
import { createDirectoryTrailStore } from '../src/sources/trail/directory-trail-store.ts';
import { readTrail } from '../src/sources/trail/read-trail.ts';
import { openScanPool } from '../src/sources/trail/scan-pool.ts';
import { usageOfFiles } from '../src/sources/trail/usage-of-files.ts';
import { AUDITED } from './trail-corpus.ts';

/**
 * What is read: nothing, only decompressed; the calls of the audited roles, as an audit does; those of all roles, as the `usage` command
 * does, and as an audit does that audits all of them.
 */
export type ColdWay = 'gunzip' | 'audited' | 'usage' | 'all';

/** What one process took. */
export interface ColdRun {
  /** Of one processor, from the start of the process. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

const [root = '', way = 'audited'] = process.argv.slice(2);
await (way === 'gunzip' ? gunzipAll() : way === 'usage' ? sumUp() : readAll());
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const run: ColdRun = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
process.stdout.write(JSON.stringify(run));

async function readAll(): Promise<void> {
  const receiver = usageTable(await loadCatalog()).receiverFor('trail');
  const pool = await openScanPool(way === 'audited' ? { roles: [...AUDITED] } : {}, 1);
  await readTrail(createDirectoryTrailStore(root), {}, pool, {
    evidence: ({ observations, assumed }) => {
      for (const observation of observations) receiver.observe(observation);
      for (const sign of assumed) receiver.assumed(sign);
    },
    unreadable: () => undefined,
    read: () => undefined,
    finished: () => undefined,
  });
  await pool.close();
}

async function sumUp(): Promise<void> {
  await usageOfFiles({ store: createDirectoryTrailStore(root), catalog: await loadCatalog(), threads: 1 });
}

async function gunzipAll(): Promise<void> {
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.gz')) continue;
    const file = readFileSync(join(root, path));
    const content = gunzipSync(file, { chunkSize: file.readUInt32LE(file.length - 4) + 1 });
    (content.buffer as ArrayBuffer).transfer(0);
  }
}
