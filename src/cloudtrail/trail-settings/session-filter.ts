import { accountOf, partitionOf, type RoleArn, roleNameOf } from '../../iam/arn.ts';
import { FIELD_OPERATORS, type FieldSelector } from './trail.ts';

/** What the ARN of every session of a role begins with: `arn:aws:sts::123456789012:assumed-role/my-app/`. */
export type SessionPrefix = `arn:${string}:sts::${string}:assumed-role/${string}/`;

/** STS leaves out the role's path. The slash at the end keeps out roles whose names only begin alike. */
export function sessionPrefixOf(role: RoleArn): SessionPrefix {
  return `arn:${partitionOf(role)}:sts::${accountOf(role)}:assumed-role/${roleNameOf(role)}/`;
}

/**
 * Whether filters on `userIdentity.arn` let every session of a role through. A session's name may be anything, so that one whole ARN
 * or the end of it never stands for a role. Operators that select are alternatives and those that deselect are not ("AdvancedFieldSelector",
 * CloudTrail API Reference); a field that selects in several ways at once counts for nobody.
 */
export function admitsSessions(fields: readonly FieldSelector[], role: SessionPrefix): boolean {
  return fields.every(
    (field) =>
      isUnderstood(field) &&
      (field.startsWith === undefined || field.startsWith.some((value) => role.startsWith(value))) &&
      !(field.notStartsWith ?? []).some((value) => role.startsWith(value) || value.startsWith(role)) &&
      !(field.notEquals ?? []).some((value) => value.startsWith(role)),
  );
}

const UNDERSTOOD = new Set<string>(['startsWith', 'notStartsWith', 'notEquals']);

function isUnderstood(field: FieldSelector): boolean {
  return FIELD_OPERATORS.every((operator) => field[operator] === undefined || UNDERSTOOD.has(operator));
}
