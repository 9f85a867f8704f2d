import type { Role, RolePolicy } from '../../src/iam/role.ts';
import { ACCOUNT, daysAgo, ROLE_ID } from './seen.ts';

/** A role that was found, with these policies. */
export function roleWith(policies: readonly RolePolicy[], parts: Partial<Role> = {}): Role {
  return {
    arn: `arn:aws:iam::${ACCOUNT}:role/app-task`,
    name: 'app-task',
    path: '/',
    roleId: ROLE_ID,
    createdAt: daysAgo(300),
    tags: {},
    trustPolicy: { ok: false, problem: 'not asked' },
    policies,
    unread: [],
    ...parts,
  };
}
