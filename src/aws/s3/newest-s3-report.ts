import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import { DAY_MS, dayPath } from '../../base/time.ts';
import { newestReport } from '../../stored-report/report-key.ts';
import { describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, pages } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import { AnyRegionS3Client } from './any-region-s3.ts';

/** Where to look. */
export interface ReportPrefix {
  readonly bucket: string;
  /** What keys begin with, the slash at its end included; may be empty. */
  readonly prefix: string;
  /** The account whose report is wanted; any where absent. */
  readonly accountId?: string;
}

/** Nightly runs are found in the first listing; whoever audits less often waits for a second one. */
const RECENT_MS = 14 * DAY_MS;

/** The key of the newest report below a prefix. Throws an error whose message says what to do about it. */
export async function newestS3Report(
  session: AwsSession,
  { bucket, prefix, accountId }: ReportPrefix,
  now: number,
): Promise<string | undefined> {
  try {
    const recent = await listed(session, bucket, prefix, `${prefix}${dayPath(now - RECENT_MS)}`);
    return newestReport(recent, accountId) ?? newestReport(await listed(session, bucket, prefix), accountId);
  } catch (error) {
    const call = { action: 's3:ListBucket', region: session.region, resource: `arn:aws:s3:::${bucket}` };
    throw failureOf(describeAwsError(error, call), { cause: error, missing: missingPermission(error, call) });
  }
}

async function listed(session: AwsSession, bucket: string, prefix: string, after?: string): Promise<readonly string[]> {
  const keys: string[] = [];
  const listing = pages(async (token) => {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(after !== undefined && { StartAfter: after }),
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const answer = await callApi(
      () => session.client(AnyRegionS3Client).send(command, abortOptions(session.signal)),
      (page) => page,
      undefined,
      session.signal,
    );
    return { items: answer.Contents ?? [], next: answer.NextContinuationToken };
  });
  for await (const objects of listing) keys.push(...objects.flatMap(({ Key }) => Key ?? []));
  return keys;
}
