import type { TrailCalls } from '../../src/sources/trail/trail-calls.ts';
import { TrailFileError } from '../../src/sources/trail/trail-store.ts';

/** What somebody asks of a bucket. */
export type BucketCall =
  | { readonly action: 's3:ListBucket'; readonly bucket: string; readonly prefix: string }
  | { readonly action: 's3:GetObject'; readonly bucket: string; readonly key: string };

/** The permission that a refused call lacks. */
export type Refusal = { readonly action: string; readonly refusedBy?: string };

/** Buckets with these objects, by `bucket/key`, that note what they are asked and refuse what they are told to. */
export function trailBuckets(
  objects: Readonly<Record<string, Uint8Array>>,
  refuses: (call: BucketCall) => Refusal | undefined = () => undefined,
) {
  const calls: BucketCall[] = [];
  const asked = (call: BucketCall): void => {
    calls.push(call);
    const missing = refuses(call);
    if (missing !== undefined)
      throw Object.assign(new TrailFileError(`AccessDenied on ${missing.action}`), { missing });
  };
  const callsTo = (bucket: string): TrailCalls => {
    const keys = (prefix: string): readonly string[] =>
      Object.keys(objects)
        .filter((name) => name.startsWith(`${bucket}/${prefix}`))
        .map((name) => name.slice(bucket.length + 1))
        .sort();
    const read = async ({ address }: { readonly address: string }): Promise<Uint8Array> => {
      const name = address.slice('s3://'.length);
      asked({ action: 's3:GetObject', bucket, key: name.slice(bucket.length + 1) });
      return objects[name] ?? new Uint8Array();
    };
    return {
      bucket,
      async *objects(prefix) {
        asked({ action: 's3:ListBucket', bucket, prefix });
        yield keys(prefix).map((key) => ({
          address: `s3://${bucket}/${key}`,
          size: objects[`${bucket}/${key}`]?.length ?? 0,
        }));
      },
      async folders(prefix) {
        asked({ action: 's3:ListBucket', bucket, prefix });
        const below = keys(prefix).map((key) => key.slice(prefix.length).split('/'));
        return [...new Set(below.flatMap(([first, ...more]) => (more.length > 0 ? [`${first}/`] : [])))];
      },
      read,
      readDigest: async (file) => ({ bytes: await read(file) }),
      incompleteOf: (what, error) => {
        const missing = error instanceof Error && 'missing' in error ? (error.missing as Refusal) : undefined;
        return { what, why: String(error), ...(missing && { missing }) };
      },
    };
  };
  return { callsTo, calls };
}
