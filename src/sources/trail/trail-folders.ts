import type { Incomplete } from '../../base/incomplete.ts';
import type { TrailCalls } from './trail-calls.ts';
import { foldersTowardsTrails, isOfDigests, parseRegionFolder, type RegionFolder } from './trail-key.ts';
import type { TrailQuery } from './trail-store.ts';

/** No layout of CloudTrail's is deeper: prefix, AWSLogs, organization, account, CloudTrail, Region. */
const MOST_LEVELS = 8;
/** More folders are not looked into: the prefix is not a trail's. */
const MOST_FOLDERS = 5_000;

/** A folder that could not be looked into. */
export interface IncompleteFolder {
  readonly folder: string;
  readonly incomplete: Incomplete;
}

/** Where log files lie below a prefix. */
export interface TrailFolders {
  /** The folders of the accounts and Regions asked for. */
  readonly folders: readonly RegionFolder[];
  /** Those of their digests. */
  readonly digestFolders: readonly RegionFolder[];
  /** False where files do not lie in folders of Regions, or the prefix is inside such a folder. */
  readonly isOrdered: boolean;
  readonly incompleteFolders: readonly IncompleteFolder[];
}

/** What is lost where a folder cannot be looked into. */
export function filesBelow({ bucket }: TrailCalls, folder: string): string {
  return `trail files below s3://${bucket}/${folder}`;
}

/** Walks down from a prefix to the folders of Regions, level by level; from its `AWSLogs/` where it is known to be the prefix of a trail. */
export async function findRegionFolders(
  calls: TrailCalls,
  prefix: string,
  query: TrailQuery,
  isPrefix: boolean,
): Promise<TrailFolders> {
  const folders: RegionFolder[] = [];
  const incompleteFolders: IncompleteFolder[] = [];
  let left = MOST_FOLDERS;
  const logs = isPrefix ? `${prefix}AWSLogs/` : await logsBelow(calls, prefix);
  let isOrdered = logs !== undefined;

  const below = async (folder: string): Promise<readonly string[]> => {
    if (left-- <= 0 || isInsideRegion(folder)) return [];
    try {
      const names = foldersTowardsTrails(folder, await calls.folders(folder));
      isOrdered ||= names.some((name) => name === 'AWSLogs/' || name === 'CloudTrail/');
      return names.filter((name) => !isOtherAccount(name, query)).map((name) => folder + name);
    } catch (error) {
      incompleteFolders.push({ folder, incomplete: calls.incompleteOf(filesBelow(calls, folder), error) });
      return [];
    }
  };

  let level: readonly string[] = [logs ?? prefix];
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const regions = level.map(parseRegionFolder).filter((folder) => folder !== undefined);
    isOrdered ||= regions.length > 0;
    folders.push(...regions.filter((folder) => isAsked(folder, query)));
    const between = level.filter((folder) => parseRegionFolder(folder) === undefined);
    level = (await Promise.all(between.map(below))).flat();
  }
  if (left < 0) {
    const why = `more than ${MOST_FOLDERS} folders; name the prefix of the trail`;
    incompleteFolders.push({ folder: prefix, incomplete: { what: filesBelow(calls, prefix), why } });
  }
  const sorted = folders.toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1));
  return {
    folders: sorted.filter(({ prefix }) => !isOfDigests(prefix)),
    digestFolders: sorted.filter(({ prefix }) => isOfDigests(prefix)),
    isOrdered: isOrdered || incompleteFolders.length > 0,
    incompleteFolders,
  };
}

/**
 * `AWSLogs/` below a prefix, where that is where log files lie: to begin there spares listing what the bucket holds beside it,
 * which the auditor may not be allowed. Where that cannot be told, the walk from the prefix itself says why.
 */
async function logsBelow(calls: TrailCalls, prefix: string): Promise<string | undefined> {
  if (/(^|\/)(AWSLogs|CloudTrail(-Aggregated|-Digest)?)\//.test(prefix)) return undefined;
  const logs = `${prefix}AWSLogs/`;
  const names = await calls.folders(logs).catch(() => []);
  return names.length > 0 ? logs : undefined;
}

function isInsideRegion(folder: string): boolean {
  return /(^|\/)CloudTrail(-Aggregated|-Digest)?\/[^/]+\/\d{4}\//.test(folder);
}

function isOtherAccount(name: string, { accountId }: TrailQuery): boolean {
  return accountId !== undefined && /^\d{12}\/$/.test(name) && name !== `${accountId}/`;
}

function isAsked(folder: RegionFolder, { accountId, regions }: TrailQuery): boolean {
  if (accountId !== undefined && folder.accountId !== undefined && folder.accountId !== accountId) return false;
  return regions === undefined || regions.includes(folder.region);
}
