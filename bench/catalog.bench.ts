import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { median, type Print } from './report.ts';

const RUNS = 5;

/** Loads the catalogue and asks one question of it; a second figure decodes every service. */
const PROGRAM = `
import { loadCatalog } from './src/iam/catalog/load-catalog.ts';
const start = performance.now();
const catalog = await loadCatalog();
catalog.indexOf('s3:GetObject');
const loaded = performance.now();
for (let place = 0; place < catalog.size; place++) catalog.actionAt(place);
console.log(JSON.stringify([loaded - start, performance.now() - loaded]));
`;

/** The catalogue's size in a bundle, and how long a fresh process takes to load it. */
export async function benchCatalog(print: Print): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-catalog-'));
  try {
    await build({
      stdin: { contents: PROGRAM, resolveDir: join(import.meta.dirname, '..'), loader: 'ts' },
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      chunkNames: 'chunk-[name]',
      logLevel: 'warning',
    });
    const chunks = (await readdir(folder)).filter((file) => file.startsWith('chunk-catalog-data'));
    for (const chunk of chunks) {
      const bytes = await readFile(join(folder, chunk));
      const packed = gzipSync(bytes, { level: 9 });
      print(`size in the bundle, minified: ${kilobytes(bytes)} raw, ${kilobytes(packed)} gzip`);
    }
    const runs = Array.from(
      { length: RUNS },
      () => JSON.parse(execFileSync(process.execPath, [join(folder, 'stdin.mjs')], { encoding: 'utf8' })) as number[],
    );
    const [load, decode] = [0, 1].map((figure) => median(runs.map((run) => run[figure] ?? Number.NaN)));
    print(`load in a fresh process: ${load?.toFixed(1)} ms; decoding every service: ${decode?.toFixed(1)} ms more`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function kilobytes(bytes: Uint8Array): string {
  return `${(bytes.length / 1000).toFixed(0)} kB`;
}
