import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { REQUIRE_SHIM } from '../scripts/bundle.ts';

/**
 * Bundles a program of this folder (`bench/trail-run.ts`) as it would be deployed, with the programs of threads that it starts, into a
 * directory; returns its path.
 */
export async function bundledProgram(
  entry: string,
  directory: string,
  threads: readonly string[] = [],
): Promise<string> {
  await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: [entry, ...threads],
    entryNames: '[name]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_SHIM },
    logLevel: 'warning',
  });
  return join(directory, `${basename(entry, '.ts')}.mjs`);
}
