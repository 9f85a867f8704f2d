import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  activeCatalog,
  decodeCatalogFile,
  defaultCatalogPath,
  encodeCatalogFile,
  writeCatalogFile,
} from '../../src/catalog-refresh/catalog-file.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalog-file-'));
  path = join(folder, 'deep', 'catalog.json.gz');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  [undefined, '/home/u/.cache/ecs-role-auditor/catalog.json.gz'],
  ['', '/home/u/.cache/ecs-role-auditor/catalog.json.gz'],
  ['relative', '/home/u/.cache/ecs-role-auditor/catalog.json.gz'],
  ['/var/cache', '/var/cache/ecs-role-auditor/catalog.json.gz'],
])('with XDG_CACHE_HOME %j the catalogue is kept at %s', (cacheHome, expected) => {
  expect(defaultCatalogPath(cacheHome, '/home/u')).toBe(expected);
});

describe('activeCatalog()', () => {
  test('is the bundled catalogue where none is kept', async () => {
    expect(await activeCatalog(path)).toEqual({ catalog: await loadCatalog(), origin: 'bundled' });
  });

  test('is the one that was kept', async () => {
    const bundled = await loadCatalog();
    const data = { ...bundled.data, version: 'kept' };
    expect(await writeCatalogFile(path, data)).toEqual({ ok: true, value: path });
    const { catalog, problem } = await activeCatalog(path);
    expect(problem).toBeUndefined();
    expect(catalog.data).toEqual(data);
  });

  test('is the bundled one, with a word on it, where the kept one is older', async () => {
    const { data } = await loadCatalog();
    const old = { ...data, generatedAt: '2020-01-02T00:00:00Z' };
    expect(await writeCatalogFile(join(folder, 'old', 'catalog.json.gz'), old)).toMatchObject({ ok: true });
    const active = await activeCatalog(join(folder, 'old', 'catalog.json.gz'));
    expect(active).toMatchObject({ origin: 'bundled', problem: expect.stringContaining('is of 2020-01-02') });
    expect(active.catalog).toBe(await loadCatalog());
  });

  test('is the bundled one, with a word on it, where a file is in the way of the directory', async () => {
    await writeFile(join(folder, 'file'), '');
    const inTheWay = join(folder, 'file', 'catalog.json.gz');
    expect((await activeCatalog(inTheWay)).problem).toContain('a file is where a directory should be');
    const written = await writeCatalogFile(inTheWay, (await loadCatalog()).data);
    expect(written).toEqual({
      ok: false,
      problem: `Cannot write catalogue "${inTheWay}": "${join(folder, 'file')}" is not a directory`,
    });
  });

  test('is the bundled one, with a word on it, where the kept one is no good', async () => {
    const bytes = await encodeCatalogFile((await loadCatalog()).data);
    await writeFile(join(folder, 'cut'), bytes.subarray(0, 1_000));
    const { catalog, problem } = await activeCatalog(join(folder, 'cut'));
    expect(catalog).toBe(await loadCatalog());
    expect(problem).toMatch(/^Cannot read catalogue: .*; refresh it with: catalog refresh$/);
  });

  test('is the bundled one, with a word on it, where the kept one cannot be opened', async () => {
    const { catalog, problem } = await activeCatalog(folder);
    expect(catalog).toBe(await loadCatalog());
    expect(problem).toContain('EISDIR');
  });
});

describe('decodeCatalogFile()', () => {
  test.each([
    ['plain text', Buffer.from('{}'), 'expected gzipped JSON'],
    ['gzipped text', gzipSync('no JSON'), 'expected gzipped JSON'],
    ['other JSON', gzipSync('{"format":2}'), 'at format'],
    ['a bomb', gzipSync(Buffer.alloc(65 * 1024 * 1024)), 'expected gzipped JSON'],
  ])('refuses %s', async (_name, bytes, expected) => {
    const read = await decodeCatalogFile(bytes);
    expect(read.ok ? '' : read.problem).toContain(expected);
  });
});
