import type { EpochMs } from '../../base/time.ts';

/** What the name of a digest file says ("CloudTrail digest file structure"). */
export interface DigestName {
  readonly accountId: string;
  /** The Region whose log files it names. */
  readonly region: string;
  readonly trail: string;
  readonly homeRegion: string;
  /** The end of the hour of deliveries that it names, to the second. */
  readonly endsAt: EpochMs;
  /** It names files that the digest of that hour left out, and stands in a chain of its own. */
  readonly isBackfill: boolean;
}

/** `123456789012_CloudTrail-Digest_eu-west-1_main_us-east-1_20260920T100131Z.json.gz` */
const NAME =
  /(?:^|\/)(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_([A-Za-z0-9._-]+)_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z(_backfill)?\.json(?:\.gz)?$/;

/** Reads the name at the end of a key or path; `undefined` when it is not as CloudTrail names digests. */
export function parseDigestName(key: string): DigestName | undefined {
  const match = NAME.exec(key);
  if (match === null) return undefined;
  const [, accountId = '', region = '', trail = '', homeRegion = '', year, month, day, hour, minute, second] = match;
  const date = [Number(year), Number(month) - 1, Number(day)] as const;
  const endsAt = Date.UTC(...date, Number(hour), Number(minute), Number(second));
  return { accountId, region, trail, homeRegion, endsAt, isBackfill: match[11] !== undefined };
}
