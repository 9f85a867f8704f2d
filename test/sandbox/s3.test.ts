import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sandboxClients } from './sandbox-clients.ts';

const Bucket = 'reports';

describe('S3', () => {
  let sandbox: Sandbox;
  let s3: ReturnType<typeof sandboxClients>['s3'];

  beforeEach(async () => {
    const account = emptyAccount({ now: Date.parse('2026-11-22T03:00:00Z') });
    account.buckets.push(Bucket);
    sandbox = await startSandbox({ account, limits: false });
    s3 = sandboxClients(sandbox.endpoint).s3;
  });
  afterEach(() => sandbox.close());

  const put = (Key: string, Body: string | Buffer, more = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

  it('gives back what was put, with its type and metadata', async () => {
    const { ETag } = await put('2026/11/a report.json', '{"é":1}', {
      ContentType: 'application/json',
      Metadata: { run: '7' },
    });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: '2026/11/a report.json' }));
    expect(await got.Body?.transformToString()).toBe('{"é":1}');
    expect(got).toMatchObject({ ContentType: 'application/json', Metadata: { run: '7' }, ETag });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: '2026/11/a report.json' }));
    expect(head).toMatchObject({ ContentLength: 8, ETag });
  });

  it('undoes the chunked encoding of a stream with trailing checksum', async () => {
    const text = 'line\r\n'.repeat(50_000);
    const stream = Readable.from([Buffer.from(text)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: text.length }));
    expect(sandbox.state.objects.get('reports/stream')?.body.toString()).toBe(text);
  });

  it('writes only where nothing is when asked to', async () => {
    await put('lock', '1', { IfNoneMatch: '*' });
    await expect(put('lock', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(sandbox.state.objects.get('reports/lock')?.body.toString()).toBe('1');
  });

  it('writes only over the version that was read when asked to', async () => {
    const { ETag } = await put('ledger', '1');
    await put('ledger', '2', { IfMatch: ETag });
    await expect(put('ledger', '3', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('nothing', '3', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(sandbox.state.objects.get('reports/ledger')?.body.toString()).toBe('2');
  });

  it('says what is missing', async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({ name: 'NotFound' });
    const elsewhere = new GetObjectCommand({ Bucket: 'elsewhere', Key: 'no' });
    await expect(s3.send(elsewhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('lists keys in order, page by page, folded at a delimiter', async () => {
    for (const key of ['b/2', 'a/1', 'a/3', 'a/2', 'a/x/1']) await put(key, key);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', MaxKeys: 2 }));
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2']);
    const ContinuationToken = first.NextContinuationToken ?? '';
    const rest = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', ContinuationToken }));
    expect(rest).toMatchObject({ IsTruncated: false, KeyCount: 2 });
    const folded = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(folded.CommonPrefixes).toEqual([{ Prefix: 'a/' }, { Prefix: 'b/' }]);
  });
});
