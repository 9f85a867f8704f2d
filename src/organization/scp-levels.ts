import type { Incomplete } from '../base/incomplete.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { RolePolicy } from '../iam/role.ts';
import type { Organization, OrganizationAccount, OrganizationTarget } from './organization.ts';

/** The service control policies above the roles of an account, one list for each level, root first. */
export interface ScpLevels {
  readonly levels: readonly (readonly RolePolicy[])[];
  readonly incomplete: readonly Incomplete[];
}

/**
 * The levels of an account: each must allow, and several policies of one level are alternatives; a deny counts wherever it is. None
 * for the management account, which service control policies do not bind ("SCP effects on permissions"). Of a level that was not
 * read as a whole only what it denies is known: it moves to another, so that it withholds nothing by silence.
 */
export function scpLevelsOf(
  { id, name, units }: Pick<OrganizationAccount, 'id' | 'name' | 'units'>,
  { managementAccountId, controlPolicies }: Pick<Organization, 'managementAccountId' | 'controlPolicies'>,
): ScpLevels {
  if (id === managementAccountId || controlPolicies === undefined) return { levels: [], incomplete: [] };
  const read = [...units, { id, name }].map((target) => levelOf(target, controlPolicies));
  const [first = [], ...others] = read.filter(({ unread }) => unread === undefined).map(({ policies }) => policies);
  const denies = read.filter(({ unread }) => unread !== undefined).flatMap(({ policies }) => policies.flatMap(denying));
  const levels = first.length === 0 ? [] : [[...first, ...denies], ...others];
  return {
    levels,
    incomplete: read.flatMap(({ target, unread }) =>
      unread === undefined ? [] : [{ what: `service control policies of ${target.id} (${target.name})`, why: unread }],
    ),
  };
}

interface Level {
  readonly target: OrganizationTarget;
  /** Those that were read. */
  readonly policies: readonly RolePolicy[];
  /** Why the level is not known as a whole. */
  readonly unread?: string;
}

function levelOf(
  target: OrganizationTarget,
  { policies, attached }: NonNullable<Organization['controlPolicies']>,
): Level {
  const ids = attached[target.id] ?? [];
  // Where policies are switched on, every target has at least one.
  if (ids.length === 0) return { target, policies: [], unread: 'Organizations named none, and there is always one' };
  const read = ids.map((id) => ({ id, policy: policies[id] }));
  const parsed = read.flatMap(({ id, policy }): { readonly id: string; readonly policy: RolePolicy }[] =>
    policy === undefined
      ? []
      : [
          {
            id,
            policy: {
              source: { kind: 'scp', name: policy.name, level: target.name },
              document: parsePolicy(policy.content),
            },
          },
        ],
  );
  const missing = read.filter(({ policy }) => policy === undefined).map(({ id }) => `policy ${id} was not read`);
  const wrong = parsed.flatMap(({ id, policy: { document } }) =>
    document.ok ? [] : [`policy ${id}: ${document.problem}`],
  );
  const [unread] = [...missing, ...wrong];
  return {
    target,
    policies: parsed.flatMap(({ policy }) => (policy.document.ok ? [policy] : [])),
    ...(unread !== undefined && { unread }),
  };
}

function denying({ source, document }: RolePolicy): readonly RolePolicy[] {
  if (!document.ok) return [];
  const statements = document.value.statements.filter(({ effect }) => effect === 'Deny');
  return statements.length === 0 ? [] : [{ source, document: { ok: true, value: { ...document.value, statements } } }];
}
