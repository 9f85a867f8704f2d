import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of which a bundle holds code. */
export interface BundledPackage {
  /** `NAME VERSION`. */
  readonly title: string;
  /** The text of its licence file; the licence's name where it has no such file. */
  readonly licence: string;
}

/** The packages that bundles hold, by title, with what their licences ask to be handed on with copies. */
export function bundledLicences(root: string, ...bundles: readonly Metafile[]): readonly BundledPackage[] {
  const inputs = bundles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  const directories = new Set(
    inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
      .filter((directory) => directory !== undefined),
  );
  return [...directories]
    .map((directory) => bundledPackage(join(root, directory)))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

function bundledPackage(directory: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const file = readdirSync(directory).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const licence = file === undefined ? license : readFileSync(join(directory, file), 'utf8').trim();
  if (licence === undefined) throw new Error(`Cannot bundle ${name}: expected a licence in ${directory}`);
  return { title: `${name} ${version}`, licence };
}
