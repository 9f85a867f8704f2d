import { readFile } from 'node:fs/promises';
import { messageOf } from '../base/attempt.ts';
import type { PolicyFile } from '../iam/evaluate-request.ts';
import { UsageError } from './exit-status.ts';

/** Reads a file that the user named. Throws `UsageError` where it cannot be read. */
export async function readPolicyFile(path: string): Promise<PolicyFile> {
  try {
    return { name: path, text: await readFile(path, 'utf8') };
  } catch (error) {
    throw new UsageError(`Cannot read policy "${path}": ${messageOf(error)}`);
  }
}
