import type { EpochMs } from '../../../base/time.ts';
import { intersect } from '../../../evidence/intervals.ts';
import type { UnvalidatedFiles } from '../../../evidence/unvalidated-files.ts';
import type { FileValidationOptions } from './file-validation-options.ts';
import type { ValidatedRegion } from './validated-region.ts';

/** What was read of some Regions without a digest to compare it with: it is from before validation began, or unsigned. */
export function unvalidatedIn(
  regions: readonly ValidatedRegion[],
  { keys, window }: Pick<FileValidationOptions, 'keys' | 'window'>,
): readonly Omit<UnvalidatedFiles, 'place'>[] {
  const trails = new Map<string, { readonly name: string; readonly homeRegion: string; until: EpochMs }>();
  for (const { digests } of regions) {
    for (const { trail: name, homeRegion, deliveries } of digests.undigested()) {
      const read = intersect(intersect([deliveries], [window]), digests.days.runs());
      if (read.length === 0) continue;
      const key = `${homeRegion} ${name}`;
      const until = Math.max(trails.get(key)?.until ?? deliveries.to, deliveries.to);
      trails.set(key, { name, homeRegion, until });
    }
  }
  const young = [...trails.values()].map(
    ({ name, homeRegion, until }) => ({ trail: { name, homeRegion }, why: 'young', until }) as const,
  );
  const isUnsigned = keys === undefined && regions.some(({ digests }) => digests.any());
  return isUnsigned ? [...young, { why: 'unsigned' }] : young;
}
