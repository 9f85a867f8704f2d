/**
 * Takes what dependencies say of the Node.js that they run on out of the lock file, so that `npm ci` on an older Node.js does not
 * warn of each: they run on the one that `npm ci` installs (the package `node`). `test/scripts/package.test.ts` asks them whether that one will do.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Lock {
  readonly packages: Readonly<Record<string, { engines?: unknown }>>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
for (const [path, locked] of Object.entries(lock.packages)) {
  if (path !== '') delete locked.engines;
}
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
