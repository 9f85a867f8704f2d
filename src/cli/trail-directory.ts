import { stat } from 'node:fs/promises';
import { fileProblem } from '../base/file-problem.ts';
import { UsageError } from './exit-status.ts';

/**
 * Makes sure that a directory of log files is there, before work begins that would count it as a trail that could not be read.
 *
 * @throws {UsageError} when it is not, or is something else
 */
export async function requireTrailDirectory(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UsageError(`--trail-uri is "${path}": ${fileProblem(error)}`, { cause: error });
  });
  if (!found.isDirectory()) throw new UsageError(`--trail-uri is "${path}": that is not a directory`);
}
