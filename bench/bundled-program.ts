import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Bundles a program of this folder (`bench/trail-run.ts`) as it would be deployed, into a directory; returns its path. */
export async function bundledProgram(entry: string, directory: string): Promise<string> {
  await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  return join(directory, `${basename(entry, '.ts')}.mjs`);
}
