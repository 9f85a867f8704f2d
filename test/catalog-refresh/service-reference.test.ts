import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { activeCatalog } from '../../src/catalog-refresh/catalog-file.ts';
import { type RefreshRequest, refreshCatalog } from '../../src/catalog-refresh/service-reference.ts';
import { openCatalog } from '../../src/iam/catalog/catalog.ts';
import { catalogInfo } from '../../src/iam/catalog/catalog-info.ts';
import { encodeService } from '../../src/iam/catalog/encode-service.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { mailDocument } from '../support/service-reference-fixture.ts';
import { tarFiles } from '../support/tar-files.ts';

const now = Date.UTC(2026, 10, 22, 3);
const small = openCatalog({
  format: 1,
  version: '7',
  generatedAt: '2026-01-01T00:00:00Z',
  source: 'the package',
  services: [
    encodeService({
      prefix: 'mail',
      actions: [{ name: 'SendMail', level: 'Write', resources: [], dependents: [] }],
      resources: [],
    }),
  ],
});

/** The index states AWS's own host, as every copy of it does. */
const index = [{ service: 'mail', url: 'https://servicereference.us-east-1.amazonaws.com/v1/mail/mail.json' }];
const mail = JSON.stringify(mailDocument);

let folder: string;
let path: string;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-reference-'));
  path = join(folder, 'cache', 'catalog.json.gz');
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Serves these bodies by path; anything else is 404. */
function bodies(files: Readonly<Record<string, string | Uint8Array>>): RequestListener {
  return (request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
  };
}

function refresh(from: string, more: Partial<RefreshRequest> = {}) {
  return refreshCatalog({ from, path, current: small, bundled: small, now, ...more });
}

async function filesInCache(): Promise<string[]> {
  return existsSync(join(folder, 'cache')) ? readdir(join(folder, 'cache')) : [];
}

