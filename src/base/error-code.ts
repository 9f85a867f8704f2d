/** The `code` of what was thrown, as Node.js and the system name it: `ENOENT`. */
export function errorCode(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
