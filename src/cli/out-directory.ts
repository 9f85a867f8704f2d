import { mkdtemp, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '../base/attempt.ts';
import { makeDirectory } from '../local/make-directory.ts';
import { UsageError } from './exit-status.ts';

/**
 * Makes the directory of `--out` and tries it, before work begins whose result would be lost; gives its absolute path.
 *
 * @throws {UsageError} when the directory cannot be made or written
 */
export async function prepareOutDirectory(given: string): Promise<string> {
  const path = resolve(given);
  try {
    await makeDirectory(path);
    await rmdir(await mkdtemp(join(path, '.ecs-role-auditor-')));
    return path;
  } catch (error) {
    const why = messageOf(error);
    throw new UsageError(
      `Cannot write into --out "${given}": ${why}; expected a directory that can be made and written`,
      {
        cause: error,
      },
    );
  }
}
