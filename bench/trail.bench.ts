import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { median, type Print } from './report.ts';
import { AUDITED, trailCorpus } from './trail-corpus.ts';
import type { TrailRun, Way } from './trail-run.ts';

/** `npm run bench -- trail --full` reads a million records. */
const FILES = process.argv.includes('--full') ? 400 : 80;
const RECORDS = 2_500;

/**
 * Reading trail files: the plain way, and the fast one on one thread and on all. Times are of reading, decompressing and
 * scanning, threads being up; the ratio is to `gunzipSync` alone of the same files in the same process.
 */
export async function benchTrail(print: Print): Promise<void> {
  print(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${process.arch}, ${availableParallelism()} cores, Node ${process.version}`,
  );
  const threads = availableParallelism();
  const ways: readonly (readonly [string, Way, number])[] = [
    ['plain, 1 thread', 'plain', 1],
    ['fast, 1 thread', 'fast', 1],
    ...(threads > 1 ? [[`fast, ${threads} threads`, 'fast', threads] as const] : []),
  ];
  for (const audited of [0.05, 0.6]) {
    const root = await trailCorpus({ files: FILES, recordsPerFile: RECORDS, audited });
    print(
      `${FILES * RECORDS} records in ${FILES} files, ${audited * 100} % of them calls of ${AUDITED.size} audited roles`,
    );
    for (const [name, way, count] of ways) {
      const run = JSON.parse(
        execFileSync(process.execPath, [join(import.meta.dirname, 'trail-run.ts'), root, way, String(count)], {
          encoding: 'utf8',
        }),
      ) as TrailRun;
      const seconds = median(run.seconds);
      print(
        [
          name.padEnd(16),
          `${Math.round(run.records / seconds / 1000)} k records/s`.padStart(17),
          `${Math.round(run.bytes / seconds / 1e6)} MB/s`.padStart(10),
          `ratio ${median(run.ratios).toFixed(2)}`.padStart(12),
          `peak ${Math.round(run.peakBytes / 1e6)} MB`.padStart(13),
        ].join(''),
      );
    }
  }
}
