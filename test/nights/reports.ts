import { inflateRawSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AwsSession } from '../../src/aws/client/session.ts';
import { counted } from '../../src/findings/text.ts';
import type { NightTotals } from '../../src/report/run-totals.ts';
import { dayAndHour } from './night-names.ts';

/** An object of S3. */
export async function readObject(session: AwsSession, bucket: string, key: string): Promise<Uint8Array> {
  const { Body: body } = await session.client(S3Client).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (body === undefined) throw new Error(`s3://${bucket}/${key} has no body`);
  return body.transformToByteArray();
}

export async function writeObject(
  session: AwsSession,
  bucket: string,
  key: string,
  body: string | Uint8Array,
): Promise<void> {
  await session.client(S3Client).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

/** The trend that a stored page shows, a line for each night, the night's own last. */
export async function trendIn(session: AwsSession, uri: string): Promise<string> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const page = Buffer.from(await readObject(session, bucket, key)).toString('utf8');
  const packed = /<script type="text\/plain" id="data">([^<]+)</.exec(page)?.[1] ?? '';
  const data = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as {
    readonly history: readonly NightTotals[];
  };
  return data.history.map(nightLine).join('\n');
}

/** `2: 1 critical, 2 low, 1 not checked, 1 suppressed; 5 roles, incomplete`. */
function nightLine({ at, roles, findings, notLookedAt = 0, suppressed, complete }: NightTotals): string {
  const counts = [
    ...Object.entries(findings),
    ['not checked', notLookedAt] as const,
    ['suppressed', suppressed] as const,
  ]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name.toLowerCase()}`);
  const ending = complete ? '' : ', incomplete';
  return `${dayAndHour(new Date(at).toISOString())}: ${counts.join(', ')}; ${counted(roles, 'role')}${ending}`;
}
