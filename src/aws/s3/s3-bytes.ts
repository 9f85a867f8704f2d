import { GetObjectCommand } from '@aws-sdk/client-s3';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import type { ByteSource } from '../../stored-report/byte-source.ts';
import { describeAwsError, MalformedAnswer, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import { AnyRegionS3Client } from './any-region-s3.ts';
import { isMissingObject } from './missing-object.ts';
import { readBody } from './read-body.ts';

/** Beyond this an object is not read as a whole. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** The bytes of an object in a bucket of any Region. Errors say what to do about them. */
export function s3Bytes(session: AwsSession, bucket: string, key: string): ByteSource {
  const get = (range: string | undefined) => getRange(session, { bucket, key, ...(range !== undefined && { range }) });
  return {
    address: `s3://${bucket}/${key}`,
    end: (most) => get(`bytes=-${most}`),
    async range(from, length) {
      const { bytes } = await get(`bytes=${from}-${from + length - 1}`);
      if (bytes.length === length) return bytes;
      throw new Error(`only ${bytes.length} of ${length} bytes are there from byte ${from} on`);
    },
    whole: async () => (await get(undefined)).bytes,
  };
}

interface Wanted {
  readonly bucket: string;
  readonly key: string;
  readonly range?: string;
}

async function getRange(session: AwsSession, { bucket, key, range }: Wanted) {
  try {
    return await callApi(
      async () => {
        const command = new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range !== undefined && { Range: range }),
        });
        const answer = await session.client(AnyRegionS3Client).send(command, abortOptions(session.signal));
        const bytes = await readBody(requireField(answer.Body, 'Body'), {
          stated: answer.ContentLength,
          most: MOST_BYTES,
        });
        if (answer.ContentLength !== undefined && answer.ContentLength !== bytes.length) {
          throw new MalformedAnswer(`${bytes.length} of ${answer.ContentLength} bytes arrived`);
        }
        // `bytes 0-99/1234`
        const stated = Number(answer.ContentRange?.split('/').at(-1));
        return { bytes, size: Number.isSafeInteger(stated) ? stated : bytes.length };
      },
      (read) => read,
      undefined,
      session.signal,
    );
  } catch (error) {
    const call = { action: 's3:GetObject', region: session.region, resource: `arn:aws:s3:::${bucket}/${key}` };
    if (isMissingObject(error)) throw new Error('there is no such object', { cause: error });
    throw failureOf(describeAwsError(error, call), { cause: error, missing: missingPermission(error, call) });
  }
}
