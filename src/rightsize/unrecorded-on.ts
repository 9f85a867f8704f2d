import { UNRECORDED_TARGETS } from '../cloudtrail/observability/unrecorded-targets.ts';
import { accountOf } from '../iam/arn.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import type { Role } from '../iam/role.ts';

/** What NotResource comes to: whatever it leaves out, the rest takes in resources of every kind. */
const EVERYTHING: readonly string[] = ['*'];

/** Why an action would leave no trace on some resource that the role's statements grant it on, whatever is switched on. */
export function unrecordedOn(
  { action, grantedBy }: Pick<Grant, 'action' | 'grantedBy'>,
  { arn, policies }: Pick<Role, 'arn' | 'policies'>,
): string | undefined {
  const rows = UNRECORDED_TARGETS.filter((each) => each.action === action);
  if (rows.length === 0) return undefined;
  const accountId = accountOf(arn);
  const granting = new Set(grantedBy.map(({ policy, index }) => `${index} ${policy}`));
  const statements = policies.flatMap(({ source, document }) =>
    document.ok ? document.value.statements.filter(({ index }) => granting.has(`${index} ${policyName(source)}`)) : [],
  );
  const row = rows.find(
    ({ isRecorded }) =>
      !statements.every(({ resource = EVERYTHING }) => resource.every((pattern) => isRecorded(pattern, accountId))),
  );
  return row?.reason;
}
