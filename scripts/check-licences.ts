/** Fails when a package in the lock file has a licence that the product cannot ship with, or none. */
import { readFileSync } from 'node:fs';

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

const refused: string[] = [];
let checked = 0;
for (const [path, locked] of Object.entries(lock.packages)) {
  if (path === '') continue;
  checked++;
  const allowed = locked.dev === true || locked.devOptional === true ? DEVELOPMENT_ONLY : SHIPPABLE;
  const licence = locked.license ?? 'none stated';
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  const accepted = choices.some((choice) => choice.split(' AND ').every((part) => allowed.has(part)));
  if (!accepted) refused.push(`${path.replace(/^.*node_modules\//, '')}: ${licence}`);
}

if (refused.length > 0) {
  console.error(`Licences that cannot be shipped:\n${refused.join('\n')}`);
  process.exit(1);
}
console.log(`Licences of ${checked} packages are fine.`);
