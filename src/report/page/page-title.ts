/** The title of a report's page, before a role is opened. */
export function titleOf(accountId: string): string {
  return `ECS roles in account ${accountId}`;
}