describe('refreshCatalog()', () => {
  test('reads the reference from a URL, and the outcome is in force from then on', async () => {
    const from = await serve(bodies({ '/': JSON.stringify(index), '/v1/mail/mail.json': mail }));
    const refreshed = await refresh(from);
    expect(refreshed).toMatchObject({ ok: true, value: { hasOperations: true, size: 6 } });
    const { catalog, problem } = await activeCatalog(path);
    expect(problem).toBeUndefined();
    expect(catalogInfo(catalog)).toMatchObject({
      version: '7+service-reference.2026-11-22',
      operations: 1,
      tracked: 2,
    });
    expect(catalog.operationActions('mail', 'SendBulkMail')).toEqual(['mail:SendMail', 'kms:Decrypt']);
    expect(await filesInCache()).toEqual(['catalog.json.gz']);
  });

  test('reads the reference from a directory', async () => {
    await writeFile(join(folder, 'mail.json'), mail);
    await writeFile(join(folder, 'service-reference-index.json'), JSON.stringify(index));
    await utimes(join(folder, 'mail.json'), new Date(), new Date('2026-02-13T00:00:00Z'));
    const refreshed = await refresh(folder);
    expect(refreshed).toMatchObject({ ok: true, value: { size: 6, writtenAt: '2026-02-13T00:00:00Z' } });
  });

  test('tries again what may be better the next time', async () => {
    const files = bodies({ '/': JSON.stringify(index), '/v1/mail/mail.json': mail });
    const asked: string[] = [];
    const from = await serve((request, response) => {
      asked.push(request.url ?? '');
      if (asked.length === 1) response.writeHead(503).end();
      else if (asked.length === 3) response.end(mail.slice(0, 100));
      else files(request, response);
    });
    expect(await refresh(from)).toMatchObject({ ok: true });
    expect(asked).toEqual(['/', '/', '/v1/mail/mail.json', '/v1/mail/mail.json']);
  });

  const entire = '/v1/mail/mail.json';
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['no index', {}, 'status 404, expected 200'],
    ['an index that is a page', { '/': '<html>' }, '"<html>…" is not JSON'],
    ['an index of another shape', { '/': '{}' }, "Cannot read the service reference's index"],
    ['a service that is missing', { '/': JSON.stringify(index) }, 'mail.json: status 404'],
    ['a service that is cut', { '/': JSON.stringify(index), [entire]: mail.slice(0, -9) }, 'is not JSON'],
    ['a service of another shape', { '/': JSON.stringify(index), [entire]: '{"Name":"mail"}' }, 'at Actions'],
    [
      'a service under another name',
      { '/': JSON.stringify(index), [entire]: JSON.stringify({ ...mailDocument, Name: 'male' }) },
      'found service "male", expected "mail"',
    ],
    [
      'a service that lost its actions',
      { '/': JSON.stringify(index), [entire]: JSON.stringify({ ...mailDocument, Actions: [] }) },
      'it lacks 1 of the 1 actions',
    ],
    [
      'a service that is too long',
      { '/': JSON.stringify(index), [entire]: JSON.stringify({ ...mailDocument, Pad: 'x'.repeat(20_000) }) },
      'more than 10000 bytes',
    ],
  ])('leaves the old catalogue in force after %s', async (_name, files, expected) => {
    await mkdir(join(folder, 'cache'));
    await writeFile(path, 'what was there');
    const limits = { retries: 1, maxBytes: 10_000 };
    const refreshed = await refresh(await serve(bodies(files)), { limits });
    expect(refreshed.ok ? '' : refreshed.problem).toContain(expected);
    expect(await readFile(path, 'utf8')).toBe('what was there');
    expect(await filesInCache()).toEqual(['catalog.json.gz']);
  });

  test('does not follow a redirect', async () => {
    const from = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end('[]'));
    expect(await refresh(from, { limits: { retries: 0 } })).toMatchObject({ ok: false });
  });

  test('does not wait for a server that says nothing', async () => {
    const from = await serve(() => undefined);
    const refreshed = await refresh(from, { limits: { timeoutMs: 50, retries: 0 } });
    expect(refreshed.ok ? '' : refreshed.problem).toContain('timeout');
  });

  test.each(['http://example.com/', 'ftp://example.com/', 'file:///etc/'])('does not read from %s', async (from) => {
    expect(await refresh(from)).toEqual({
      ok: false,
      problem: `Cannot read the service reference from "${from}": expected https://… or a directory`,
    });
  });

  test('says so when the directory is not there, is empty, or holds what is no reference', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    const problemOf = async (from: string) => {
      const refreshed = await refresh(from);
      return refreshed.ok ? '' : refreshed.problem;
    };
    expect(await problemOf(join(folder, 'missing'))).toContain('there is no such file or directory');
    expect(await problemOf(empty)).toContain("found no service's JSON file");
    await writeFile(join(empty, 'mail.json'), '{');
    expect(await problemOf(empty)).toContain(`Cannot read "${join(empty, 'mail.json')}": it is no JSON (`);
  });

  test('says so when the outcome cannot be written', async () => {
    await writeFile(join(folder, 'mail.json'), mail);
    const refreshed = await refresh(folder, { path: join(folder, 'mail.json', 'catalog.json.gz') });
    expect(refreshed.ok ? '' : refreshed.problem).toMatch(/^Cannot write catalogue /);
  });
});

const archive = join(import.meta.dirname, '../../../shared/data/service-reference-2026-02-13.tar.gz');
const absent = !existsSync(archive);
if (absent) console.warn(`skipped: the whole service reference (no ${archive})`);

test.skipIf(absent)('the whole service reference of February 2026 is read over HTTP', async () => {
  const files = tarFiles(readFileSync(archive));
  const from = await serve((request, response) => {
    const name = request.url === '/' ? 'aws-servicereference-index.json' : (request.url ?? '').replace(/^.*\//, '');
    const body = files.get(name);
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  const bundled = await loadCatalog();
  const refreshed = await refresh(from, { current: bundled, bundled });
  if (!refreshed.ok) throw new Error(refreshed.problem);
  const { value: catalog } = refreshed;
  expect(catalogInfo(catalog)).toMatchObject({ operations: 16_668, tracked: 20_284 });
  for (let place = 0; place < bundled.size; place++) expect(catalog.indexOf(bundled.actionAt(place))).toBeDefined();
  expect(catalog.operationActions('s3', 'ListObjectsV2')).toContain('s3:ListBucket');
  expect(catalog.trackingOf('kms:Decrypt')).toEqual({ policyGeneration: true, lastAccessed: true });
  expect(catalog.trackingOf('logs:PutLogEvents')).toEqual({ policyGeneration: false, lastAccessed: false });
  expect((await activeCatalog(path)).catalog.data).toEqual(catalog.data);
});
