import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { Incomplete } from '../../base/incomplete.ts';
import type { TrailCalls } from '../../sources/trail/trail-calls.ts';
import type { TrailFile } from '../../sources/trail/trail-store.ts';
import { isDenied, MalformedAnswer, toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, pages } from '../client/call-api.ts';
import type { AwsSession } from '../client/session.ts';
import { AnyRegionS3Client } from './any-region-s3.ts';
import { readDigestObject, readTrailObject, type TrailBucket } from './trail-object.ts';

/** The calls of the source `trail`, to buckets in any Region. Requesters pay where the owner of a bucket says so. */
export function createTrailCalls(session: AwsSession): (bucket: string) => TrailCalls {
  return (bucket) => {
    const place: TrailBucket = { client: session.client(AnyRegionS3Client), bucket, signal: session.signal };
    return {
      bucket,
      objects: (prefix) => listObjects(place, prefix),
      folders: (prefix) => listFolders(place, prefix),
      read: (file) => readTrailObject(place, file),
      readDigest: (file) => readDigestObject(place, file),
      incompleteOf: (what, error) => incompleteOfListing(place, what, error),
    };
  };
}

async function* listObjects(place: TrailBucket, prefix: string): AsyncGenerator<readonly TrailFile[]> {
  const listing = pages(async (token) => {
    const answer = await list(place, { Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) });
    return { items: answer.Contents ?? [], next: answer.NextContinuationToken };
  });
  for await (const objects of listing) {
    yield objects.flatMap(({ Key, Size }) =>
      Key === undefined ? [] : [{ address: `s3://${place.bucket}/${Key}`, size: Size ?? 0 }],
    );
  }
}

async function listFolders(place: TrailBucket, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  const listing = pages(async (token) => {
    const answer = await list(place, {
      Prefix: prefix,
      Delimiter: '/',
      ...(token !== undefined && { ContinuationToken: token }),
    });
    return { items: answer.CommonPrefixes ?? [], next: answer.NextContinuationToken };
  });
  for await (const folders of listing) {
    names.push(...folders.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix.slice(prefix.length)])));
  }
  return names;
}

interface Listing {
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly ContinuationToken?: string;
}

function list(place: TrailBucket, listing: Listing): Promise<ListObjectsV2CommandOutput> {
  const command = new ListObjectsV2Command({ Bucket: place.bucket, RequestPayer: 'requester', ...listing });
  return callApi(
    () => place.client.send(command, abortOptions(place.signal)),
    (answer) => {
      // A cut listing must not look like the end of it.
      if (answer.IsTruncated === undefined) throw new MalformedAnswer('"IsTruncated" is missing');
      if (answer.IsTruncated && !answer.NextContinuationToken) throw new MalformedAnswer('a further page has no token');
      return answer;
    },
    undefined,
    place.signal,
  );
}

function incompleteOfListing({ bucket }: TrailBucket, what: string, error: unknown): Incomplete {
  const incomplete = toIncomplete(what, error, { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` });
  if (!isDenied(error)) return incomplete;
  return {
    ...incomplete,
    why: `${incomplete.why}; a bucket of another account must allow it too, in its bucket policy`,
  };
}
