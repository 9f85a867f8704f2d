/** Bundles the Lambda handler and the command line, SDK included, into dist/. */
import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';

/** Some dependencies are CommonJS and call `require`; an ES module must be handed one. */
const REQUIRE_SHIM =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const shared: BuildOptions = {
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

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });

await build({
  ...shared,
  entryPoints: { audit: 'handlers/audit.ts' },
  outdir: 'dist/lambda',
  outExtension: { '.js': '.mjs' },
  banner: { js: REQUIRE_SHIM },
});

await build({
  ...shared,
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  banner: { js: `#!/usr/bin/env node\n${REQUIRE_SHIM}` },
});
await chmod('dist/cli.js', 0o755);

for (const file of ['dist/lambda/audit.mjs', 'dist/cli.js']) {
  const { size } = await stat(file);
  console.log(`${file} ${(size / 1_000_000).toFixed(2)} MB`);
}
