import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { messageOf } from '../base/attempt.ts';
import { errorCode } from '../base/error-code.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { type Catalog, openCatalog } from '../iam/catalog/catalog.ts';
import type { CatalogData } from '../iam/catalog/catalog-data.ts';
import { loadCatalog } from '../iam/catalog/load-catalog.ts';
import { parseCatalogData } from '../iam/catalog/parse-catalog-data.ts';
import { makeDirectory } from '../local/make-directory.ts';
import { readAtMost } from '../local/read-at-most.ts';

/** A whole catalogue is some 2 MB of JSON. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The catalogue to work with, and what was wrong with a refreshed one that had to be passed over. */
export interface ActiveCatalog {
  readonly catalog: Catalog;
  /** Whether it came with the program, or was refreshed since. */
  readonly origin: 'bundled' | 'refreshed';
  readonly problem?: string;
}

/** Where a refreshed catalogue is kept: `$XDG_CACHE_HOME/ecs-role-auditor/catalog.json.gz`, below `~/.cache` by default. */
export function defaultCatalogPath(cacheHome: string | undefined, home: string): string {
  // The XDG Base Directory Specification has relative paths ignored.
  const base = cacheHome?.startsWith('/') ? cacheHome : join(home, '.cache');
  return join(base, 'ecs-role-auditor', 'catalog.json.gz');
}

/** The refreshed catalogue at this path where there is a sound one that is no older than the bundled one, else the bundled one. */
export async function activeCatalog(path: string): Promise<ActiveCatalog> {
  let bytes: Uint8Array;
  try {
    bytes = await readAtMost(path, MOST_BYTES);
  } catch (error) {
    const bundled = { catalog: await loadCatalog(), origin: 'bundled' } as const;
    if (errorCode(error) === 'ENOENT') return bundled;
    const why = errorCode(error) === 'ENOTDIR' ? 'a file is where a directory should be' : messageOf(error);
    return { ...bundled, problem: `Cannot read catalogue "${path}": ${why}` };
  }
  const bundled = { catalog: await loadCatalog(), origin: 'bundled' } as const;
  const read = await decodeCatalogFile(bytes);
  if (!read.ok) return { ...bundled, problem: `${read.problem} ("${path}"); refresh it with: catalog refresh` };
  if (Date.parse(read.value.generatedAt) >= Date.parse(bundled.catalog.generatedAt)) {
    return { catalog: read.value, origin: 'refreshed' };
  }
  const dates = `of ${read.value.generatedAt.slice(0, 10)}, the program's own of ${bundled.catalog.generatedAt.slice(0, 10)}`;
  return { ...bundled, problem: `The refreshed catalogue is ${dates}, which is used; renew it with: catalog refresh` };
}

/** Reads the bytes of a catalogue file, wherever they were kept. */
export async function decodeCatalogFile(bytes: Uint8Array): Promise<Result<Catalog>> {
  try {
    const text = await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES });
    const data = parseCatalogData(JSON.parse(text.toString('utf8')));
    return data.ok ? ok(openCatalog(data.value)) : data;
  } catch (error) {
    return problem(`Cannot read catalogue: ${messageOf(error)}, expected gzipped JSON`);
  }
}

/** The bytes that `decodeCatalogFile` reads. */
export function encodeCatalogFile(data: CatalogData): Promise<Uint8Array> {
  return promisify(gzip)(JSON.stringify(data), { level: 9 });
}

/** Puts a catalogue file in place whole: a reader sees the old one or the new one, never a part. */
export async function writeCatalogFile(path: string, data: CatalogData): Promise<Result<string>> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await makeDirectory(dirname(path));
    await writeFile(draft, await encodeCatalogFile(data), { flag: 'wx' });
    await rename(draft, path);
    return ok(path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    return problem(`Cannot write catalogue "${path}": ${messageOf(error)}`);
  }
}
