import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { MINUTE_MS, toIso } from '../base/time.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import type { SandboxAccount, SandboxTrail } from './sandbox-account.ts';
import type { StoredObject } from './sandbox-state.ts';
import { stableHex } from './stable-id.ts';
import { isSelected } from './trail-selectors.ts';

/** "CloudTrail publishes log files about every five minutes" ("How CloudTrail works"). */
const DELIVERY = 5 * MINUTE_MS;
const ORGANIZATION = 'o-sandbox2718';
const GLOBAL_SERVICES = ['cloudfront.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com'];

/** The log files of the account's trails up to `now`, by `bucket/key`; of trails that deliver to none of the buckets, none. */
export function trailLogFiles(
  account: SandboxAccount,
  now: number,
  buckets: readonly string[] = account.buckets,
): ReadonlyMap<string, StoredObject> {
  const files = new Map<string, StoredObject>();
  for (const trail of account.trails.filter(({ bucket }) => buckets.includes(bucket))) {
    const recorded = [...account.events, ...account.dataEvents].filter((record) => isRecorded(trail, record));
    const byFile = Map.groupBy(recorded, (record) => keyOf(trail, account.accountId, record));
    for (const [key, records] of byFile) {
      const lastModified = deliveryOf(records);
      if (lastModified > now) continue;
      const body = gzipSync(JSON.stringify({ Records: records }));
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      files.set(`${trail.bucket}/${key}`, { body, etag, lastModified, headers });
    }
  }
  return files;
}

function isRecorded(trail: SandboxTrail, record: CloudTrailRecord): boolean {
  const at = Date.parse(record.eventTime);
  const stoppedAt = trail.logging ? Number.POSITIVE_INFINITY : (trail.stoppedAt ?? trail.startedAt);
  const undeliveredFrom = trail.deliveryError?.lastDeliveryAt ?? Number.POSITIVE_INFINITY;
  return (
    (trail.multiRegion || trail.homeRegion === record.awsRegion) &&
    at >= trail.startedAt &&
    at < Math.min(stoppedAt, undeliveredFrom) &&
    (trail.globalServiceEvents !== false || !GLOBAL_SERVICES.includes(record.eventSource)) &&
    isSelected(trail, record)
  );
}

function deliveryOf([record]: readonly CloudTrailRecord[]): number {
  return Math.floor(Date.parse(record?.eventTime ?? '') / DELIVERY + 1) * DELIVERY;
}

/** `prefix/AWSLogs/[o-…/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz` */
function keyOf(trail: SandboxTrail, accountId: string, record: CloudTrailRecord): string {
  const delivered = toIso(deliveryOf([record]));
  const { awsRegion: region } = record;
  const day = delivered.slice(0, 10).replaceAll('-', '/');
  const stamp = `${delivered.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const unique = stableHex(`log file ${trail.name} ${region} ${delivered}`, 16);
  const folder = `${folderOf(trail, accountId)}/CloudTrail/${region}/${day}`;
  return `${folder}/${accountId}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}

/** `prefix/AWSLogs/[o-…/]ACCOUNT`: where the files of a trail lie. */
export function folderOf({ prefix, ownerId }: SandboxTrail, accountId: string): string {
  const organization = ownerId === undefined ? '' : `${ORGANIZATION}/`;
  return `${prefix === undefined ? '' : `${prefix}/`}AWSLogs/${organization}${accountId}`;
}
