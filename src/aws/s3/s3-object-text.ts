import { GetObjectCommand } from '@aws-sdk/client-s3';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import { describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import { AnyRegionS3Client } from './any-region-s3.ts';
import { isMissingObject } from './missing-object.ts';
import { readBody } from './read-body.ts';

/**
 * Reads an object of a bucket in any Region as UTF-8 text. Throws an error whose message says what to do about it.
 * @param most bytes above which it is not read
 */
export async function readObjectText(session: AwsSession, bucket: string, key: string, most: number): Promise<string> {
  try {
    return await callApi(
      async () => {
        const command = new GetObjectCommand({ Bucket: bucket, Key: key });
        const { Body, ContentLength } = await session
          .client(AnyRegionS3Client)
          .send(command, abortOptions(session.signal));
        const bytes = await readBody(requireField(Body, 'Body'), { stated: ContentLength, most });
        // Half a list of exceptions must not pass for the whole.
        if (ContentLength !== undefined) requireField(bytes.length === ContentLength || undefined, 'rest of the body');
        return new TextDecoder().decode(bytes);
      },
      (text) => text,
      undefined,
      session.signal,
    );
  } catch (error) {
    const call = { action: 's3:GetObject', region: session.region, resource: `arn:aws:s3:::${bucket}/${key}` };
    const missing = missingPermission(error, call);
    if (isMissingObject(error)) throw new Error('there is no such object', { cause: error });
    // Who may not list a bucket is told of a missing object what he is told of one that he may not read; not so of a key.
    const orMissing = missing?.action === call.action ? ' (or there is no such object)' : '';
    throw failureOf(`${describeAwsError(error, call)}${orMissing}`, { cause: error, missing });
  }
}
