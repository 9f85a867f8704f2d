import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** Some dependencies are CommonJS and call `require`; an ES module must be handed one. */
const REQUIRE_SHIM =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const SHARED: BuildOptions = {
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
};

/** Bundles the entry of the threads that scan trail files as `DIR/trail-worker.mjs`: it is looked for beside the bundle. */
export async function bundleTrailWorker(directory: string): Promise<string> {
  await build({
    ...SHARED,
    entryPoints: { 'trail-worker': 'src/sources/trail/trail-worker.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
  });
  return join(directory, 'trail-worker.mjs');
}

/** Bundles the Lambda handler, SDK included, as `DIR/audit.mjs`; returns its path. */
export async function bundleHandler(directory: string): Promise<string> {
  await bundleTrailWorker(directory);
  await build({
    ...SHARED,
    entryPoints: { audit: 'handlers/audit.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE_SHIM },
  });
  return join(directory, 'audit.mjs');
}

/** Bundles the command line as the executable `DIR/cli.js`; returns its path. */
export async function bundleCommandLine(directory: string): Promise<string> {
  const path = join(directory, 'cli.js');
  await bundleTrailWorker(directory);
  await build({
    ...SHARED,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: directory,
    banner: { js: `#!/usr/bin/env node\n${REQUIRE_SHIM}` },
  });
  await chmod(path, 0o755);
  return path;
}

/** Size of a file in megabytes, to two places. */
export async function megabytes(path: string): Promise<string> {
  return ((await stat(path)).size / 1_000_000).toFixed(2);
}
