import { createHash, hash, type KeyObject, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { HOUR_MS, MINUTE_MS, toIso } from '../base/time.ts';
import { digestKey } from './digest-key.ts';
import type { SandboxAccount, SandboxTrail } from './sandbox-account.ts';
import type { StoredObject } from './sandbox-state.ts';
import { folderOf } from './trail-log-files.ts';
import type { JsonObject } from './wire/json.ts';

/** A digest is delivered some minutes after the hour that it is of. */
const DELAY = 10 * MINUTE_MS;
/** Hours of digests end off the clock's hour, each trail's at a moment of its own. */
const OFFSET = 91_000;

/** The digests of one trail in one Region, as they are asked for: each is made, and signed, once. */
export interface TrailDigests {
  /** `bucket/key` of those delivered up to `now`. */
  names(now: number): readonly string[];
  /** The digest of that name, where there is one. */
  get(name: string): StoredObject | undefined;
}

interface MadeDigest {
  readonly content: string;
  readonly signature: string;
  readonly object: StoredObject;
}

/** Digests of the log files given, one for every hour since validation was switched on; each names the one before it. */
export function trailDigests(
  account: SandboxAccount,
  trail: SandboxTrail,
  region: string,
  logFiles: () => ReadonlyMap<string, StoredObject>,
): TrailDigests {
  const since = Math.floor((trail.logFileValidation?.since ?? 0) / HOUR_MS) * HOUR_MS + OFFSET;
  const stoppedAt = trail.logging ? Number.POSITIVE_INFINITY : (trail.stoppedAt ?? trail.startedAt);
  const made: MadeDigest[] = [];
  const names: string[] = [];
  const own = `${trail.bucket}/${folderOf(trail, account.accountId)}/CloudTrail/${region}/`;
  const hourOf = (at: number): number => Math.floor((at - since) / HOUR_MS);
  let grouped: { readonly of: unknown; readonly byHour: ReadonlyMap<number, [string, StoredObject][]> } | undefined;
  const filesOf = (from: number): readonly [string, StoredObject][] => {
    const files = logFiles();
    if (grouped?.of !== files) {
      const here = [...files].filter(([name]) => name.startsWith(own));
      grouped = { of: files, byHour: Map.groupBy(here, ([, { lastModified }]) => hourOf(lastModified)) };
    }
    return grouped.byHour.get(hourOf(from)) ?? [];
  };
  const key = digestKey(account, region);
  const endOf = (index: number): number => since + (index + 1) * HOUR_MS;
  const keyAt = (index: number): string => digestKeyOf(account.accountId, trail, region, endOf(index));

  const makeNext = (): void => {
    const index = made.length;
    const before = made.at(-1);
    const [from, to] = [endOf(index) - HOUR_MS, endOf(index)];
    const files = filesOf(from);
    const content = JSON.stringify({
      awsAccountId: account.accountId,
      digestStartTime: toIso(from),
      digestEndTime: toIso(to),
      digestS3Bucket: trail.bucket,
      digestS3Object: keyAt(index),
      digestPublicKeyFingerprint: key.fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      ...previousOf(trail.bucket, index === 0 ? undefined : keyAt(index - 1), before),
      logFiles: files.map(([name, { body }]) => digested(trail.bucket, name, body)),
    });
    const text = [
      toIso(to),
      `${trail.bucket}/${keyAt(index)}`,
      hash('sha256', content, 'hex'),
      before?.signature ?? 'null',
    ].join('\n');
    const signature = signed(text, key.privateKey);
    made.push({ content, signature, object: stored(content, signature, to + DELAY) });
  };

  return {
    names(now) {
      const last = Math.floor((Math.min(now - DELAY, stoppedAt + HOUR_MS) - since) / HOUR_MS) - 1;
      for (let index = names.length; index <= last; index += 1) names.push(`${trail.bucket}/${keyAt(index)}`);
      return names.slice(0, Math.max(0, last + 1));
    },
    get(name) {
      const stamp = /_(\d{8}T\d{6}Z)\.json\.gz$/.exec(name)?.[1] ?? '';
      const iso = stamp.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z');
      const index = Math.round((Date.parse(iso) - since) / HOUR_MS) - 1;
      if (!(index >= 0) || name !== `${trail.bucket}/${keyAt(index)}`) return undefined;
      while (made.length <= index) makeNext();
      return made[index]?.object;
    },
  };
}

function previousOf(bucket: string, key: string | undefined, before: MadeDigest | undefined): JsonObject {
  return {
    previousDigestS3Bucket: before === undefined ? null : bucket,
    previousDigestS3Object: key ?? null,
    previousDigestHashValue: before === undefined ? null : hash('sha256', before.content, 'hex'),
    previousDigestHashAlgorithm: before === undefined ? null : 'SHA-256',
    previousDigestSignature: before?.signature ?? null,
  };
}

function digested(bucket: string, name: string, body: Buffer): JsonObject {
  const content = gunzipSync(body).toString();
  const times = (JSON.parse(content) as { Records: { eventTime: string }[] }).Records.map(
    (each) => each.eventTime,
  ).sort();
  return {
    s3Bucket: bucket,
    s3Object: name.slice(bucket.length + 1),
    hashValue: hash('sha256', content, 'hex'),
    hashAlgorithm: 'SHA-256',
    newestEventTime: times.at(-1) ?? null,
    oldestEventTime: times[0] ?? null,
  };
}

function stored(content: string, signature: string, lastModified: number): StoredObject {
  const body = gzipSync(content);
  return {
    body,
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    lastModified,
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-amz-meta-signature': signature,
      'x-amz-meta-signature-algorithm': 'SHA256withRSA',
    },
  };
}

/** `…/CloudTrail-Digest/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDTHHmmssZ.json.gz` */
function digestKeyOf(accountId: string, trail: SandboxTrail, region: string, to: number): string {
  const iso = toIso(to);
  const stamp = iso.replaceAll(/[-:]/g, '');
  const folder = `${folderOf(trail, accountId)}/CloudTrail-Digest/${region}/${iso.slice(0, 10).replaceAll('-', '/')}`;
  return `${folder}/${accountId}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${stamp}.json.gz`;
}

function signed(text: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(text), key).toString('hex');
}
