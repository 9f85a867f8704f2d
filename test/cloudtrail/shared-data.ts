import { existsSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../shared/', import.meta.url);

/** A JSON file of the shared data, or `undefined` (with a printed reason) where it is absent. */
export function sharedJson(path: string): unknown {
  const file = new URL(path, ROOT);
  if (!existsSync(file)) {
    console.warn(`skipped: ${file.pathname} is not there`);
    return undefined;
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
