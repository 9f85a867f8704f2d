import type { SessionPrefix } from '../cloudtrail/trail-settings/session-filter.ts';

/** Data events of one role. */
export interface RoleEvents {
  /** A data-event resource type. */
  readonly type: string;
  readonly role: SessionPrefix;
  /** Event names that are left out, sorted. */
  readonly muted: readonly string[];
}

/** Resource types, roles' names and event names have neither blanks nor commas. */
export function roleEventsKey({ type, role, muted }: RoleEvents): string {
  return `${type} ${role} ${muted.join(',')}`;
}

/** The parts of a key. */
export function parseRoleEventsKey(key: string): RoleEvents {
  const [type = '', role = '', muted = ''] = key.split(' ');
  return { type, role: role as SessionPrefix, muted: muted === '' ? [] : muted.split(',') };
}
