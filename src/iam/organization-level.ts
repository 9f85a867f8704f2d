/** How a level of the organization is called, with the names of its policies: `organization level 2 (Sandbox, FullAWSAccess)`. */
export function organizationLevel({
  level,
  policies,
}: {
  /** The root is 0. */
  readonly level: number;
  readonly policies: readonly string[];
}): string {
  return `organization level ${level + 1}${policies.length === 0 ? '' : ` (${policies.join(', ')})`}`;
}
