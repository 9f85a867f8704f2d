/**
 * Ends a discriminated union: a new alternative that nobody handled is a compile error, and a bug at run time.
 *
 * @throws {Error} always
 */
export function assertNever(value: never): never {
  throw new Error(`Unhandled alternative: ${JSON.stringify(value)}`);
}
