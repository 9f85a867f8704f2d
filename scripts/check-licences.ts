/** Fails when a package that bundles hold, or another in the lock file, has a licence that does not allow it, or none. */
import { readFileSync } from 'node:fs';
import { bundledPackages } from './bundle.ts';

const SHIPPABLE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);
/** Weak copyleft or attribution-only: fine for tools that are not shipped. */
const DEVELOPMENT_ONLY = new Set([...SHIPPABLE, 'MPL-2.0', 'CC-BY-4.0', 'Python-2.0']);

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, LockedPackage> };

function isAllowed(licence: string, allowed: ReadonlySet<string>): boolean {
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((part) => allowed.has(part)));
}

const locked = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, { license, dev, devOptional }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    licence: license ?? 'none stated',
    allowed: dev === true || devOptional === true ? DEVELOPMENT_ONLY : SHIPPABLE,
  }));
const bundled = (await bundledPackages()).map(({ name, license }) => ({
  name: `${name} (bundled)`,
  licence: license ?? 'none stated',
  allowed: SHIPPABLE,
}));

const refused = [...locked, ...bundled].filter(({ licence, allowed }) => !isAllowed(licence, allowed));
if (refused.length > 0) {
  console.error(
    `Licences that do not allow it:\n${refused.map(({ name, licence }) => `${name}: ${licence}`).join('\n')}`,
  );
  process.exit(1);
}
console.log(`Licences of ${locked.length} packages are fine, of which ${bundled.length} are bundled.`);
