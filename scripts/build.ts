/** Bundles the Lambda handler and the command line, SDK included, into dist/. */
import { rm } from 'node:fs/promises';
import { bundleCommandLine, bundleHandler, megabytes } from './bundle.ts';

await rm('dist', { recursive: true, force: true });
for (const path of [await bundleHandler('dist/lambda'), await bundleCommandLine('dist')]) {
  console.log(`${path} ${await megabytes(path)} MB`);
}
