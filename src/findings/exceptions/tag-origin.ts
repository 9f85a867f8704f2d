import { MINUTE_MS, toIso } from '../../base/time.ts';
import type { GrantLog } from '../../evidence/grant-log.ts';
import type { Role } from '../../iam/role.ts';

/** Milliseconds between an event and the creation date that IAM states: an event of a role of this name before is another role's. */
const CLOCKS_DIFFER = 5 * MINUTE_MS;

/**
 * Who set a tag that accepts findings, and when, as far as CloudTrail was read: `set by ARN at 2026-11-01T10:00:00Z`, or
 * `not seen being set`.
 */
export function tagOrigin(
  { name, createdAt }: Pick<Role, 'name' | 'createdAt'>,
  tag: string,
  grants: GrantLog,
): string {
  const key = tag.toLowerCase();
  const change = grants
    .ofRole(name)
    .findLast(
      ({ at, endingTags = [] }) =>
        at >= createdAt - CLOCKS_DIFFER && endingTags.some((each) => each.toLowerCase() === key),
    );
  return change === undefined ? 'not seen being set' : `set by ${change.by} at ${toIso(change.at)}`;
}
