import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createS3Ledger } from '../../src/aws/s3/s3-ledger.ts';
import { createDirectoryLedger } from '../../src/local/directory-ledger.ts';
import type { LedgerStore } from '../../src/ports.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const NAME = '123456789012/ledger.json.gz';

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function bucket(faults: Parameters<typeof sandboxSession>[0] = {}) {
  const account = emptyAccount({ now: Date.UTC(2026, 10, 22), regions: ['us-east-1'] });
  account.buckets.push('state');
  return sandboxSession({ account, limits: false, ...faults }, { maxAttempts: 1 });
}

const STORES: readonly (readonly [string, () => Promise<LedgerStore>])[] = [
  ['a directory', async () => createDirectoryLedger(await directory())],
  ['S3', async () => createS3Ledger((await bucket()).session, 'state', 'ledger')],
];

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function textIn(store: LedgerStore, name = NAME): Promise<string | undefined> {
  const stored = await store.read(name);
  return stored && 'bytes' in stored ? new TextDecoder().decode(stored.bytes) : undefined;
}

describe.each(STORES)('a ledger in %s', (_, open) => {
  test('has nothing at first', async () => {
    expect(await (await open()).read(NAME)).toBeUndefined();
  });

  test('gives back what was written, and its version', async () => {
    const store = await open();
    const version = await store.write(NAME, bytes('one'), undefined);
    expect(await textIn(store)).toBe('one');
    expect(await store.read(NAME)).toMatchObject({ version });
  });

  test('replaces only the version that was read', async () => {
    const store = await open();
    const first = await store.write(NAME, bytes('one'), undefined);
    const second = await store.write(NAME, bytes('two'), first);
    expect(second).not.toBe('lostRace');
    expect(await store.write(NAME, bytes('three'), first)).toBe('lostRace');
    expect(await store.write(NAME, bytes('three'), undefined)).toBe('lostRace');
    expect(await textIn(store)).toBe('two');
  });

  test('does not write where the document is gone', async () => {
    expect(await (await open()).write(NAME, bytes('one'), '"gone"')).toBe('lostRace');
  });

  test('lets one of many win', async () => {
    const store = await open();
    const texts = Array.from({ length: 10 }, (_, index) => `run ${index}`);
    const versions = await Promise.all(texts.map((text) => store.write(NAME, bytes(text), undefined)));
    expect(versions.filter((version) => version !== 'lostRace')).toHaveLength(1);
    expect(texts).toContain(await textIn(store));
  });

  test('keeps what is set aside, once, beside the document', async () => {
    const store = await open();
    await store.write(NAME, bytes('one'), undefined);
    const places = [await store.setAside(NAME, bytes('damaged')), await store.setAside(NAME, bytes('damaged'))];
    expect(places[0]).toMatch(/ledger\.json\.gz\.damaged-[0-9a-f]{16}$/);
    expect(places[1]).toBe(places[0]);
    expect(await textIn(store)).toBe('one');
    const aside = `${NAME}${places[0]?.slice(places[0].indexOf('.damaged-'))}`;
    expect(await textIn(store, aside)).toBe('damaged');
  });
});

describe('a ledger in a directory', () => {
  test('leaves no drafts and locks behind', async () => {
    const path = await directory();
    const store = createDirectoryLedger(path);
    await Promise.all(['a', 'b', 'c'].map((text) => store.write('ledger', bytes(text), undefined)));
    expect(await readdir(path)).toEqual(['ledger']);
  });

  test('takes over from a run that died while it wrote', async () => {
    const path = await directory();
    const lock = join(path, 'ledger.lock');
    await writeFile(lock, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    const store = createDirectoryLedger(path);
    expect(await store.write('ledger', bytes('one'), undefined)).not.toBe('lostRace');
    expect(await readdir(path)).toEqual(['ledger']);
  });

  test('says which file it cannot read or write', async () => {
    const path = await directory();
    await writeFile(join(path, 'file'), '');
    const store = createDirectoryLedger(join(path, 'file'));
    await expect(store.read('ledger')).rejects.toThrow(`Cannot read ${join(path, 'file', 'ledger')}: `);
    await expect(store.write('ledger', bytes(''), undefined)).rejects.toThrow('Cannot write ');
    await expect(store.setAside('ledger', bytes(''))).rejects.toThrow('Cannot write ');
  });
});

describe('a ledger in S3', () => {
  test.each([
    ['read', 'GetObject', /^Cannot read s3:\/\/state\/ledger\/x: AccessDenied on s3:GetObject .*add s3:GetObject/],
    ['write', 'PutObject', /^Cannot write s3:\/\/state\/ledger\/x: AccessDenied on s3:PutObject .*add s3:PutObject/],
    ['setAside', 'PutObject', /^Cannot write s3:\/\/state\/ledger\/x\.damaged-/],
  ] as const)('names the permission that %s lacks', async (method, operation, message) => {
    const { session } = await bucket({ faults: [{ kind: 'accessDenied', service: 's3', operation }] });
    const store = createS3Ledger(session, 'state', 'ledger');
    await expect(store[method]('x', bytes(''), undefined)).rejects.toThrow(message);
  });

  test('does not take a bucket that is missing for a ledger that is', async () => {
    const { session } = await bucket();
    await expect(createS3Ledger(session, 'other', '').read('x')).rejects.toThrow(
      'Cannot read s3://other/x: NoSuchBucket',
    );
  });

  test.each(['truncated', 'malformed'] as const)('reads again what came %s', async (kind) => {
    const { session, sandbox } = await bucket();
    const store = createS3Ledger(session, 'state', '');
    await store.write(NAME, bytes('a text of some length'), undefined);
    sandbox.injectFault({ kind, service: 's3', operation: 'GetObject', times: 1 });
    expect(await textIn(store)).toBe('a text of some length');
  });

  test('gives no part of a document that never arrives whole', async () => {
    const { session, sandbox } = await bucket();
    const store = createS3Ledger(session, 'state', '');
    await store.write(NAME, bytes('a text of some length'), undefined);
    sandbox.injectFault({ kind: 'truncated', service: 's3', operation: 'GetObject' });
    await expect(store.read(NAME)).rejects.toThrow(`Cannot read s3://state/${NAME}`);
  });
});
