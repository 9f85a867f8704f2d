import type { AuditContext } from '../audit-context.ts';
import type { IgnoredRegion } from '../base/ignored-region.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { didYouMean } from '../base/nearest.ts';
import type { Region } from '../base/region.ts';

/** The Regions of one run. */
export interface RegionScope {
  /** Whose task definitions are read. */
  readonly audited: readonly Region[];
  /** Where CloudTrail is read: every enabled Region, since an application may call services anywhere. */
  readonly watched: readonly Region[];
  /** Every Region enabled for the account and not declared to be unusable; `undefined` when nobody could say, and then nothing may be called unused. */
  readonly enabled: readonly Region[] | undefined;
  /** Enabled, and neither audited nor watched, since nobody can use them. */
  readonly ignored: readonly IgnoredRegion[];
  readonly incomplete: readonly Incomplete[];
}

/** Settles which Regions are audited and which are watched. */
export async function chooseRegions(
  { regions: directory, homeRegion, settings }: Pick<AuditContext, 'regions' | 'homeRegion' | 'settings'>,
  wanted: 'all' | readonly Region[],
): Promise<RegionScope> {
  const reading = await directory.enabledRegions();
  const known = reading.incomplete.length === 0 && reading.value.length > 0;
  if (!known) {
    // Without the list, the Regions named (or the one we run in) are read all the same: findings other than "unused" stand.
    const named = wanted === 'all' ? [homeRegion] : wanted;
    return { audited: named, watched: named, enabled: undefined, ignored: [], incomplete: reading.incomplete };
  }
  const all = [...reading.value].sort();
  const declared = (settings.ignoreRegions ?? []).filter(({ region }) => all.includes(region));
  // The credentials work there: somebody can use it.
  const ignored = declared.filter(({ region }) => region !== homeRegion);
  const enabled = all.filter((region) => !ignored.some((each) => each.region === region));
  const audited = wanted === 'all' ? enabled : enabled.filter((region) => wanted.includes(region));
  const disabled = wanted === 'all' ? [] : wanted.filter((region) => !enabled.includes(region));
  const incomplete = disabled.map((region) => ({
    what: `Task definitions of ${region}`,
    why: `the Region is not enabled for this account${didYouMean(region, enabled)}; enabled are ${enabled.join(', ')}`,
  }));
  const home = declared
    .filter(({ region }) => region === homeRegion)
    .map(({ region }) => ({
      what: `Setting ignoreRegions for ${region}`,
      why: 'the audit itself is run there, so somebody can use it; the Region is read as ever',
    }));
  return { audited, watched: enabled, enabled, ignored, incomplete: [...incomplete, ...home] };
}

/** True when the audited Regions are all that the account has. */
export function isEveryRegion({ enabled, audited }: RegionScope): boolean {
  return enabled?.every((region) => audited.includes(region)) ?? false;
}
