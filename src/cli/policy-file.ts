import { fileProblem } from '../base/file-problem.ts';
import type { PolicyFile } from '../iam/evaluate-request.ts';
import { readAtMost } from '../local/read-at-most.ts';
import { UsageError } from './exit-status.ts';

/** IAM's largest policy has 10,240 characters; files of several may be joined. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads a file that the user named.
 *
 * @throws {UsageError} when it cannot be read, or holds an answer of IAM's around the policy
 */
export async function readPolicyFile(path: string): Promise<PolicyFile> {
  let text: string;
  try {
    text = (await readAtMost(path, MOST_BYTES)).toString('utf8');
  } catch (error) {
    throw new UsageError(`Cannot read policy "${path}": ${fileProblem(error)}`, { cause: error });
  }
  const wrapper = wrapperOf(text);
  if (wrapper === undefined) return { name: path, text };
  throw new UsageError(
    `Cannot read policy "${path}": it is an answer of the AWS CLI, expected the policy itself: add --query ${wrapper} to that command`,
  );
}

/** `aws iam get-policy-version` and `aws iam get-role-policy` print the document inside something else. */
function wrapperOf(text: string): string | undefined {
  try {
    const json = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    if (typeof json !== 'object' || json === null || 'Statement' in json) return undefined;
    if ('PolicyVersion' in json) return 'PolicyVersion.Document';
    return 'PolicyDocument' in json ? 'PolicyDocument' : undefined;
  } catch {
    return undefined;
  }
}
