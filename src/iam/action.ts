import { ok, problem, type Result } from '../base/result.ts';

/**
 * An IAM action, `service:Name`. The service prefix is lower case; the name has the catalogue's spelling where the
 * catalogue knows it, else the spelling it was found with. Compare with `sameAction`, or canonicalise first.
 */
export type Action = `${string}:${string}`;

const ACTION = /^([a-z0-9-]+):([a-z0-9_-]+)$/i;

/**
 * Reads one concrete action (no wildcards).
 *
 * @example
 * ```ts
 * parseAction('S3:GetObject'); // → { ok: true, value: 's3:GetObject' }
 * parseAction('s3:Get*').ok; // → false
 * ```
 */
export function parseAction(text: string): Result<Action> {
  const match = ACTION.exec(text);
  if (match === null)
    return problem(`Cannot parse action "${text}": expected service:Name without wildcards, as in s3:GetObject`);
  return ok(`${match[1]?.toLowerCase()}:${match[2]}` as Action);
}

/** The service prefix: `s3` of `s3:GetObject`. */
export function serviceOf(action: Action): string {
  return action.slice(0, action.indexOf(':'));
}

/** The name behind the prefix: `GetObject` of `s3:GetObject`. */
export function nameOf(action: Action): string {
  return action.slice(action.indexOf(':') + 1);
}

/** IAM compares actions without regard to case. */
export function sameAction(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
