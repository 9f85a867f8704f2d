import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../base/error-code.ts';

/**
 * Makes a directory and those above it where they are missing. Not by `mkdir` with `recursive`: Node.js tries for ever
 * where the file system (`/proc`) says that the parent it has is missing.
 *
 * @throws {Error} when something else is in the way, or the file system refuses
 */
export async function makeDirectory(path: string): Promise<void> {
  const missing: string[] = [];
  let place = resolve(path);
  while (!(await isDirectory(place)) && dirname(place) !== place) {
    missing.push(place);
    place = dirname(place);
  }
  for (const each of missing.toReversed()) {
    try {
      await mkdir(each);
    } catch (error) {
      // Another run may have made it in the meantime.
      if (errorCode(error) !== 'EEXIST' || !(await isDirectory(each))) throw error;
    }
  }
}

/** False where nothing is; throws where something else is in the way. */
async function isDirectory(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  throw new Error(`"${path}" is not a directory`);
}
