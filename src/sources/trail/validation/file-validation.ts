import pLimit from 'p-limit';
import { getOrInsert } from '../../../base/get-or-insert.ts';
import type { Incomplete } from '../../../base/incomplete.ts';
import { HOUR_MS, type TimeRange } from '../../../base/time.ts';
import { eventsOfBreak, hoursOfFile, missingFiles } from '../../../cloudtrail/digests/digested-hours.ts';
import type { DigestedFile } from '../../../cloudtrail/digests/parse-digest.ts';
import { type Intervals, intervals } from '../../../evidence/intervals.ts';
import type { UnvalidatedFiles } from '../../../evidence/unvalidated-files.ts';
import { deliveriesOf, EVER } from '../coverage-of-files.ts';
import { incompleteList } from '../incomplete-list.ts';
import type { ScannedFile } from '../scan-batch.ts';
import { parseTrailFileName } from '../trail-key.ts';
import type { FileGroup, TrailFile } from '../trail-store.ts';
import type { FileValidationOptions } from './file-validation-options.ts';
import { unvalidatedIn } from './unvalidated-in.ts';
import { type ValidatedRegion, validatedRegion } from './validated-region.ts';

/** Groups whose digests are read ahead of their files. */
const GROUPS_AHEAD = 8;
/** Fewer than there are connections: a request that waits for one for long is given up, as if nobody had answered. */
const DIGESTS_AT_ONCE = 16;

/** Compares log files with the digests that CloudTrail signed. */
export interface FileValidation {
  /** Groups, each with what digests say of its files; of those that are not wanted, nothing is asked. */
  groups(from: AsyncIterable<FileGroup>): AsyncIterable<FileGroup>;
  /** Told of files that were read. */
  scanned(group: FileGroup, files: readonly ScannedFile[]): void;
  /** The events of a Region that files held which are missing or altered, or that no digest tells of. */
  uncovered(region: string): Intervals;
  incomplete(): readonly Incomplete[];
  /** Deliveries from before validation began, or whose signatures could not be checked. */
  unvalidated(): readonly Omit<UnvalidatedFiles, 'place'>[];
}

/** Nothing compared yet. Digests are read latest day first, as files are, some days ahead of them. */
export function fileValidation(options: FileValidationOptions): FileValidation {
  const { access, wanted, signal } = options;
  const limit = pLimit(DIGESTS_AT_ONCE);
  const regions = new Map<string, ValidatedRegion>();
  const lost = incompleteList();
  const gaps = new Map<string, Map<string, TimeRange>>();
  const addGap = (region: string, range: TimeRange): void => {
    getOrInsert(gaps, region, () => new Map<string, TimeRange>()).set(`${range.from} ${range.to}`, range);
  };
  const regionAt = (name: string): ValidatedRegion =>
    getOrInsert(regions, name, () => validatedRegion(name, options, lost.add, limit));

  async function checked(group: FileGroup): Promise<FileGroup> {
    const { region, delivered, digests } = group;
    if (region === undefined || delivered === undefined || group.isOfSummaries) return group;
    const state = regionAt(region);
    const { found, incomplete } = await state.read(delivered, digests);
    if (incomplete !== undefined) {
      lost.add(incomplete);
      if (options.expected(region)?.some(({ due }) => due !== undefined)) addGap(region, deliveriesOf(delivered));
    }
    if (digests === undefined) return group;
    const named = state.claim((file) => digests.holds(file));
    if (named.size === 0) return group;
    if (group.incomplete === undefined) {
      const there = found ?? new Set(group.files.map(({ address }) => access.nameOf(address)));
      for (const file of missingFiles(named.values(), there, (file) => access.nameOf(addressOf(file)))) {
        addGap(region, eventsOf(file));
        lost.add({ what: `trail file ${addressOf(file)}`, why: MISSING });
      }
    }
    return { ...group, files: group.files.map((file) => withDigest(file, named.get(access.nameOf(file.address)))) };
  }

  return {
    async *groups(from) {
      const ahead: Promise<FileGroup>[] = [];
      for await (const group of from) {
        ahead.push(wanted(group) ? checked(group) : Promise.resolve(group));
        if (ahead.length > GROUPS_AHEAD) yield await (ahead.shift() as Promise<FileGroup>);
        if (signal?.aborted) break;
      }
      for (const group of ahead) yield await group;
    },
    scanned({ region, files: listed }, scanned) {
      const refused = new Set(scanned.filter(({ problem }) => problem !== undefined).map(({ address }) => address));
      if (region === undefined || refused.size === 0) return;
      for (const { address, digested } of listed) {
        if (digested !== undefined && refused.has(address)) addGap(region, eventsOf(digested));
      }
    },
    uncovered(region) {
      const losses = regions.get(region)?.digests.losses() ?? [];
      return intervals([...(gaps.get(region)?.values() ?? []), ...losses.map(({ gap }) => eventsOfBreak(gap))]);
    },
    incomplete() {
      const all = incompleteList();
      for (const { digests } of regions.values()) for (const { incomplete } of digests.losses()) all.add(incomplete);
      return [...lost.all(), ...all.all()];
    },
    unvalidated: () => unvalidatedIn([...regions.values()], options),
  };
}

const MISSING =
  'it is no longer there, though CloudTrail delivered it, as its digest says; the hours of its events are not covered';

function withDigest(file: TrailFile, digested: DigestedFile | undefined): TrailFile {
  return digested === undefined ? file : { ...file, digested };
}

function addressOf({ bucket, key }: DigestedFile): string {
  return `s3://${bucket}/${key}`;
}

/** By the signed times of its events; else what a file of that name may hold. */
function eventsOf(file: DigestedFile): TimeRange {
  const name = parseTrailFileName(file.key);
  const delivered = name && { from: name.deliveredAt, to: name.deliveredAt + HOUR_MS };
  return hoursOfFile(file) ?? (delivered === undefined ? EVER : deliveriesOf(delivered));
}
