import { partitionOfRegion } from '../base/partition.ts';
import { isArn } from '../iam/arn.ts';
import type { CloudTrailRecord } from './record.ts';
import { resourceNamesFor } from './resources/resource-names.ts';

/** No record hands on more ARNs than this; a batch call may touch hundreds. */
export const MAX_RESOURCES_PER_EVENT = 20;

/** The longest ARN that a record may hand on; S3 keys have up to 1,024 bytes. */
const MAX_ARN_LENGTH = 1_600;

/**
 * The ARNs of the resources that a call touched, normalised (partition, Region and account filled in), first those that
 * the record lists, then those that its parameters name, for the services whose parameters are understood.
 */
export function resourcesOf(
  record: Pick<CloudTrailRecord, 'region' | 'resources' | 'requestParameters'>,
  prefix: string,
  accountId: string,
): readonly string[] {
  const place = { partition: partitionOfRegion(record.region), region: record.region, accountId };
  const arns = new Set<string>();
  const add = (text: string) => {
    if (arns.has(text) || arns.size >= MAX_RESOURCES_PER_EVENT || text.length > MAX_ARN_LENGTH) return;
    if (isArn(text)) arns.add(text);
  };
  for (const { arn } of record.resources) {
    if (arn !== undefined) add(normalised(arn));
  }
  for (const name of resourceNamesFor(prefix, record.requestParameters ?? {}, place)) add(normalised(name));
  return [...arns];
}

/** Log groups are listed with a trailing `:*` in some records, and buckets with a trailing slash. */
function normalised(arn: string): string {
  const text = arn.trim();
  if (text.endsWith(':*') && /^arn:[^:]+:logs:/.test(text)) return text.slice(0, -2);
  return text.endsWith('/') && /^arn:[^:]+:s3:::[^/]+\/$/.test(text) ? text.slice(0, -1) : text;
}
