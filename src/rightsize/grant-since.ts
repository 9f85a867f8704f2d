import type { EpochMs } from '../base/time.ts';
import type { Grant } from '../iam/grant.ts';
import { policyName } from '../iam/named-policy.ts';
import { allChanges, type GrantAgeInput, isDeny } from './grant-age.ts';

/**
 * Since when a role's policies have granted what they grant, as far as changes were seen; negative infinity where none was.
 * What a task asked for when it started before, it asked for in vain, or not at all.
 */
export function grantSince(input: GrantAgeInput): (grant: Grant) => EpochMs {
  const { role, history } = input;
  const changes = allChanges(input);
  const isAttached = ({ eventName, policy }: (typeof changes)[number]): boolean =>
    eventName === 'AttachRolePolicy' && policy !== undefined;
  const limits = [...(role.boundary === undefined ? [] : [role.boundary]), ...role.policies.filter(denies)];
  const ofAll = latest([
    ...changes.filter((change) => !isAttached(change)).map(({ at }) => at),
    ...limits.map(({ source }) => versionOf(source)),
    history?.limitsChangedAt,
  ]);
  return ({ grantedBy }) => {
    const ofStatements = grantedBy.map((ref) => {
      const policies = role.policies.filter(({ source }) => policyName(source) === ref.policy);
      return latest(
        policies.flatMap((policy) => {
          const { source } = policy;
          const names = 'arn' in source ? [source.arn, source.name] : [];
          const attached = changes.filter(
            (change) => isAttached(change) && names.some((name) => name === change.policy),
          );
          return [versionOf(source), history?.appearedAt(policy, ref.index), ...attached.map(({ at }) => at)];
        }),
      );
    });
    return Math.max(ofAll, ofStatements.length === 0 ? ofAll : Math.min(...ofStatements));
  };
}

function denies({ document }: GrantAgeInput['role']['policies'][number]): boolean {
  return document.ok && document.value.statements.some(isDeny);
}

function versionOf(source: GrantAgeInput['role']['policies'][number]['source']): EpochMs | undefined {
  return 'versionCreatedAt' in source ? source.versionCreatedAt : undefined;
}

function latest(times: readonly (EpochMs | undefined)[]): EpochMs {
  return times.reduce<EpochMs>((found, at) => Math.max(found, at ?? found), Number.NEGATIVE_INFINITY);
}
