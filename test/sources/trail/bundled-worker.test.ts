import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { bundleTrailWorker } from '../../../scripts/bundle.ts';

const PROGRAM = `
import { openScanPool } from './src/sources/trail/scan-pool.ts';
const pool = await openScanPool({}, 2);
const bytes = new TextEncoder().encode('{"Records":[{},{}]}');
const { files } = await pool.scan([{ address: 'a', bytes }]);
console.log(JSON.stringify({ threads: pool.threads, records: files[0].records }));
await pool.close();
`;

async function bundledProgram(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bundle-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await build({
    stdin: { contents: PROGRAM, resolveDir: resolve(import.meta.dirname, '../../..'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: join(directory, 'program.mjs'),
    logLevel: 'warning',
  });
  return directory;
}

function run(directory: string): unknown {
  return JSON.parse(execFileSync(process.execPath, [join(directory, 'program.mjs')], { encoding: 'utf8' }));
}

test('a bundle finds its threads beside it', async () => {
  const directory = await bundledProgram();
  await bundleTrailWorker(directory);
  expect(run(directory)).toEqual({ threads: 2, records: 2 });
});

test('a bundle that has lost its threads does the work by itself', async () => {
  const directory = await bundledProgram();
  expect(run(directory)).toEqual({ threads: 1, records: 2 });
});
