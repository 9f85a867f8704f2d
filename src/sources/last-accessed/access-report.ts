import type { Attempt, RoleLastAccessed } from '../../evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../iam/action.ts';
import type { ServiceAccess } from './last-accessed-calls.ts';

/** What a report says of its role. */
export type AccessReport = Pick<RoleLastAccessed, 'services' | 'actions'>;

/** The report that services of all its pages make. */
export function accessReport(accesses: readonly ServiceAccess[]): AccessReport {
  const services = new Map<string, Attempt | undefined>();
  const actions = new Map<string, Attempt & { readonly action: Action }>();
  for (const { prefix, attempt, actions: tracked } of accesses) {
    services.set(prefix, attempt);
    for (const each of tracked) actions.set(each.action.toLowerCase(), each);
  }
  return { services, actions };
}
