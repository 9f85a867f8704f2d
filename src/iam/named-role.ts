import { ok, problem, type Result } from '../base/result.ts';
import { parseRoleArn, type RoleArn } from './arn.ts';

/** How a role was named by somebody who asks about it. */
export type NamedRole =
  | { readonly kind: 'arn'; readonly arn: RoleArn }
  /** Without the path. */
  | { readonly kind: 'name'; readonly name: string };

/** Reads a role's ARN, or its name without the path. A role's name has no colon; an ARN has. */
export function parseNamedRole(text: string): Result<NamedRole> {
  if (text.includes(':')) {
    const arn = parseRoleArn(text);
    return arn.ok ? ok({ kind: 'arn', arn: arn.value }) : arn;
  }
  if (/^[\w+=,.@-]{1,64}$/.test(text)) return ok({ kind: 'name', name: text });
  return problem(`Cannot read role "${text}": expected the name of a role (without its path), or its ARN`);
}
