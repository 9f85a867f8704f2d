import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { messageOf } from '../../base/attempt.ts';
import { type StoredDigest, type TrailFile, TrailFileError } from '../../sources/trail/trail-store.ts';
import { awsErrorName, describeAwsError, isDenied, MalformedAnswer, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';

/** A bucket with log files, and the client that asks it. */
export interface TrailBucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The bytes of one log file as it is stored.
 *
 * @throws {TrailFileError} when it cannot be read whole
 */
export async function readTrailObject(place: TrailBucket, file: TrailFile): Promise<Uint8Array> {
  return (await readObject(place, file)).bytes;
}

/**
 * One digest as it is stored, and the signature that CloudTrail keeps in the object's metadata (`x-amz-meta-signature`).
 *
 * @throws {TrailFileError} when it cannot be read whole
 */
export async function readDigestObject(place: TrailBucket, file: TrailFile): Promise<StoredDigest> {
  const { bytes, metadata } = await readObject(place, file);
  const signature = metadata['signature'];
  return { bytes, ...(signature !== undefined && { signature }) };
}

interface WholeObject {
  readonly bytes: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

async function readObject(place: TrailBucket, file: TrailFile): Promise<WholeObject> {
  const Key = file.address.slice(`s3://${place.bucket}/`.length);
  const get = async () => {
    const command = new GetObjectCommand({ Bucket: place.bucket, Key, RequestPayer: 'requester' });
    const answer = await place.client.send(command, abortOptions(place.signal));
    return { bytes: await bodyOf(answer), stated: answer.ContentLength, metadata: answer.Metadata ?? {} };
  };
  try {
    return await callApi(get, checkedBody, undefined, place.signal);
  } catch (error) {
    const denied = missingPermission(error, { action: 's3:GetObject', resource: `arn:aws:s3:::${place.bucket}/*` });
    const missing = denied !== undefined && isAboutKey(error) ? { action: 'kms:Decrypt' } : denied;
    throw Object.assign(new TrailFileError(whyNotRead(error), { cause: error }), missing && { missing });
  }
}

/** The SDK sends again what failed before the body; a body that breaks off is for us to ask again. */
async function bodyOf(answer: GetObjectCommandOutput): Promise<Uint8Array> {
  const body = requireField(answer.Body, 'Body');
  try {
    return await body.transformToByteArray();
  } catch (error) {
    throw new MalformedAnswer(`the body broke off: ${messageOf(error)}`, { cause: error });
  }
}

function checkedBody({ bytes, stated, metadata }: WholeObject & { readonly stated: number | undefined }): WholeObject {
  if (stated === undefined || bytes.length === stated) return { bytes, metadata };
  throw new MalformedAnswer(`${bytes.length} of ${stated} bytes arrived`);
}

/** S3 answers with one and the same error whether the object or its key is out of reach; its message tells which. */
function whyNotRead(error: unknown): string {
  if (isAboutKey(error)) {
    return `${awsErrorName(error)}: the trail's files are encrypted with a KMS key; add kms:Decrypt on that key to the auditor's role, and allow the role in the key's policy`;
  }
  const why = describeAwsError(error, { action: 's3:GetObject' });
  if (!isDenied(error)) return why;
  return `${why}; a bucket of another account must allow it too, in its bucket policy, and a trail encrypted with a KMS key needs kms:Decrypt as well`;
}

function isAboutKey(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return /^KMS\./.test(awsErrorName(error)) || (isDenied(error) && /kms/i.test(message));
}
