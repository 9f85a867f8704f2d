import type { Statement } from '../../iam/policy.ts';
import type { GrantGroup } from './group-grants.ts';
import type { RecommendedStatement, StatementReason } from './recommendation.ts';

const KEPT_SIDS: Readonly<Record<Exclude<StatementReason, 'used' | 'required' | 'deny'>, string>> = {
  undetermined: 'KeptUndetermined',
  unobservable: 'KeptUnobservable',
  blocked: 'KeptBlocked',
};

/**
 * Makes statements of groups, with Sids that say why: `UsedEcr`, `RequiredLogs`, `NeededEcr` for both, `KeptUnobservable`.
 * `taken` holds the Sids that must not be used again.
 */
export function nameStatements(
  groups: readonly GrantGroup[],
  taken: ReadonlySet<string>,
): readonly RecommendedStatement[] {
  const names = new Set(taken);
  return groups.map((group, index) => {
    const sid = unique(sidOf(group), names);
    names.add(sid);
    const statement: Statement = {
      sid,
      effect: 'Allow',
      ...(group.notAction === undefined ? { action: group.texts } : { notAction: group.notAction }),
      ...group.scope,
      index,
    };
    return {
      statement,
      reason: group.reasons[0] ?? 'unobservable',
      reasons: group.reasons,
      from: group.from,
      fields: group.fields,
      narrowed: group.narrowed,
      risks: group.risks,
    };
  });
}

function sidOf({ reasons, service }: GrantGroup): string {
  const [reason = 'unobservable', ...others] = reasons;
  if (reason === 'deny') return 'Deny';
  const of = service === undefined ? '' : pascalCase(service);
  if (reason !== 'used' && reason !== 'required') return `${KEPT_SIDS[reason]}${of}`;
  const why = others.includes('required') ? 'Needed' : reason === 'used' ? 'Used' : 'Required';
  return `${why}${of}`;
}

/** `RedshiftServerless` of `redshift-serverless`: Sids hold letters and digits only. */
function pascalCase(prefix: string): string {
  return prefix
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** The name, or the name with the first number from 2 that makes it another. */
export function unique(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}${number}`;
  return candidate;
}
