import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeCatalogFile, encodeCatalogFile } from '../../src/catalog-refresh/catalog-file.ts';
import { newerCatalog, renewCatalog, STORED_CATALOG } from '../../src/catalog-refresh/renew-catalog.ts';
import { openCatalog } from '../../src/iam/catalog/catalog.ts';
import type { CatalogData } from '../../src/iam/catalog/catalog-data.ts';
import { encodeService } from '../../src/iam/catalog/encode-service.ts';
import { memoryStore } from '../run-ledger/memory-store.ts';
import { mailDocument } from '../support/service-reference-fixture.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 3);

function dataOf(day: string, name = 'SendMail'): CatalogData {
  return {
    format: 1,
    version: '7',
    generatedAt: `${day}T00:00:00Z`,
    source: 'the package',
    services: [
      encodeService({
        prefix: 'mail',
        actions: [{ name, level: 'Write', resources: [], dependents: [] }],
        resources: [],
      }),
    ],
  };
}

const own = openCatalog(dataOf('2026-01-01'));
let from: string;
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  const body = request.url === '/' ? [{ service: 'mail', url: 'https://elsewhere.test/v1/mail.json' }] : mailDocument;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise<void>((closed) => server.close(() => closed())));

const limits = { retries: 0, timeoutMs: 2_000 };
const renew = (store: Parameters<typeof renewCatalog>[0]['store'], now = NOW, at = from) =>
  renewCatalog({ store, own, now, from: at, limits });

describe('renewCatalog()', () => {
  test('downloads the first catalogue, keeps it, and asks for no other within a week', async () => {
    const store = memoryStore();
    const first = await renew(store);
    expect(first.caveats).toEqual([]);
    expect(first.catalog.generatedAt).toBe('2026-11-22T03:00:00Z');
    const before = asked;
    const second = await renew(store, NOW + 6 * DAY);
    expect(second.catalog.generatedAt).toBe('2026-11-22T03:00:00Z');
    expect(asked).toBe(before);
    const third = await renew(store, NOW + 7 * DAY);
    expect(third.catalog.generatedAt).toBe('2026-11-29T03:00:00Z');
    const kept = await store.read(STORED_CATALOG);
    const decoded = kept !== undefined && 'bytes' in kept ? await decodeCatalogFile(kept.bytes) : undefined;
    expect(decoded?.ok && decoded.value.generatedAt).toBe('2026-11-29T03:00:00Z');
  });

  test('goes on with the stored one where the download fails, and says so', async () => {
    const store = memoryStore();
    await renew(store);
    const { catalog, caveats } = await renew(store, NOW + 9 * DAY, 'http://127.0.0.1:1/');
    expect(catalog.generatedAt).toBe('2026-11-22T03:00:00Z');
    expect(caveats).toEqual([
      expect.stringMatching(
        /^The catalogue of IAM actions could not be renewed, and that of 2026-11-22 is used: Cannot download/,
      ),
    ]);
  });

  test('refuses a reference that lacks much of what is known', async () => {
    const store = memoryStore();
    await store.write(STORED_CATALOG, await encodeCatalogFile(dataOf('2026-02-01', 'SomethingElse')), undefined);
    const { catalog, caveats } = await renew(store);
    expect(catalog.generatedAt).toBe('2026-02-01T00:00:00Z');
    expect(caveats[0]).toContain('it lacks 1 of the 1 actions');
  });

  test('replaces a stored one that is damaged, and says so', async () => {
    const store = memoryStore();
    await store.write(STORED_CATALOG, Buffer.from('damaged'), undefined);
    const { catalog, caveats } = await renew(store);
    expect(catalog.generatedAt).toBe('2026-11-22T03:00:00Z');
    expect(caveats).toEqual([
      expect.stringMatching(/^The stored catalogue of IAM actions is not used: Cannot read catalogue/),
    ]);
    expect((await renew(store)).caveats).toEqual([]);
  });

  test('goes on with the new one where it cannot be kept, and says so', async () => {
    const broken = { ...memoryStore(), write: () => Promise.reject(new Error('no room')) };
    const { catalog, caveats } = await renew(broken);
    expect(catalog.generatedAt).toBe('2026-11-22T03:00:00Z');
    expect(caveats).toEqual(['The renewed catalogue of IAM actions could not be kept: no room']);
  });
});

describe('newerCatalog()', () => {
  const kept = async (day: string) => {
    const store = memoryStore();
    await store.write(STORED_CATALOG, await encodeCatalogFile(dataOf(day)), undefined);
    return (await newerCatalog({ store, own })).generatedAt.slice(0, 10);
  };

  test('takes a stored catalogue that is newer than the own one, and downloads none', async () => {
    const before = asked;
    expect(await kept('2026-03-01')).toBe('2026-03-01');
    expect(await kept('2025-12-01')).toBe('2026-01-01');
    expect(asked).toBe(before);
  });

  test('keeps the own one where there is none, or it cannot be read', async () => {
    expect(await newerCatalog({ store: memoryStore(), own })).toBe(own);
    const refused = { ...memoryStore(), read: () => Promise.reject(new Error('AccessDenied')) };
    expect(await newerCatalog({ store: refused, own })).toBe(own);
    const store = memoryStore();
    await store.write(STORED_CATALOG, new TextEncoder().encode('no catalogue'), undefined);
    expect(await newerCatalog({ store, own })).toBe(own);
  });
});
