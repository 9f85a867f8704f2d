import type { EpochMs } from '../../base/time.ts';
import type { RoleUsage } from '../../evidence/role-usage.ts';
import { arnFormsOf } from '../../iam/arn-forms.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { namesAction } from '../../iam/match-statement.ts';
import type { NamedPolicy } from '../../iam/named-policy.ts';
import { type Requester, reachOf } from '../../iam/reach.ts';
import { resourceCovers } from '../../iam/resource-cover.ts';
import { inCurrentVersion } from './current-version.ts';
import type { KeptActions } from './kept-actions.ts';
import { choosesResources, narrowSpanning, narrowTightly } from './narrow-resources.ts';
import type { Narrowing } from './rewrite-statement.ts';
import { type SeenResources, seenResources } from './seen-resources.ts';

/** By what resources are narrowed. */
export interface NarrowingInput {
  /** All of the role's policies. */
  readonly policies: readonly NamedPolicy[];
  readonly kept: KeptActions;
  readonly usage: RoleUsage;
  readonly requester: Requester;
  readonly catalog: Catalog;
  readonly now: EpochMs;
  /** In milliseconds: what is seen for a shorter time may be the first of several. */
  readonly minAge: number;
  /** True for resources as they were seen, whatever may break; false for a narrowing that speaks for itself. */
  readonly tight: boolean;
}

/**
 * Narrows used actions to the resources they were seen on: by itself only where a grant takes in a whole type of resource and
 * nothing says that more may be used tomorrow; `tight`, everywhere, with what may break.
 */
export function narrowingOf(input: NarrowingInput): Narrowing {
  const known = new Map<string, SeenResources | undefined>();
  const seenOf = (action: string): SeenResources | undefined => {
    const key = action.toLowerCase();
    if (!known.has(key)) {
      const verdict = input.kept.verdictOf(action);
      const seen = verdict && seenResources(verdict, { ...input, usage: input.usage.used.get(key) });
      known.set(key, seen !== undefined && isReached(action, seen, input) ? seen : undefined);
    }
    return known.get(key);
  };
  return (action, statement) => {
    const seen = seenOf(action);
    if (seen === undefined || statement.resource === undefined) return undefined;
    const forms = arnFormsOf(action, input.catalog);
    const cautions = [
      ...seen.cautions,
      ...(choosesResources(statement.condition) ? ['A condition of the statement chooses resources by itself.'] : []),
    ];
    if (!input.tight && cautions.length > 0) return undefined;
    const resources = input.tight
      ? narrowTightly(statement.resource, seen.patterns)
      : narrowSpanning(statement.resource, seen.patterns, forms);
    if (isSame(resources, statement.resource)) return undefined;
    return { resources, risks: input.tight ? [...cautions, ...risksOf(statement.resource, resources)] : [] };
  };
}

/** What a policy on the resource itself let through shows nothing of the role's own grants: they stay. */
function isReached(action: string, seen: SeenResources, { policies, requester }: NarrowingInput): boolean {
  return policies.some(({ document }) =>
    document.statements.some(
      (one) =>
        one.effect === 'Allow' &&
        reachOf(one, document.version, requester) !== 'none' &&
        namesAction(one, action) &&
        narrowTightly(inCurrentVersion(one, document.version).resource ?? [], seen.patterns).length > 0,
    ),
  );
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** What the resources of today take in and those in their place do not. */
function risksOf(today: readonly string[], then: readonly string[]): readonly string[] {
  return today
    .filter((one) => !then.includes(one))
    .map((one) =>
      then.some((inside) => resourceCovers(one, inside))
        ? `Of "${one}" only what was seen is left: whatever else it matches is refused.`
        : `"${one}" is left out: no use of it was seen.`,
    );
}
