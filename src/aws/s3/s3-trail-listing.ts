import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { Incomplete } from '../../base/incomplete.ts';
import type { TrailFile } from '../../sources/trail/trail-store.ts';
import { isDenied, MalformedAnswer, toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, pages } from '../client/call-api.ts';

/** A bucket with log files, and the client that asks it. */
export interface TrailBucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly signal: AbortSignal | undefined;
}

/** The objects below a prefix, in pages of at most 1,000. Throws what the SDK throws. */
export async function* listPages(place: TrailBucket, prefix: string): AsyncGenerator<readonly TrailFile[]> {
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

/** The names of the folders right below a prefix, each with a slash at its end. Throws what the SDK throws. */
export async function listFolders(place: TrailBucket, prefix: string): Promise<readonly string[]> {
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

/** States a listing that failed: why, and what would mend it. */
export function notListed({ bucket }: TrailBucket, what: string, error: unknown): Incomplete {
  const loss = toIncomplete(what, error, { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` });
  if (!isDenied(error)) return loss;
  return { ...loss, why: `${loss.why}; a bucket of another account must allow it too, in its bucket policy` };
}
