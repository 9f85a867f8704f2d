import type { Incomplete } from './incomplete.ts';
import { missingAuditorPermissionIn } from './missing-auditor-permission.ts';

/** The message of whatever was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s+/g, ' ').trim();
}

/** `Incomplete` of what was thrown; `after` is put behind its message. */
export function incompleteOf(what: string, thrown: unknown, after = ''): Incomplete {
  const missing = missingAuditorPermissionIn(thrown);
  return { what, why: `${messageOf(thrown)}${after}`, ...(missing && { missing }) };
}

/** Runs one part of a larger whole: a throw becomes `Incomplete`, and the rest goes on. */
export async function attempt<T>(
  what: string,
  part: () => T | Promise<T>,
): Promise<{ readonly value: T } | { readonly incomplete: Incomplete }> {
  try {
    return { value: await part() };
  } catch (error) {
    return { incomplete: incompleteOf(what, error) };
  }
}
