/** The outcome of parsing outside input: a value that cannot be wrong afterwards, or a sentence that says what was wrong. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function problem<T = never>(text: string): Result<T> {
  return { ok: false, problem: text };
}
