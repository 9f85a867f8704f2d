import type { LimitFunction } from 'p-limit';
import type { Incomplete } from '../../../base/incomplete.ts';
import { lazy } from '../../../base/lazy.ts';
import { DAY_MS, day as dayText, type EpochMs, type TimeRange } from '../../../base/time.ts';
import { parseDigestName } from '../../../cloudtrail/digests/digest-name.ts';
import type { DigestedFile } from '../../../cloudtrail/digests/parse-digest.ts';
import type { DigestListing, GroupDigests, TrailFile } from '../trail-store.ts';
import { NEXT_DAY_MS, type PartOfDay } from './digested-days.ts';
import type { FileValidationOptions } from './file-validation-options.ts';
import { firstDigests } from './first-digests.ts';
import { type KeysByFingerprint, type LoadedDigest, readDigest } from './read-digest.ts';
import { type RegionDigests, regionDigests } from './region-digests.ts';

/** A day has 24 digests of a trail, and few backfills; more were put there by somebody else. */
const MOST_DIGESTS_A_DAY = 500;

/** The digests of a Region, and the files that they name. */
export interface ValidatedRegion {
  readonly digests: RegionDigests;
  /** Reads the digests that may name what was delivered in some days, of one place; without one, there are none. */
  read(delivered: TimeRange, place: GroupDigests | undefined): Promise<Omit<DigestListing, 'files'>>;
  /** Takes the named files that are to be in a group, by name. */
  claim(holds: (file: DigestedFile) => boolean): ReadonlyMap<string, DigestedFile>;
}

interface LoadedDay extends Omit<DigestListing, 'files'> {
  readonly day: EpochMs;
  readonly part: PartOfDay;
  /** The newest first. */
  readonly digests: readonly { readonly address: string; readonly loaded: LoadedDigest }[];
}

/**
 * Nothing read yet.
 *
 * @param limit of digests that are read at once, in all Regions
 * @param lost told of keys that could not be had: digests then count by what they say of each other
 */
export function validatedRegion(
  region: string,
  { access, expected, keys, window, signal }: FileValidationOptions,
  lost: (incomplete: Incomplete) => void,
  limit: LimitFunction,
): ValidatedRegion {
  const digests = regionDigests(region, access, expected(region));
  const named = new Map<string, DigestedFile>();
  const asked = new Set<string>();
  const keysHere = lazy(async (): Promise<KeysByFingerprint | undefined> => {
    try {
      return await keys?.of(region, window);
    } catch (error) {
      if (!signal?.aborted)
        lost(keys?.incompleteOf(`signatures of the digests of ${region}`, region, error) as Incomplete);
      return undefined;
    }
  });
  /** Digests are judged one after the other, the newest first, in whatever order they arrive. */
  let judged: Promise<unknown> = Promise.resolve();

  async function load(place: GroupDigests, day: EpochMs, part: PartOfDay): Promise<LoadedDay> {
    const { files, found, incomplete } = await place.of(day);
    const wanted = files
      .flatMap((file) => {
        const endsAt = parseDigestName(file.address)?.endsAt ?? Number.POSITIVE_INFINITY;
        const isAsked = digests.wants(file.address) && (part === 'whole' || endsAt < day + NEXT_DAY_MS);
        return isAsked ? [{ file, endsAt }] : [];
      })
      .toSorted((a, b) => b.endsAt - a.endsAt)
      .map(({ file }) => file);
    const tooMany = wanted.length > MOST_DIGESTS_A_DAY ? tooManyIn(place, day, wanted) : undefined;
    const read = wanted.length === 0 || tooMany !== undefined ? [] : await loadAll(wanted);
    const problem = incomplete ?? tooMany;
    return { day, part, digests: read, ...(found && { found }), ...(problem && { incomplete: problem }) };
  }

  async function loadAll(files: readonly TrailFile[]): Promise<LoadedDay['digests']> {
    const known = await keysHere();
    return Promise.all(
      files.map(async (file) => ({
        address: file.address,
        loaded: await limit(() => readDigest(access, file, known)),
      })),
    );
  }

  async function judge({ day, part, digests: read }: LoadedDay): Promise<void> {
    const known = read.length === 0 ? undefined : await keysHere();
    for (const { address, loaded } of read) {
      for (const file of digests.add(address, loaded, known)?.files ?? []) {
        named.set(access.nameOf(`s3://${file.bucket}/${file.key}`), file);
      }
    }
    digests.days.looked(day, part);
  }

  /** Where a day has no digests: whether validation began later, or they were taken away, the next one tells. */
  async function lookAhead(place: GroupDigests, { day, part, digests: read, incomplete }: LoadedDay): Promise<void> {
    if (part === 'begin' || read.length > 0 || incomplete !== undefined || digests.due === 0) return;
    const isKnown = (later: EpochMs) => asked.has(askedKey(place.place, later, 'whole'));
    const range = { from: day + DAY_MS, to: window.to, isKnown, trails: digests.due, wants: digests.wants };
    for (const { address, loaded } of await loadAll(await firstDigests(place, range))) {
      digests.add(address, loaded, await keysHere());
    }
  }

  return {
    digests,
    async read(delivered, place) {
      const days = daysOf(delivered)
        .filter(({ day }) => day <= window.to)
        .filter(({ day, part }) => isFirst(asked, place?.place, day, part));
      const loading = Promise.all(
        days.map(({ day, part }) =>
          place === undefined ? { day, part, digests: [] as LoadedDay['digests'] } : load(place, day, part),
        ),
      );
      const before = judged;
      const own = (async (): Promise<readonly LoadedDay[]> => {
        const loaded = await loading;
        await before;
        // What the deadline cut off tells nothing: its files are not read either.
        if (signal?.aborted) return loaded;
        for (const day of loaded) {
          await judge(day);
          if (place !== undefined) await lookAhead(place, day);
        }
        return loaded;
      })();
      judged = own;
      const loaded = await own;
      const found = loaded.find((day) => day.found !== undefined)?.found;
      const incomplete = loaded.find((day) => day.incomplete !== undefined)?.incomplete;
      return { ...(found && { found }), ...(incomplete && { incomplete }) };
    },
    claim(holds) {
      const claimed = new Map([...named].filter(([, file]) => holds(file)));
      for (const name of claimed.keys()) named.delete(name);
      return claimed;
    },
  };
}

/** The days, the latest first, each behind the beginning of the next. */
function daysOf({ from, to }: TimeRange): readonly { readonly day: EpochMs; readonly part: PartOfDay }[] {
  const last = Math.ceil(to / DAY_MS) * DAY_MS;
  const days: { day: EpochMs; part: PartOfDay }[] = [{ day: last, part: 'begin' }];
  for (let day = last - DAY_MS; day > from - DAY_MS; day -= DAY_MS) days.push({ day, part: 'whole' });
  return days;
}

function isFirst(asked: Set<string>, place: string | undefined, day: EpochMs, part: PartOfDay): boolean {
  if (asked.has(askedKey(place, day, 'whole')) || asked.has(askedKey(place, day, part))) return false;
  asked.add(askedKey(place, day, part));
  return true;
}

function askedKey(place: string | undefined, day: EpochMs, part: PartOfDay): string {
  return `${place} ${day} ${part}`;
}

function tooManyIn({ place }: GroupDigests, day: EpochMs, files: readonly TrailFile[]): Incomplete {
  return {
    what: `${files.length} digests of one day (${dayText(day)}) below ${place}`,
    why: `CloudTrail makes 24 for a trail; more than ${MOST_DIGESTS_A_DAY} are not read, and the day is not covered`,
  };
}
