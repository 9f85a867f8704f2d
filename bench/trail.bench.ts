import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleTrailWorker } from '../scripts/bundle.ts';
import { DAY_MS } from '../src/base/time.ts';
import { bundledProgram } from './bundled-program.ts';
import { median, type Print } from './report.ts';
import type { ColdRun, ColdWay } from './trail-cold-run.ts';
import { AUDITED, trailCorpus } from './trail-corpus.ts';
import type { TrailRun, Way } from './trail-run.ts';

/** `npm run bench -- trail --full` reads a million records, `--quick` a tenth of that; `--cold` measures whole processes alone. */
const FILES = process.argv.includes('--full') ? 400 : process.argv.includes('--quick') ? 40 : 80;
const RECORDS = 2_500;

/**
 * Reading trail files: the plain way, and by the kernel on one thread and on several. Times are of reading, decompressing and
 * scanning, threads being up; the ratio is to `gunzipSync` alone of the same files in the same process.
 */
export async function benchTrail(print: Print): Promise<void> {
  print(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${process.arch}, ${availableParallelism()} cores, Node ${process.version}`,
  );
  const ways: readonly (readonly [string, Way, number])[] = [
    ['plain, 1 thread', 'plain', 1],
    ['kernel, 1 thread', 'kernel', 1],
    ['with hashes', 'validated', 1],
    ...[2, 4]
      .filter((threads) => threads <= availableParallelism())
      .map((threads) => [`kernel, ${threads} threads`, 'kernel', threads] as const),
  ];
  const directory = await mkdtemp(join(tmpdir(), 'bench-trail-'));
  const program = await bundledRun(directory);
  for (const audited of process.argv.includes('--cold') ? [] : [0.05, 0.6]) {
    const root = await trailCorpus({ files: FILES, recordsPerFile: RECORDS, audited });
    print(
      `${FILES * RECORDS} records in ${FILES} files, ${audited * 100} % of them calls of ${AUDITED.size} audited roles`,
    );
    for (const [name, way, count] of ways) {
      const run = JSON.parse(
        execFileSync(process.execPath, [program, root, way, String(count)], {
          encoding: 'utf8',
        }),
      ) as TrailRun;
      const seconds = median(run.seconds);
      print(
        [
          name.padEnd(18),
          `${Math.round(run.records / seconds / 1000)} k records/s`.padStart(17),
          `${Math.round(run.bytes / seconds / 1e6)} MB/s`.padStart(10),
          `ratio ${median(run.ratios).toFixed(2)}`.padStart(12),
          `peak ${Math.round(run.peakBytes / 1e6)} MB`.padStart(13),
        ].join(''),
      );
    }
  }
  await coldReadings(print, directory);
  await rm(directory, { recursive: true });
}

/** What whole processes take that read the files once, start and warming up included, beside one that decompresses them. */
async function coldReadings(print: Print, directory: string): Promise<void> {
  const program = await bundledProgram('bench/trail-cold-run.ts', directory);
  const interval = Math.floor((90 * DAY_MS) / FILES);
  const root = await trailCorpus({
    files: FILES,
    recordsPerFile: RECORDS,
    audited: 0.05,
    interval,
    sessionPerTask: true,
  });
  print(
    `whole processes, one thread, a session for each task; ${FILES * RECORDS} records, 5 % of them of audited roles`,
  );
  const runOf = (way: ColdWay): ColdRun =>
    JSON.parse(execFileSync(process.execPath, [program, root, way], { encoding: 'utf8' })) as ColdRun;
  const gunzip = runOf('gunzip');
  for (const way of ['gunzip', 'audited', 'usage', 'all'] as const) {
    const { cpuSeconds, peakBytes } = way === 'gunzip' ? gunzip : runOf(way);
    print(
      [
        way.padEnd(18),
        `${cpuSeconds.toFixed(1)} s of a processor`.padStart(24),
        `ratio ${(cpuSeconds / gunzip.cpuSeconds).toFixed(2)}`.padStart(12),
        `peak ${Math.round(peakBytes / 1e6)} MB`.padStart(13),
      ].join(''),
    );
  }
}

/** The program as it is deployed: bundled, its threads beside it. */
async function bundledRun(directory: string): Promise<string> {
  await bundleTrailWorker(directory);
  return await bundledProgram('bench/trail-run.ts', directory);
}
