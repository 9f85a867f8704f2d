import { isRegion } from '../../base/region.ts';
import { dayPath, type EpochMs } from '../../base/time.ts';

/** What the name of a log file says ("CloudTrail log file name format"). */
export interface TrailFileName {
  readonly accountId: string;
  readonly region: string;
  /** When the file was delivered, to the minute: it may hold any event from before. */
  readonly deliveredAt: EpochMs;
}

/** `123456789012_CloudTrail_eu-west-1_20260920T1005Z_Mu0KsOhtH1ar15ZZ.json.gz` */
const NAME =
  /(?:^|\/)(\d{12})_CloudTrail(?:-Aggregated)?_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^/]*\.json(?:\.gz)?$/;

/** Reads the name at the end of a key or path; `undefined` when it is not as CloudTrail names files. */
export function parseTrailFileName(key: string): TrailFileName | undefined {
  const match = NAME.exec(key);
  if (match === null) return undefined;
  const [, accountId = '', region = '', year, month, day, hour, minute] = match;
  const deliveredAt = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return { accountId, region, deliveredAt };
}

/**
 * Whether a key or path may be a log file of calls, or of what sums them up. Digest and Insights files, and those of
 * network activity, have folders and names of their own (`CloudTrail-Digest/`, `…_CloudTrail-Insight_…`).
 */
export function isTrailFile(key: string): boolean {
  return /\.json(\.gz)?$/.test(key) && !/(^|[/_])CloudTrail-(?!Aggregated[/_])[A-Za-z]+[/_]/.test(key);
}

/** Whether a key or path is that of a file, or folder, of aggregated events: they are delivered beside the events themselves. */
export function isOfSummaries(key: string): boolean {
  return /(^|[/_])CloudTrail-Aggregated[/_]/.test(key);
}

/** A folder of one account's files of one Region, `…/CloudTrail/REGION/`, or `CloudTrail-Aggregated` or `-Digest` instead. */
export interface RegionFolder {
  /** With a slash at its end. */
  readonly prefix: string;
  readonly accountId: string | undefined;
  readonly region: string;
}

const REGION_FOLDER = /(?:^|\/)(?:(\d{12})\/)?CloudTrail(?:-Aggregated|-Digest)?\/([^/]+)\/$/;

/** Reads the key of a folder; `undefined` when it is no Region's. */
export function parseRegionFolder(prefix: string): RegionFolder | undefined {
  const match = REGION_FOLDER.exec(prefix);
  const region = match?.[2];
  return region === undefined || !isRegion(region) ? undefined : { prefix, accountId: match?.[1], region };
}

/** Whether the folder of a Region is that of its digests. */
export function isOfDigests(prefix: string): boolean {
  return /(^|\/)CloudTrail-Digest\/[^/]+\/$/.test(prefix);
}

/** The folder of the digests that name a Region's log files. */
export function digestFolderOf(logFolder: string): string {
  return logFolder.replace(/(^|\/)CloudTrail\/([^/]+\/)$/, '$1CloudTrail-Digest/$2');
}

/** The folder of the log files that a Region's digests name. */
export function logFolderOf(digestFolder: string): string {
  return digestFolder.replace(/(^|\/)CloudTrail-Digest\/([^/]+\/)$/, '$1CloudTrail/$2');
}

/** Of calls, of what sums them up, and of digests, which are there even where nothing was called. */
const TRAIL_FOLDERS = ['CloudTrail/', 'CloudTrail-Aggregated/', 'CloudTrail-Digest/'];

/**
 * The folders worth looking into of those side by side below `parent`: towards `AWSLogs/[o-ORGANIZATION/]ACCOUNT/
 * CloudTrail/REGION/`, past what other services log there. Names with a slash at their end.
 */
export function foldersTowardsTrails(parent: string, names: readonly string[]): readonly string[] {
  const above = parent.split('/').at(-2) ?? '';
  if (above === 'AWSLogs') return names.filter((name) => /^(\d{12}|o-[a-z0-9]+)\/$/.test(name));
  if (/^o-[a-z0-9]{10,32}$/.test(above)) return names.filter((name) => /^\d{12}\/$/.test(name));
  if (TRAIL_FOLDERS.includes(`${above}/`)) return names.filter((name) => isRegion(name.slice(0, -1)));
  if (names.includes('AWSLogs/')) return ['AWSLogs/'];
  if (names.some((name) => TRAIL_FOLDERS.includes(name))) return TRAIL_FOLDERS.filter((name) => names.includes(name));
  return names.filter((name) => !name.startsWith('CloudTrail-'));
}

/** `2026/09/20/`: the folder of a day's deliveries. */
export function dayFolder(day: EpochMs): string {
  return `${dayPath(day)}/`;
}
