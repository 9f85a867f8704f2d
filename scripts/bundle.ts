import { chmod, copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };
import { type BundledPackage, bundledLicences } from './bundled-licences.ts';
import { softwareBill } from './software-bill.ts';

/** Some dependencies are CommonJS and call `require`; an ES module must be handed one. */
export const REQUIRE_SHIM =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const SHARED = {
  bundle: true,
  format: 'esm',
  platform: 'node',
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

/** What AWS Lambda runs (`Runtime` in template.yaml). */
const ON_LAMBDA = { target: 'node24' } as const;
/** What `engines` in package.json asks of people's own machines. */
const ON_MACHINES = { target: 'node22.12' } as const;

type Runtime = typeof ON_LAMBDA | typeof ON_MACHINES;

const workerOptions = (directory: string, runtime: Runtime) =>
  ({
    ...SHARED,
    ...runtime,
    entryPoints: { 'trail-worker': 'src/sources/trail/trail-worker.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
  }) as const satisfies BuildOptions;

/** What Lambda starts, by the names of their files. */
const HANDLERS = ['audit', 'task-stopped', 'organization'] as const;

const handlerOptions = (directory: string, name: (typeof HANDLERS)[number]) =>
  ({
    ...SHARED,
    ...ON_LAMBDA,
    entryPoints: { [name]: `handlers/${name}.ts` },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE_SHIM },
  }) as const satisfies BuildOptions;

const commandLineOptions = (directory: string) =>
  ({
    ...SHARED,
    ...ON_MACHINES,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: directory,
    // What a command imports only when it needs it is a file of its own: nobody waits for the AWS SDK to check a file or ask a stored report.
    splitting: true,
    chunkNames: 'cli-[name]-[hash]',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE_SHIM}` },
  }) as const satisfies BuildOptions;

/**
 * Bundles the entry of the threads that scan trail files as `DIR/trail-worker.mjs`: it is looked for beside the bundle.
 * Returns what it holds.
 */
export async function bundleTrailWorker(directory: string, runtime: Runtime = ON_LAMBDA): Promise<Metafile> {
  return (await build(workerOptions(directory, runtime))).metafile;
}

/**
 * Bundles the Lambda handlers, SDK included, as `DIR/audit.mjs`, `DIR/task-stopped.mjs` and `DIR/organization.mjs`, with the licences of what they hold; returns the path
 * of the first.
 */
export async function bundleHandler(directory: string): Promise<string> {
  const worker = await bundleTrailWorker(directory);
  // Each a file of its own: the small function starts without what the audit needs.
  const handlers = await Promise.all(
    HANDLERS.map(async (name) => (await build(handlerOptions(directory, name))).metafile),
  );
  await writeContents(directory, worker, ...handlers);
  return join(directory, 'audit.mjs');
}

/** Bundles the command line as the executable `DIR/cli.js` and the pieces that it loads, with the licences of what it holds; returns its path. */
export async function bundleCommandLine(directory: string): Promise<string> {
  const path = join(directory, 'cli.js');
  const worker = await bundleTrailWorker(directory, ON_MACHINES);
  const { metafile } = await build(commandLineOptions(directory));
  await writeContents(directory, worker, metafile);
  await chmod(path, 0o755);
  return path;
}

/** The packages of which bundles hold code, without writing any. */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const bundles = [
    ...HANDLERS.map((name) => handlerOptions('dist/lambda', name)),
    commandLineOptions('dist'),
    workerOptions('dist', ON_MACHINES),
  ];
  const metafiles = await Promise.all(
    bundles.map(async (options) => (await build({ ...options, write: false })).metafile),
  );
  return bundledLicences('.', ...metafiles);
}

/** Writes the licences of what bundles hold, the program's own and the list of packages beside them; a text that several packages share stands once. */
async function writeContents(directory: string, ...bundles: readonly Metafile[]): Promise<void> {
  const packages = bundledLicences('.', ...bundles);
  const byText = Map.groupBy(packages, ({ licence }) => licence);
  const parts = [...byText].map(
    ([text, sharing]) => `${sharing.map(({ name, version }) => `${name} ${version}`).join('\n')}\n\n${text}\n`,
  );
  await writeFile(join(directory, 'THIRD-PARTY-LICENSES.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
  await writeFile(join(directory, 'sbom.cdx.json'), softwareBill(packageJson, packages));
  await copyFile('LICENSE', join(directory, 'LICENSE'));
}

/** Size of a file in megabytes, to two places. */
export async function megabytes(path: string): Promise<string> {
  return ((await stat(path)).size / 1_000_000).toFixed(2);
}
