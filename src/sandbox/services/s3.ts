import { createHash } from 'node:crypto';
import type { StoredObject } from '../sandbox-state.ts';
import type { Call, SandboxService } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import { type Reply, reply } from '../wire/reply.ts';
import type { SandboxRequest } from '../wire/sandbox-request.ts';
import { unknownOperation } from '../wire/unknown-operation.ts';
import { toXml } from '../wire/xml.ts';
import { listObjects } from './s3-list.ts';
import { objectsOf } from './s3-objects.ts';

type S3Operation = (request: SandboxRequest, call: Call, place: ObjectPlace) => Reply;

interface ObjectPlace {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  PutObject: putObject,
  GetObject: (request, call, place) => readObject(request, call, place, true),
  HeadObject: (request, call, place) => readObject(request, call, place, false),
  ListObjectsV2: (request, call, place) => listObjects(place.bucket, request.query, objectsOf(place.bucket, call)),
};

/** Amazon S3, path-style: whole objects, conditional reads and writes, listing. */
export const s3: SandboxService = {
  name: 's3',
  usual: {
    throttled: () => new AwsError('SlowDown', 'Please reduce your request rate.', 503),
    failed: () => new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500),
    denied: (message) => new AwsError('AccessDenied', message, 403),
  },
  operationOf(request) {
    const inBucket = placeOf(request).key === '';
    if (!inBucket && request.query.size <= 1) {
      if (request.method === 'PUT') return 'PutObject';
      if (request.method === 'GET') return 'GetObject';
      if (request.method === 'HEAD') return 'HeadObject';
    }
    if (inBucket && request.method === 'GET' && request.query.get('list-type') === '2') return 'ListObjectsV2';
    return `${request.method} ${request.path}?${request.query}`;
  },
  answer(operation, request, call) {
    const handler = OPERATIONS[operation];
    if (handler === undefined) throw unknownOperation('s3', operation, Object.keys(OPERATIONS));
    const place = placeOf(request);
    return handler(request, { ...call, ...ownerOf(place.bucket, call) }, place);
  },
  fail: (error) =>
    reply(error.status, 'application/xml', toXml('Error', { Code: error.code, Message: error.message }, 'flat')),
};

/** Who holds a bucket: the caller's account, or another of the organization that lets the caller's read it. */
function ownerOf(bucket: string, { account, state, organization }: Call): Pick<Call, 'account' | 'state'> {
  if (account.buckets.includes(bucket)) return { account, state };
  const owner = organization?.members.find((member) => member.account.buckets.includes(bucket));
  if (owner === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const isReader = owner.account.bucketReaders.some(
    (reader) => reader.bucket === bucket && reader.accountId === account.accountId,
  );
  if (!isReader) throw new AwsError('AccessDenied', 'Access Denied', 403);
  return { account: owner.account, state: owner.services };
}

function placeOf(request: SandboxRequest): ObjectPlace {
  const [, bucket = '', ...key] = request.path.split('/');
  return { bucket, key: decodeURIComponent(key.join('/')) };
}

function putObject(request: SandboxRequest, call: Call, place: ObjectPlace): Reply {
  const name = `${place.bucket}/${place.key}`;
  const before = call.state.objects.get(name);
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && before === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  }
  if ((ifMatch !== undefined && ifMatch !== before?.etag) || (ifNoneMatch === '*' && before !== undefined)) {
    throw preconditionFailed();
  }
  const etag = `"${createHash('md5').update(request.body).digest('hex')}"`;
  call.state.objects.set(name, { body: request.body, etag, lastModified: Date.now(), headers: keptHeaders(request) });
  return reply(200, 'application/xml', '', { etag, ...checksums(request.headers) });
}

function readObject(request: SandboxRequest, call: Call, place: ObjectPlace, withBody: boolean): Reply {
  const object = objectsOf(place.bucket, call).get(`${place.bucket}/${place.key}`);
  if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && ifMatch !== object.etag) throw preconditionFailed();
  const unchanged = ifNoneMatch === object.etag;
  const range = withBody ? rangeOf(request.headers['range'], object.body.length) : undefined;
  if (range !== undefined) return partOf(object, range);
  return {
    status: unchanged ? 304 : 200,
    // The answer to HEAD has no body to take the length from.
    headers: { ...objectHeaders(object), ...(withBody ? {} : { 'content-length': String(object.body.length) }) },
    body: withBody && !unchanged ? object.body : Buffer.alloc(0),
  };
}

interface BodyRange {
  readonly from: number;
  readonly to: number;
}

/** `bytes=0-99`, `bytes=100-` or `bytes=-100`, the last so many; both ends count. */
function rangeOf(header: string | undefined, size: number): BodyRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from > to) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { from, to };
}

/** S3 states checksums of whole objects alone. */
function partOf(object: StoredObject, { from, to }: BodyRange): Reply {
  const whole = Object.entries(objectHeaders(object)).filter(([name]) => !name.startsWith('x-amz-checksum-'));
  return {
    status: 206,
    headers: { ...Object.fromEntries(whole), 'content-range': `bytes ${from}-${to}/${object.body.length}` },
    body: object.body.subarray(from, to + 1),
  };
}

function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    etag: object.etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** The content encoding without `aws-chunked`, which belongs to the transfer and not to the object. */
function keptHeaders(request: SandboxRequest): Record<string, string> {
  const encoding = (request.headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  const metadata = Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    'content-type': request.headers['content-type'] ?? 'application/octet-stream',
    ...(encoding === '' ? {} : { 'content-encoding': encoding }),
    ...Object.fromEntries(metadata),
    ...checksums(request.headers),
  };
}

function checksums(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name)),
  );
}

function preconditionFailed(): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}
