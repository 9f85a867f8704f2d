import { parseS3Uri } from '../../base/s3-uri.ts';
import { DAY_MS, type EpochMs, type TimeRange } from '../../base/time.ts';
import type { TrailCalls } from './trail-calls.ts';
import { filesBelow, findRegionFolders } from './trail-folders.ts';
import {
  dayFolder,
  digestFolderOf,
  isOfSummaries,
  isTrailFile,
  logFolderOf,
  parseTrailFileName,
  type RegionFolder,
} from './trail-key.ts';
import type { DigestListing, FileGroup, GroupDigests, TrailFile, TrailQuery, TrailStore } from './trail-store.ts';

/** Listings of days under way at once. */
const LISTINGS_AHEAD = 8;

/**
 * The log files of trails in a bucket, below `s3://BUCKET[/PREFIX]`: the prefix of a trail, or any folder further down.
 *
 * @param callsTo the calls to a bucket of this name
 * @param isPrefix true where it is known to be the prefix of a trail, so that nothing but `AWSLogs/` is looked for
 * @throws {Error} when the address is none of S3
 */
export function bucketTrailStore(
  callsTo: (bucket: string) => TrailCalls,
  address: string,
  isPrefix = false,
): TrailStore {
  const uri = parseS3Uri(address);
  if (uri === undefined) throw new Error(`Cannot read trail files from "${address}": expected s3://BUCKET/PREFIX`);
  const prefix = uri.key === '' ? '' : `${uri.key.replace(/\/+$/, '')}/`;
  const calls = callsTo(uri.bucket);
  return {
    address,
    whole: true,
    groups: (query) => groupsIn(calls, { prefix, isPrefix }, query),
    read: (file) => calls.read(file),
    digests: { signed: true, nameOf: (name) => name, read: (file) => calls.readDigest(file) },
  };
}

async function* groupsIn(
  calls: TrailCalls,
  { prefix, isPrefix }: { readonly prefix: string; readonly isPrefix: boolean },
  query: TrailQuery,
): AsyncGenerator<FileGroup> {
  const found = await findRegionFolders(calls, prefix, query, isPrefix);
  const { folders, digestFolders, isOrdered, incompleteFolders } = found;
  for (const { folder, incomplete } of incompleteFolders) yield { files: [], incomplete, ...summariesIn(folder) };
  const { delivered } = query;
  if (!isOrdered) {
    yield* groupsOfPages(calls, prefix, query);
  } else if (delivered === undefined) {
    for (const folder of folders) yield* groupsOfPages(calls, folder.prefix, query);
  } else {
    const places = placesOf(folders, digestFolders);
    yield* daysOf(calls, places, delivered);
    const ofCalls = places.filter((place) => !isOfSummaries(place.prefix));
    if (ofCalls.length === 0) return;
    // CloudTrail makes no folder for a Region in which nothing happens.
    const quiet = (query.regions ?? []).filter((region) => !ofCalls.some((place) => place.region === region));
    for (const region of quiet) yield { region, delivered, files: [] };
  }
}

/** A Region's folder of log files, and that of their digests. */
interface RegionPlace extends RegionFolder {
  /** False where the folder is not there: there are digests alone. */
  readonly hasFiles: boolean;
  readonly digestPrefix?: string;
}

function placesOf(folders: readonly RegionFolder[], digestFolders: readonly RegionFolder[]): readonly RegionPlace[] {
  const digests = new Set(digestFolders.map(({ prefix }) => prefix));
  const logs = new Set(folders.map(({ prefix }) => prefix));
  const places = folders.map((folder): RegionPlace => {
    const digestPrefix = digestFolderOf(folder.prefix);
    return { ...folder, hasFiles: true, ...(digests.has(digestPrefix) && { digestPrefix }) };
  });
  const emptied = digestFolders
    .map((folder) => ({ ...folder, prefix: logFolderOf(folder.prefix), digestPrefix: folder.prefix, hasFiles: false }))
    .filter(({ prefix }) => !logs.has(prefix));
  return [...places, ...emptied];
}

/** Day after day, the latest first, all Regions of a day before the day before. */
async function* daysOf(
  calls: TrailCalls,
  places: readonly RegionPlace[],
  delivered: TimeRange,
): AsyncGenerator<FileGroup> {
  const ahead: Promise<FileGroup>[] = [];
  for (let day = Math.ceil(delivered.to / DAY_MS) * DAY_MS - DAY_MS; day > delivered.from - DAY_MS; day -= DAY_MS) {
    for (const place of places) {
      ahead.push(groupOfDay(calls, place, day));
      if (ahead.length > LISTINGS_AHEAD) yield* oldest(ahead);
    }
  }
  while (ahead.length > 0) yield* oldest(ahead);
}

async function* oldest(ahead: Promise<FileGroup>[]): AsyncGenerator<FileGroup> {
  const group = await ahead.shift();
  if (group !== undefined) yield group;
}

async function groupOfDay(calls: TrailCalls, place: RegionPlace, day: EpochMs): Promise<FileGroup> {
  const { region, prefix } = place;
  const digests = digestsAt(calls, place, day);
  const common = {
    region,
    delivered: { from: day, to: day + DAY_MS },
    ...summariesIn(prefix),
    ...(digests && { digests }),
  };
  if (!place.hasFiles) return { ...common, files: [] };
  const { files, incomplete } = await listAll(calls, prefix + dayFolder(day));
  if (incomplete !== undefined) return { ...common, files, incomplete };
  return { ...common, files: files.filter(({ address }) => isTrailFile(address)) };
}

function digestsAt(calls: TrailCalls, { prefix, digestPrefix }: RegionPlace, day: EpochMs): GroupDigests | undefined {
  if (digestPrefix === undefined) return undefined;
  return {
    place: digestPrefix,
    of: (ended) => listAll(calls, digestPrefix + dayFolder(ended)),
    holds: (file) => file.bucket === calls.bucket && file.key.startsWith(prefix + dayFolder(day)),
  };
}

async function listAll(calls: TrailCalls, prefix: string): Promise<DigestListing> {
  const files: TrailFile[] = [];
  try {
    for await (const page of calls.objects(prefix)) files.push(...page);
    return { files };
  } catch (error) {
    return { files, incomplete: calls.incompleteOf(filesBelow(calls, prefix), error) };
  }
}

function summariesIn(address: string): { readonly isOfSummaries?: true } {
  return isOfSummaries(address) ? { isOfSummaries: true } : {};
}

/** Whatever lies below a prefix, page by page: where files are not in folders of days, or all are wanted. */
async function* groupsOfPages(calls: TrailCalls, prefix: string, query: TrailQuery): AsyncGenerator<FileGroup> {
  try {
    for await (const page of calls.objects(prefix)) {
      yield { files: page.filter(({ address }) => isTrailFile(address) && isAsked(address, query)) };
    }
  } catch (error) {
    yield { files: [], incomplete: calls.incompleteOf(filesBelow(calls, prefix), error) };
  }
}

function isAsked(address: string, { accountId, regions, delivered }: TrailQuery): boolean {
  const name = parseTrailFileName(address);
  if (name === undefined) return true;
  if (accountId !== undefined && name.accountId !== accountId) return false;
  if (regions !== undefined && !regions.includes(name.region)) return false;
  return delivered === undefined || (delivered.from <= name.deliveredAt && name.deliveredAt < delivered.to);
}
