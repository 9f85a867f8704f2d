import { parseRoleArn, type RoleArn } from '../iam/arn.ts';
import { UsageError } from './exit-status.ts';

/** How a role was named. */
export type NamedRole =
  | { readonly kind: 'arn'; readonly arn: RoleArn }
  | { readonly kind: 'name'; readonly name: string };

/** Reads a role's ARN, or its name without the path. Throws `UsageError`. */
export function readRoleName(text: string): NamedRole {
  if (!text.includes(':')) {
    if (/^[\w+=,.@-]{1,64}$/.test(text)) return { kind: 'name', name: text };
    throw new UsageError(`Cannot read role "${text}": expected the name of a role (without its path), or its ARN`);
  }
  const arn = parseRoleArn(text);
  if (arn.ok) return { kind: 'arn', arn: arn.value };
  throw new UsageError(arn.problem);
}
