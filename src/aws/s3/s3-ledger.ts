import { createHash } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { failureOf } from '../../base/missing-auditor-permission.ts';
import type { LedgerStore, StoredBytes } from '../../ports.ts';
import { documentLimit } from '../../run-ledger/inflate-document.ts';
import { awsErrorName, describeAwsError, missingPermission } from '../client/aws-error.ts';
import { abortOptions, callApi, pages, requireField } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import { readBody } from './read-body.ts';

/** What S3 answers where the object is not what the write expected ("Add preconditions to S3 operations"). */
const LOST_RACE = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);

/**
 * Keeps documents in a bucket below a prefix (without slash at its ends; may be empty), written only where nobody else
 * wrote in between. Encryption is the bucket's default.
 */
export function createS3Ledger(session: AwsSession, bucket: string, prefix: string): LedgerStore {
  const keyOf = (name: string): string => (prefix === '' ? name : `${prefix}/${name}`);
  const address = (name: string): string => `s3://${bucket}/${keyOf(name)}`;

  async function put(name: string, bytes: Uint8Array, condition: { IfMatch?: string; IfNoneMatch?: string }) {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: keyOf(name),
      Body: bytes,
      ContentType: 'application/gzip',
      ...condition,
    });
    const { ETag } = await session.client(S3Client).send(command, abortOptions(session.signal));
    return requireField(ETag, 'ETag');
  }

  return {
    address,
    async read(name) {
      try {
        return await callApi(
          async (): Promise<StoredBytes> => {
            const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) });
            const { Body, ETag, ContentLength } = await session
              .client(S3Client)
              .send(command, abortOptions(session.signal));
            const bytes = await readBody(requireField(Body, 'Body'), { stated: ContentLength, most: documentLimit() });
            // A connection that ends early must not pass for a damaged ledger.
            if (ContentLength !== undefined)
              requireField(bytes.length === ContentLength || undefined, 'rest of the body');
            return { bytes, version: requireField(ETag, 'ETag') };
          },
          (document) => document,
          undefined,
          session.signal,
        );
      } catch (error) {
        if (awsErrorName(error) === 'NoSuchKey') return undefined;
        throw failure('read', address(name), error, 's3:GetObject');
      }
    },
    async write(name, bytes, version) {
      try {
        return await put(name, bytes, version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version });
      } catch (error) {
        if (LOST_RACE.has(awsErrorName(error))) return 'lostRace';
        throw failure('write', address(name), error, 's3:PutObject');
      }
    },
    async list(prefix) {
      const names: string[] = [];
      try {
        for await (const keys of pages((token) => keysBelow(keyOf(prefix), token))) {
          for (const key of keys) {
            const name = key.slice(keyOf('').length);
            if (name.endsWith('.json.gz')) names.push(name);
          }
        }
        return names;
      } catch (error) {
        const call = { action: 's3:ListBucket', region: session.region, resource: `arn:aws:s3:::${bucket}` };
        throw failureOf(`Cannot list ${address(prefix)}: ${describeAwsError(error, call)}`, {
          cause: error,
          missing: missingPermission(error, call),
        });
      }
    },
    async setAside(name, bytes) {
      // By its content, so that setting the same aside twice keeps one copy.
      const aside = `${name}.damaged-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
      try {
        await put(aside, bytes, {});
      } catch (error) {
        throw failure('write', address(aside), error, 's3:PutObject');
      }
      return address(aside);
    },
  };

  function keysBelow(below: string, token: string | undefined) {
    return callApi(
      () =>
        session
          .client(S3Client)
          .send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: below, ...(token && { ContinuationToken: token }) }),
            abortOptions(session.signal),
          ),
      ({ Contents = [], NextContinuationToken, IsTruncated }) => ({
        items: Contents.map(({ Key }) => requireField(Key, 'Key')),
        ...(IsTruncated === true ? { next: requireField(NextContinuationToken, 'NextContinuationToken') } : {}),
      }),
      undefined,
      session.signal,
    );
  }

  function failure(verb: string, place: string, error: unknown, action: string): Error {
    const call = {
      action,
      region: session.region,
      resource: place.replace('s3://', 'arn:aws:s3:::').replace(/[^/]*$/, '*'),
    };
    return failureOf(`Cannot ${verb} ${place}: ${describeAwsError(error, call)}`, {
      cause: error,
      missing: missingPermission(error, call),
    });
  }
}
