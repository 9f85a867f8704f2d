import type { Region } from '../../../base/region.ts';
import type { EpochMs, TimeRange } from '../../../base/time.ts';
import type { TrailDelivery, TrailStatus } from '../../../cloudtrail/trail-settings/trail.ts';
import type { UnvalidatedFiles } from '../../../evidence/unvalidated-files.ts';
import type { TrailPlace } from '../trail-place.ts';
import type { FileGroup } from '../trail-store.ts';
import type { DigestKeys } from './digest-keys.ts';
import { type FileValidation, fileValidation } from './file-validation.ts';
import { DIGEST_DELAY_MS, type ExpectedChain } from './region-digests.ts';

/** What files are compared with digests by. */
export interface ValidationWitnesses {
  /** The trails that record some Regions. */
  trails(regions: readonly Region[]): Promise<readonly TrailDelivery[]>;
  /** Absent where nobody can be asked: then digests count by what they say of each other. */
  readonly keys?: DigestKeys;
}

interface Reading {
  readonly regions: readonly Region[];
  /** From the first delivery that is asked for to now. */
  readonly window: TimeRange;
  readonly wanted: (group: FileGroup) => boolean;
  readonly signal?: AbortSignal;
}

/** Absent where there are no digests to compare files with. */
export interface PlaceValidation {
  readonly validation: FileValidation | undefined;
  /** What of the place nobody can vouch for, once it was read. */
  unvalidated(): readonly UnvalidatedFiles[];
}

/**
 * Says how the files of a place are compared with digests: by those of the trails that deliver there and have validation
 * switched on. Where nobody knows which trails do, by whatever digests there are.
 */
export async function placeValidation(
  { store, location }: TrailPlace,
  witnesses: ValidationWitnesses | undefined,
  { regions, window, wanted, signal }: Reading,
): Promise<PlaceValidation> {
  const place = store.address;
  if (witnesses === undefined || store.digests === undefined) return { validation: undefined, unvalidated: () => [] };
  const all = location === undefined ? [] : await witnesses.trails(regions);
  const trails = all.filter(({ bucket, prefix }) => bucket === location?.bucket && prefix === location.prefix);
  const validated = trails.filter(({ logFileValidation }) => logFileValidation);
  const off = trails
    .filter(({ logFileValidation }) => !logFileValidation)
    .map((trail) => unvalidatedTrail(place, trail, 'off'));
  if (trails.length > 0 && validated.length === 0) return { validation: undefined, unvalidated: () => off };

  const expected = (region: string): readonly ExpectedChain[] | undefined =>
    trails.length === 0
      ? undefined
      : validated.flatMap((trail) =>
          trail.statuses
            .filter((status) => status.region === region)
            .map((status) => expectedChain(trail, status, window.to)),
        );
  const validation = fileValidation({
    access: store.digests,
    window,
    expected,
    wanted,
    ...(witnesses.keys && { keys: witnesses.keys }),
    ...(signal && { signal }),
  });
  const known: readonly UnvalidatedFiles[] =
    trails.length === 0 && location !== undefined
      ? [{ place, why: 'unknown' }]
      : validated
          .filter(({ statuses }) => statuses.every(({ lastDigestAt }) => lastDigestAt === undefined))
          .map((trail) => unvalidatedTrail(place, trail, 'young'));
  return {
    validation,
    unvalidated: () => [...off, ...known, ...validation.unvalidated().map((each) => ({ place, ...each }))],
  };
}

function expectedChain(
  { name, homeRegion, ofOrganization }: TrailDelivery,
  { logging, stoppedAt, lastDigestAt, digestError }: TrailStatus,
  now: EpochMs,
): ExpectedChain {
  const end = logging ? now : Math.min(now, stoppedAt ?? lastDigestAt ?? now);
  return {
    trail: name,
    homeRegion,
    ofOrganization,
    ...(lastDigestAt !== undefined && { due: end - DIGEST_DELAY_MS }),
    ...(digestError !== undefined && { digestError }),
  };
}

function unvalidatedTrail(
  place: string,
  { name, homeRegion }: TrailDelivery,
  why: UnvalidatedFiles['why'],
): UnvalidatedFiles {
  return { place, trail: { name, homeRegion }, why };
}
