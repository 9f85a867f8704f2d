import { chmod, copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { bundledLicences } from './bundled-licences.ts';

/** Some dependencies are CommonJS and call `require`; an ES module must be handed one. */
const REQUIRE_SHIM =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const SHARED = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // Names of errors and functions are read in logs.
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

/**
 * Bundles the entry of the threads that scan trail files as `DIR/trail-worker.mjs`: it is looked for beside the bundle.
 * Returns what it holds.
 */
export async function bundleTrailWorker(directory: string): Promise<Metafile> {
  const { metafile } = await build({
    ...SHARED,
    entryPoints: { 'trail-worker': 'src/sources/trail/trail-worker.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
  });
  return metafile;
}

/** Bundles the Lambda handler, SDK included, as `DIR/audit.mjs`, with the licences of what it holds; returns its path. */
export async function bundleHandler(directory: string): Promise<string> {
  const worker = await bundleTrailWorker(directory);
  const { metafile } = await build({
    ...SHARED,
    entryPoints: { audit: 'handlers/audit.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE_SHIM },
  });
  await writeLicences(directory, worker, metafile);
  return join(directory, 'audit.mjs');
}

/** Bundles the command line as the executable `DIR/cli.js` and the pieces that it loads, with the licences of what it holds; returns its path. */
export async function bundleCommandLine(directory: string): Promise<string> {
  const path = join(directory, 'cli.js');
  const worker = await bundleTrailWorker(directory);
  const { metafile } = await build({
    ...SHARED,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: directory,
    // What a command imports only when it needs it is a file of its own: nobody waits for the AWS SDK to ask a stored report.
    splitting: true,
    chunkNames: 'cli-[name]-[hash]',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE_SHIM}` },
  });
  await writeLicences(directory, worker, metafile);
  await chmod(path, 0o755);
  return path;
}

/** Writes the licences of what bundles hold, and the program's own, beside them; a text that several packages share stands once. */
async function writeLicences(directory: string, ...bundles: readonly Metafile[]): Promise<void> {
  const byText = Map.groupBy(bundledLicences('.', ...bundles), ({ licence }) => licence);
  const parts = [...byText].map(([text, packages]) => `${packages.map(({ title }) => title).join('\n')}\n\n${text}\n`);
  await writeFile(join(directory, 'THIRD-PARTY-LICENSES.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
  await copyFile('LICENSE', join(directory, 'LICENSE'));
}

/** Size of a file in megabytes, to two places. */
export async function megabytes(path: string): Promise<string> {
  return ((await stat(path)).size / 1_000_000).toFixed(2);
}
