import { messageOf } from './attempt.ts';
import { errorCode } from './error-code.ts';

/** What people call what the system answers about a path that they named. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'it is not a directory, or a name before its last is not',
  EISDIR: 'it is a directory, expected a file',
  EACCES: 'it may not be read',
  ELOOP: 'its symbolic links lead in a circle',
};

/** Why a file or directory could not be read, without its path, which the caller names: `it is a directory, expected a file`. */
export function fileProblem(thrown: unknown): string {
  return PROBLEMS[String(errorCode(thrown))] ?? messageOf(thrown);
}
