import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ask, endingAt, present } from './ask.ts';
import { awsErrorName, describeAwsError, isDenied } from './aws-error.ts';
import type { AwsSession } from './session.ts';
import { wholeBody } from './whole-body.ts';

/** Reads an object as UTF-8 text. Throws an error whose message says what to do about it. */
export async function readObjectText(session: AwsSession, bucket: string, key: string): Promise<string> {
  try {
    return await ask(
      async () => {
        const command = new GetObjectCommand({ Bucket: bucket, Key: key });
        const { Body, ContentLength } = await session.client(S3Client).send(command, endingAt(session.signal));
        const bytes = await wholeBody(present(Body, 'Body'));
        // Half a list of exceptions must not pass for the whole.
        if (ContentLength !== undefined) present(bytes.length === ContentLength || undefined, 'rest of the body');
        return new TextDecoder().decode(bytes);
      },
      (text) => text,
      undefined,
      session.signal,
    );
  } catch (error) {
    const call = { action: 's3:GetObject', region: session.region };
    // Who may not list a bucket is told of a missing object what he is told of one that he may not read.
    const orMissing = isDenied(error) ? ' (or there is no such object)' : '';
    const why = awsErrorName(error) === 'NoSuchKey' ? 'there is no such object' : describeAwsError(error, call);
    throw new Error(`${why}${orMissing}`, { cause: error });
  }
}
