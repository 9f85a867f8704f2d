import type { Incomplete } from '../base/incomplete.ts';
import type { Region } from '../base/region.ts';
import type { RegionDirectory } from '../ports.ts';

/** The Regions of one run. */
export interface RegionScope {
  /** Whose task definitions are read. */
  readonly audited: readonly Region[];
  /** Where CloudTrail is read: every enabled Region, since an application may call services anywhere. */
  readonly watched: readonly Region[];
  /** Every Region enabled for the account; `undefined` when nobody could say, and then nothing may be called unused. */
  readonly enabled: readonly Region[] | undefined;
  readonly incomplete: readonly Incomplete[];
}

/** Settles which Regions are audited and which are watched. */
export async function chooseRegions(
  directory: RegionDirectory,
  wanted: 'all' | readonly Region[],
  homeRegion: Region,
): Promise<RegionScope> {
  const reading = await directory.enabledRegions();
  const known = reading.incomplete.length === 0 && reading.value.length > 0;
  if (!known) {
    // Without the list, the Regions named (or the one we run in) are read all the same: findings other than "unused" stand.
    const named = wanted === 'all' ? [homeRegion] : wanted;
    return { audited: named, watched: named, enabled: undefined, incomplete: reading.incomplete };
  }
  const enabled = [...reading.value].sort();
  const audited = wanted === 'all' ? enabled : enabled.filter((region) => wanted.includes(region));
  const disabled = wanted === 'all' ? [] : wanted.filter((region) => !enabled.includes(region));
  const incomplete = disabled.map((region) => ({
    what: `Task definitions of ${region}`,
    why: `the Region is not enabled for this account; enabled are ${enabled.join(', ')}`,
  }));
  return { audited, watched: enabled, enabled, incomplete };
}

/** True when the audited Regions are all that the account has. */
export function isEveryRegion({ enabled, audited }: RegionScope): boolean {
  return enabled?.every((region) => audited.includes(region)) ?? false;
}
