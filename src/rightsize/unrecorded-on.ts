import { UNRECORDED_TARGETS } from '../cloudtrail/observability/unrecorded-targets.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import type { Role } from '../iam/role.ts';

/** Why an action would leave no trace on some resource that the role's statements grant it on, whatever is switched on. */
export function unrecordedOn(
  { action, grantedBy }: Pick<Grant, 'action' | 'grantedBy'>,
  { policies }: Pick<Role, 'policies'>,
): string | undefined {
  const row = UNRECORDED_TARGETS.find((each) => each.action === action);
  if (row === undefined) return undefined;
  const statements = policies.flatMap(({ source, document }) =>
    document.ok
      ? document.value.statements.filter(({ index }) =>
          grantedBy.some((ref) => ref.policy === policyName(source) && ref.index === index),
        )
      : [],
  );
  const recorded = statements.every(
    ({ resource }) => resource?.every((pattern) => row.recorded.test(pattern)) ?? false,
  );
  return recorded ? undefined : row.reason;
}
