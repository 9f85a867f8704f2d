import { DAY_MS, HOUR_MS } from '../../src/base/time.ts';
import type { Attempt, RoleLastAccessed } from '../../src/evidence/last-accessed/role-last-accessed.ts';
import type { Action } from '../../src/iam/action.ts';
import type { RoleArn } from '../../src/iam/arn.ts';
import type { Catalog } from '../../src/iam/catalog/catalog.ts';
import type { UsageSource } from '../../src/ports.ts';
import { policiesAt } from './ending.ts';
import type { TruthStatement } from './evaluator.ts';
import { arnOfRole } from './record.ts';
import type { TruthAccount, TruthRole } from './truth-account.ts';
import { occurrencesOf } from './workload.ts';

/** IAM's reports lag by some hours. */
const LAG_MS = 3 * HOUR_MS;

/**
 * IAM's last-accessed data as it would be: the latest attempt at each service by the role's own calls. What services call for the
 * role, and what a call is checked for beside its own action, does not count.
 */
export function lastAccessedOf(
  account: TruthAccount,
  now: number,
  catalog: Catalog,
  attempts: Attempts = attemptsOf(account, now),
): UsageSource {
  return {
    name: 'last-accessed',
    async read({ roles = [] }) {
      const lastAccessed = roles.flatMap((arn): RoleLastAccessed[] => {
        const role = account.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
        if (role === undefined) return [];
        const own = attempts.get(role.name) ?? new Map<string, Attempt & { readonly action: Action }>();
        const granted = grantedServices(role, now, catalog);
        return [
          {
            role: arnOfRole(role.name) as RoleArn,
            readAt: now,
            services: new Map(granted.map((service) => [service, latestOf(own, service)])),
            actions: new Map([...own].filter(([action]) => catalog.trackingOf(action)?.lastAccessed === true)),
          },
        ];
      });
      return { coverage: [], lastAccessed, incomplete: [], records: 0 };
    },
  };
}

/** The latest attempt of each role at each action, by the role's name and the action in lower case. */
export type Attempts = ReadonlyMap<string, ReadonlyMap<string, Attempt & { readonly action: Action }>>;

function attemptsOf({ workloads }: TruthAccount, now: number): Attempts {
  const attempts = new Map<string, Map<string, Attempt & { readonly action: Action }>>();
  for (const workload of workloads) {
    for (const { at, role, region, kind } of occurrencesOf(workload, now - 400 * DAY_MS, now - LAG_MS)) {
      const main = kind.actions[0] ?? kind.operation;
      const own = attempts.get(role) ?? new Map<string, Attempt & { readonly action: Action }>();
      attempts.set(role, own);
      const before = own.get(main.toLowerCase())?.at ?? 0;
      if (at > before) own.set(main.toLowerCase(), { at, region, action: main as Action });
    }
  }
  return attempts;
}

function latestOf(own: ReadonlyMap<string, Attempt>, service: string): Attempt | undefined {
  const found = [...own].filter(([action]) => action.startsWith(`${service}:`)).map(([, attempt]) => attempt);
  return found.toSorted((a, b) => b.at - a.at)[0];
}

const granted = new WeakMap<TruthRole, { readonly statements: number; readonly services: readonly string[] }>();

/** The services of which a role is granted anything. */
function grantedServices(role: TruthRole, now: number, catalog: Catalog): readonly string[] {
  const { identity } = policiesAt(role, now);
  const known = granted.get(role);
  // Policies come one after the other: as many statements are the same ones.
  if (known?.statements === identity.length) return known.services;
  const services = servicesIn(identity, catalog);
  granted.set(role, { statements: identity.length, services });
  return services;
}

function servicesIn(identity: readonly TruthStatement[], catalog: Catalog): readonly string[] {
  const allows = identity.filter(({ Effect }) => Effect === 'Allow');
  return catalog
    .services()
    .filter((service) =>
      allows.some(({ Action, NotAction }) =>
        Action !== undefined
          ? [Action].flat().some((pattern) => pattern === '*' || pattern.startsWith(`${service}:`))
          : ![NotAction ?? []].flat().includes(`${service}:*`),
      ),
    );
}
