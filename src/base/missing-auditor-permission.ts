/** A permission that a call needed and did not have. */
export interface MissingAuditorPermission {
  /** As IAM names it: `ecs:ListTaskDefinitions`. */
  readonly action: string;
  /** The ARN that was asked about, where it is known. */
  readonly resource?: string;
  /**
   * What refused although the auditor's own policies may allow it (`a service control policy`): a further statement would
   * not help. Absent where the permission is merely not granted.
   */
  readonly refusedBy?: string;
}

/** What was fetched, or a sentence that says why not, with the permission that was missing where that was why. */
export type Fetched<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string; readonly missing?: MissingAuditorPermission };

/** The permission whose lack an error tells of, by itself or by its cause. */
export function missingAuditorPermissionIn(thrown: unknown): MissingAuditorPermission | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('missing' in error) return error.missing as MissingAuditorPermission;
  }
  return undefined;
}

/** An error that tells what failed, and which permission was missing where that was why. */
export function failureOf(
  message: string,
  options: { readonly cause: unknown; readonly missing: MissingAuditorPermission | undefined },
): Error {
  const { cause, missing } = options;
  const error = new Error(message, { cause });
  return missing === undefined ? error : Object.assign(error, { missing });
}
