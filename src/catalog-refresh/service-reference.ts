import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { messageOf } from '../base/attempt.ts';
import { fileProblem } from '../base/file-problem.ts';
import { ok, problem, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { type Catalog, openCatalog } from '../iam/catalog/catalog.ts';
import type { CatalogData } from '../iam/catalog/catalog-data.ts';
import { loadCatalog } from '../iam/catalog/load-catalog.ts';
import { checkAgainst, mergeReference, type ServiceReference } from '../iam/catalog/merge-reference.ts';
import type { ServiceEntry } from '../iam/catalog/service-entry.ts';
import { parseServiceIndex, parseServiceReference, type ServiceAddress } from '../iam/catalog/service-reference.ts';
import { writeCatalogFile } from './catalog-file.ts';
import { type DownloadLimits, fetchJson } from './limited-fetch.ts';

/** The index of AWS's public service reference. */
export const SERVICE_REFERENCE_URL = 'https://servicereference.us-east-1.amazonaws.com/';

/** The largest document is below 1 MB, all of them together some 15 MB. */
const DOWNLOAD: DownloadLimits = { timeoutMs: 30_000, maxBytes: 8 * 1024 * 1024, retries: 2 };
const MOST_BYTES_IN_ALL = 256 * 1024 * 1024;
const MOST_SERVICES = 2_000;
const AT_ONCE = 8;

export interface RefreshRequest {
  /** The URL of an index, or a directory with one JSON file for each service. */
  readonly from: string;
  /** The catalogue file to put the outcome in. */
  readonly path: string;
  /** The catalogue in force; a reference that lacks much of it is refused. */
  readonly current: Catalog;
  readonly now: EpochMs;
  /** For tests; by default the catalogue that the program bundles. */
  readonly bundled?: Catalog;
  readonly limits?: Partial<DownloadLimits>;
}

/**
 * Renews the catalogue from AWS's service reference. Whatever is wrong with the download, in part or in whole, the file
 * in place stays as it is.
 */
export async function refreshCatalog(request: RefreshRequest): Promise<Result<Catalog>> {
  const data = await downloadCatalog(request);
  if (!data.ok) return data;
  const written = await writeCatalogFile(request.path, data.value);
  return written.ok ? ok(openCatalog(data.value)) : written;
}

/** Reads the service reference and merges it with the bundled catalogue; a problem where any of it is wrong, or much is missing. */
export async function downloadCatalog(request: Omit<RefreshRequest, 'path'>): Promise<Result<CatalogData>> {
  const services = await readServices(request.from, { ...DOWNLOAD, ...request.limits });
  if (!services.ok) return services;
  const reference: ServiceReference = { source: request.from, readAt: request.now, ...services.value };
  const checked = checkAgainst(request.current, reference);
  if (!checked.ok) return checked;
  return ok(mergeReference(request.bundled ?? (await loadCatalog()), reference));
}

type Documents = Pick<ServiceReference, 'services' | 'writtenAt'>;

function readServices(from: string, limits: DownloadLimits): Promise<Result<Documents>> {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(from)) return readFolder(from, limits);
  const url = URL.parse(from);
  const loopback = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return download(url, limits);
  return Promise.resolve(
    problem(`Cannot read the service reference from "${from}": expected https://… or a directory`),
  );
}

async function download(index: URL, limits: DownloadLimits): Promise<Result<Documents>> {
  const answer = await fetchJson(index, limits);
  if (!answer.ok) return answer;
  const addresses = parseServiceIndex(answer.value.json);
  if (!addresses.ok) return addresses;
  const tooMany = countProblem(addresses.value.length);
  if (tooMany !== undefined) return problem(tooMany);
  let bytes = answer.value.bytes;
  return readAll(addresses.value, async (address) => {
    if (bytes > MOST_BYTES_IN_ALL)
      return problem(`Cannot download ${index}: more than ${MOST_BYTES_IN_ALL} bytes in all`);
    // Only the path counts: a copy of the reference elsewhere works, and no index can send us to another host.
    const { pathname } = new URL(address.url);
    const document = await fetchJson(new URL(pathname, index), limits);
    if (!document.ok) return document;
    bytes += document.value.bytes;
    return dated(parseServiceReference(document.value.json), document.value.lastModified);
  });
}

async function readFolder(folder: string, limits: DownloadLimits): Promise<Result<Documents>> {
  try {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.json') && !/index\.json$/.test(file)).sort();
    const faulty =
      files.length === 0 ? `Cannot read "${folder}": found no service's JSON file` : countProblem(files.length);
    if (faulty !== undefined) return problem(faulty);
    const addresses = files.map((file) => ({ service: file.slice(0, -'.json'.length), url: join(folder, file) }));
    return await readAll(addresses, async ({ url }) => {
      const { size, mtimeMs } = await stat(url);
      if (size > limits.maxBytes)
        return problem(`Cannot read "${url}": ${size} bytes, expected at most ${limits.maxBytes}`);
      const json = jsonOf(await readFile(url, 'utf8'));
      if (!json.ok) return problem(`Cannot read "${url}": ${json.problem}`);
      return dated(parseServiceReference(json.value), Math.floor(mtimeMs));
    });
  } catch (error) {
    return problem(`Cannot read "${folder}": ${fileProblem(error)}`);
  }
}

function jsonOf(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return problem(`it is no JSON (${messageOf(error)})`);
  }
}

interface DatedService {
  readonly service: ServiceEntry;
  readonly writtenAt: EpochMs | undefined;
}

function dated(read: Result<ServiceEntry>, writtenAt: EpochMs | undefined): Result<DatedService> {
  return read.ok ? ok({ service: read.value, writtenAt }) : read;
}

/** Reads every service, a few at once. One that cannot be read spoils the whole, and stops what has not begun. */
async function readAll(
  addresses: readonly ServiceAddress[],
  read: (address: ServiceAddress) => Promise<Result<DatedService>>,
): Promise<Result<Documents>> {
  const limit = pLimit(AT_ONCE);
  const services: ServiceEntry[] = [];
  let fault: string | undefined;
  let newest: EpochMs | undefined;
  const jobs = addresses.map((address) =>
    limit(async () => {
      if (fault !== undefined) return;
      const document = await read(address);
      if (!document.ok) {
        fault ??= document.problem;
        return;
      }
      const { service, writtenAt } = document.value;
      if (service.prefix !== address.service) {
        fault ??= `Cannot read ${address.url}: found service "${service.prefix}", expected "${address.service}"`;
        return;
      }
      services.push(service);
      if (writtenAt !== undefined) newest = Math.max(newest ?? writtenAt, writtenAt);
    }),
  );
  await Promise.all(jobs);
  if (fault !== undefined) return problem(fault);
  return ok({ services, ...(newest !== undefined && { writtenAt: newest }) });
}

function countProblem(services: number): string | undefined {
  if (services <= MOST_SERVICES) return undefined;
  return `Cannot read the service reference: it names ${services} services, expected at most ${MOST_SERVICES}`;
}
