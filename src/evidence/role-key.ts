/** Names are unique in an account without regard to case or path; the id (empty where unknown) tells namesakes apart. */
export function roleKey(accountId: string, name: string, roleId: string): string {
  return `${accountId}/${name.toLowerCase()}/${roleId}`;
}

/** The parts of a key. */
export function parseRoleKey(key: string): {
  readonly accountId: string;
  readonly name: string;
  readonly roleId: string;
} {
  const [accountId = '', name = '', roleId = ''] = key.split('/');
  return { accountId, name, roleId };
}
