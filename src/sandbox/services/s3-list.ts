import { AwsError } from '../wire/aws-error.ts';
import { pageOf } from '../wire/page.ts';
import { type Reply, reply } from '../wire/reply.ts';
import { toXml } from '../wire/xml.ts';
import type { BucketObjects } from './s3-objects.ts';

/** ListObjectsV2: the keys under a prefix, in order, at most 1,000 a page; a delimiter folds what lies behind it. */
export function listObjects(bucket: string, query: URLSearchParams, objects: BucketObjects): Reply {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const after = query.get('start-after') ?? '';
  const keys = [...objects.names(`${bucket}/${prefix}`)]
    .map((name) => name.slice(bucket.length + 1))
    .filter((key) => key > after)
    .toSorted();
  const names = new Set(keys);
  const entries = [...new Set(keys.map((key) => folded(key, prefix, delimiter)))];
  const size = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const page = pageOf(entries, {
    list: `${bucket} ${prefix} ${delimiter} ${after}`,
    token: query.get('continuation-token') ?? undefined,
    size,
    invalidToken: () => new AwsError('InvalidArgument', 'The continuation token provided is incorrect'),
  });
  const body = toXml(
    'ListBucketResult',
    {
      Name: bucket,
      Prefix: prefix,
      KeyCount: page.items.length,
      MaxKeys: size,
      IsTruncated: page.next !== undefined,
      NextContinuationToken: page.next,
      Contents: page.items.flatMap((key) => {
        const object = objects.get(`${bucket}/${key}`);
        if (object === undefined) return [];
        return [
          {
            Key: key,
            LastModified: new Date(object.lastModified).toISOString(),
            ETag: object.etag,
            Size: object.body.length,
            StorageClass: 'STANDARD',
          },
        ];
      }),
      CommonPrefixes: page.items.filter((key) => !names.has(key)).map((Prefix) => ({ Prefix })),
    },
    'flat',
  );
  return reply(200, 'application/xml', body);
}

function folded(key: string, prefix: string, delimiter: string): string {
  if (delimiter === '') return key;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? key : key.slice(0, end + delimiter.length);
}
