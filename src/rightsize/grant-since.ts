import { memoize } from '../base/memoize.ts';
import type { EpochMs } from '../base/time.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import type { StatementRef } from '../iam/policy.ts';
import type { PolicySource } from '../iam/role.ts';
import { allChanges, type GrantAgeInput, limitsOf } from './grant-age.ts';

/**
 * Since when a role's policies have granted what they grant, as far as changes were seen; negative infinity where none was.
 * What a task asked for when it started before, it asked for in vain, or not at all.
 */
export function grantSince(input: GrantAgeInput): (grant: Grant) => EpochMs {
  const { role, history } = input;
  const changes = allChanges(input);
  const isAttached = ({ eventName, policy }: (typeof changes)[number]): boolean =>
    eventName === 'AttachRolePolicy' && policy !== undefined;
  const ofAll = latest([
    ...changes.filter((change) => !isAttached(change)).map(({ at }) => at),
    ...limitsOf(role).map(({ source }) => versionOf(source)),
    history?.limitsChangedAt,
  ]);
  // A statement grants up to twenty thousand actions.
  const ofStatement = memoize((ref: StatementRef): EpochMs => {
    const policies = role.policies.filter(({ source }) => policyName(source) === ref.policy);
    return latest(
      policies.flatMap((policy) => {
        const { source } = policy;
        const names = 'arn' in source ? [source.arn, source.name] : [];
        const attached = changes.filter((change) => isAttached(change) && names.some((name) => name === change.policy));
        return [versionOf(source), history?.appearedAt(policy, ref.index), ...attached.map(({ at }) => at)];
      }),
    );
  });
  // Actions that the same statements grant share one list of them.
  const ofList = memoize((refs: readonly StatementRef[]) => refs.map(ofStatement).reduce((a, b) => Math.min(a, b)));
  return ({ grantedBy }) => (grantedBy.length === 0 ? ofAll : Math.max(ofAll, ofList(grantedBy)));
}

function versionOf(source: PolicySource): EpochMs | undefined {
  return 'versionCreatedAt' in source ? source.versionCreatedAt : undefined;
}

function latest(times: readonly (EpochMs | undefined)[]): EpochMs {
  return times.reduce<EpochMs>((found, at) => Math.max(found, at ?? found), Number.NEGATIVE_INFINITY);
}
