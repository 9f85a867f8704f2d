import { parseS3Uri } from '../../base/s3-uri.ts';
import { DAY_MS, type EpochMs } from '../../base/time.ts';
import {
  dayFolder,
  isOfSummaries,
  isTrailFile,
  parseTrailFileName,
  type RegionFolder,
} from '../../sources/trail/trail-key.ts';
import type { TrailFile, TrailQuery, TrailSlice, TrailStore } from '../../sources/trail/trail-store.ts';
import type { AwsSession } from '../client/session.ts';
import { AnyRegionS3Client } from './any-region-s3.ts';
import { filesBelow, findRegionFolders } from './s3-trail-folders.ts';
import { listPages, notListed, type TrailBucket } from './s3-trail-listing.ts';
import { readTrailObject } from './s3-trail-object.ts';

/** Listings of days under way at once. */
const LISTINGS_AHEAD = 8;

/** Whether a trail's address is one in S3; anything else is a directory. */
export function isS3Address(address: string): boolean {
  return address.startsWith('s3://');
}

/**
 * The log files of trails in a bucket, below `s3://BUCKET[/PREFIX]`: the prefix of a trail, or any folder further down.
 * Requesters pay where the owner of the bucket says so. Throws where the address cannot be one.
 */
export function createS3TrailStore(session: AwsSession, address: string): TrailStore {
  const uri = parseS3Uri(address);
  if (uri === undefined) throw new Error(`Cannot read trail files from "${address}": expected s3://BUCKET/PREFIX`);
  const { bucket, key } = uri;
  const prefix = key === '' ? '' : `${key.replace(/\/+$/, '')}/`;
  const place: TrailBucket = { client: session.client(AnyRegionS3Client), bucket, signal: session.signal };
  return {
    address,
    whole: true,
    slices: (query) => slicesIn(place, prefix, query),
    read: (file) => readTrailObject(place, file),
  };
}

async function* slicesIn(place: TrailBucket, prefix: string, query: TrailQuery): AsyncGenerator<TrailSlice> {
  const { folders, isOrdered, lost } = await findRegionFolders(place, prefix, query);
  for (const { folder, loss } of lost) yield { files: [], lost: loss, ...summariesIn(folder) };
  const { delivered } = query;
  if (!isOrdered) {
    yield* slicesOfPages(place, prefix, query);
  } else if (delivered === undefined) {
    for (const folder of folders) yield* slicesOfPages(place, folder.prefix, query);
  } else {
    yield* daysOf(place, folders, delivered);
    const calls = folders.filter((folder) => !isOfSummaries(folder.prefix));
    if (calls.length === 0) return;
    // CloudTrail makes no folder for a Region in which nothing happens.
    const quiet = (query.regions ?? []).filter((region) => !calls.some((folder) => folder.region === region));
    for (const region of quiet) yield { region, delivered, files: [] };
  }
}

/** Day after day, the latest first, all Regions of a day before the day before. */
async function* daysOf(
  place: TrailBucket,
  folders: readonly RegionFolder[],
  delivered: { readonly from: EpochMs; readonly to: EpochMs },
): AsyncGenerator<TrailSlice> {
  const ahead: Promise<TrailSlice>[] = [];
  for (let day = Math.ceil(delivered.to / DAY_MS) * DAY_MS - DAY_MS; day > delivered.from - DAY_MS; day -= DAY_MS) {
    for (const folder of folders) {
      ahead.push(sliceOfDay(place, folder, day));
      if (ahead.length > LISTINGS_AHEAD) yield* oldest(ahead);
    }
  }
  while (ahead.length > 0) yield* oldest(ahead);
}

async function* oldest(ahead: Promise<TrailSlice>[]): AsyncGenerator<TrailSlice> {
  const slice = await ahead.shift();
  if (slice !== undefined) yield slice;
}

async function sliceOfDay(place: TrailBucket, folder: RegionFolder, day: EpochMs): Promise<TrailSlice> {
  const { region } = folder;
  const common = { region, delivered: { from: day, to: day + DAY_MS }, ...summariesIn(folder.prefix) };
  const files: TrailFile[] = [];
  try {
    for await (const page of listPages(place, folder.prefix + dayFolder(day))) files.push(...page);
    return { ...common, files: files.filter(({ address }) => isTrailFile(address)) };
  } catch (error) {
    return { ...common, files, lost: notListed(place, filesBelow(place, folder.prefix + dayFolder(day)), error) };
  }
}

function summariesIn(address: string): { readonly isOfSummaries?: true } {
  return isOfSummaries(address) ? { isOfSummaries: true } : {};
}

/** Whatever lies below a prefix, page by page: where files are not in folders of days, or all are wanted. */
async function* slicesOfPages(place: TrailBucket, prefix: string, query: TrailQuery): AsyncGenerator<TrailSlice> {
  try {
    for await (const page of listPages(place, prefix)) {
      yield { files: page.filter(({ address }) => isTrailFile(address) && isAsked(address, query)) };
    }
  } catch (error) {
    yield { files: [], lost: notListed(place, filesBelow(place, prefix), error) };
  }
}

function isAsked(address: string, { accountId, regions, delivered }: TrailQuery): boolean {
  const name = parseTrailFileName(address);
  if (name === undefined) return true;
  if (accountId !== undefined && name.accountId !== accountId) return false;
  if (regions !== undefined && !regions.includes(name.region)) return false;
  return delivered === undefined || (delivered.from <= name.deliveredAt && name.deliveredAt < delivered.to);
}
