import { type NamedRole, parseNamedRole } from '../iam/named-role.ts';
import { UsageError } from './exit-status.ts';

/**
 * Reads a role's ARN, or its name without the path.
 *
 * @throws {UsageError} when the text is neither
 */
export function readRoleName(text: string): NamedRole {
  const named = parseNamedRole(text);
  if (named.ok) return named.value;
  throw new UsageError(named.problem);
}
