import { type EpochMs, toIso } from '../base/time.ts';
import type { RoleLookup } from '../iam/role.ts';
import type { RegionScope } from './choose-regions.ts';
import type { UsageReadings } from './read-usage.ts';

interface SeenUse {
  readonly region?: string;
  readonly at: EpochMs;
  /** Who was seen there, and how that is known. */
  readonly who: string;
}

/**
 * Puts Regions back that are declared to be unusable and in which IAM says that a role was used since `from`: they were not read, so
 * that nothing can be called unused until the declaration is mended.
 */
export function checkIgnoredRegions(
  scope: RegionScope,
  lookups: readonly RoleLookup[],
  { lastAccessed }: Pick<UsageReadings, 'lastAccessed'>,
  from: EpochMs,
): RegionScope {
  if (scope.ignored.length === 0) return scope;
  const uses = [...seenByIam(lookups), ...seenByService({ lastAccessed })].filter(({ at }) => at >= from);
  const wrong = scope.ignored.flatMap((ignored) => {
    const use = uses.find(({ region }) => region === ignored.region);
    return use === undefined ? [] : [{ ...ignored, use }];
  });
  return {
    ...scope,
    enabled: scope.enabled && [...scope.enabled, ...wrong.map(({ region }) => region)].sort(),
    ignored: scope.ignored.filter(({ region }) => !wrong.some((each) => each.region === region)),
    incomplete: [
      ...scope.incomplete,
      ...wrong.map(({ region, use }) => ({
        what: `CloudTrail events of ${region}`,
        why: `ignoreRegions declares that nobody can use the Region, but ${use.who} there on ${toIso(use.at)}; take it out of ignoreRegions`,
      })),
    ],
  };
}

function seenByIam(lookups: readonly RoleLookup[]): readonly SeenUse[] {
  return lookups.flatMap((lookup) =>
    lookup.kind === 'found' && lookup.role.lastUsed !== undefined
      ? [{ ...lookup.role.lastUsed, who: `${lookup.role.arn} was used` }]
      : [],
  );
}

function seenByService({ lastAccessed }: Pick<UsageReadings, 'lastAccessed'>): readonly SeenUse[] {
  return [...lastAccessed.values()].flatMap(({ role, services, actions }) =>
    [...services, ...actions].flatMap(([what, attempt]) =>
      attempt === undefined ? [] : [{ ...attempt, who: `${role} called ${what}` }],
    ),
  );
}
