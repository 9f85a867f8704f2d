import { namesAction } from './match-statement.ts';
import type { PolicyDocument, PrincipalBlock } from './policy.ts';

/** Whether a trust policy may let a service assume the role; conditions and denies are left out of account. */
export function mayTrustService({ statements }: PolicyDocument, service: string): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      ASSUME.some((action) => namesAction(statement, action)) &&
      (statement.notPrincipal !== undefined ||
        (statement.principal !== undefined && namesService(statement.principal, service))),
  );
}

/** Identity pools hand a role out by AssumeRoleWithWebIdentity. */
const ASSUME = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'];

function namesService(principal: PrincipalBlock, service: string): boolean {
  if (principal === '*') return true;
  const names = Object.values(principal).flat();
  return names.some((name) => name === '*' || name.toLowerCase().replace(/\.cn$/, '') === service);
}
