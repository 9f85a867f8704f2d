import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf } from '../../base/attempt.ts';
import { DAY_MS, type EpochMs } from '../../base/time.ts';
import { directoryDigests } from './directory-digests.ts';
import { readLocalFile } from './read-local-file.ts';
import { isOfSummaries, isTrailFile, parseTrailFileName } from './trail-key.ts';
import type { FileGroup, TrailFile, TrailQuery, TrailStore } from './trail-store.ts';

/**
 * Log files below a local directory, in whatever folders. Links to directories are not followed, and links to files within the
 * directory alone; what is lost by that is told.
 */
export function createDirectoryTrailStore(directory: string): TrailStore {
  const digests = directoryDigests(directory);
  return {
    address: directory,
    whole: false,
    async *groups(query) {
      for await (const group of groupsBelow(directory, query)) {
        const own = group.isOfSummaries ? undefined : digests.of(group);
        yield own === undefined ? group : { ...group, digests: own };
      }
    },
    read: (file) => readLocalFile(file.address, directory),
    digests: {
      signed: false,
      nameOf: (address) => basename(address),
      read: async (file) => ({ bytes: await readLocalFile(file.address, directory) }),
    },
  };
}

async function* groupsBelow(directory: string, query: TrailQuery): AsyncGenerator<FileGroup> {
  let entries: Awaited<ReturnType<typeof entriesOf>>;
  try {
    entries = await entriesOf(directory);
  } catch (error) {
    yield { files: [], incomplete: { what: `trail files in ${directory}`, why: messageOf(error) } };
    return;
  }
  for (const link of entries.linksToFolders) {
    if (!isTrailFolder(link)) continue;
    const why = 'links to directories are not followed; name the directory itself';
    yield { files: [], incomplete: { what: `trail files in ${join(directory, link)}`, why } };
  }
  for (const group of groupsOf(directory, entries.files, query)) {
    const sized = await Promise.all(group.files.map(({ address }) => sizedFile(address)));
    yield { ...group, files: sized };
  }
  // Folders of years, months and days sort by time.
  for (const folder of entries.folders.toSorted().toReversed()) {
    if (isTrailFolder(folder)) yield* groupsBelow(join(directory, folder), query);
  }
}

interface Entries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly linksToFolders: readonly string[];
}

async function entriesOf(directory: string): Promise<Entries> {
  const entries = await readdir(directory, { withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  const areFolders = await Promise.all(links.map((name) => isFolder(join(directory, name))));
  const linksToFolders = links.filter((_, index) => areFolders[index]);
  const names = (wanted: (entry: Dirent) => boolean) => entries.filter(wanted).map(({ name }) => name);
  return {
    files: names((entry) => !entry.isDirectory() && !linksToFolders.includes(entry.name)),
    folders: names((entry) => entry.isDirectory()),
    linksToFolders,
  };
}

/** False where nothing is. */
function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function sizedFile(address: string): Promise<TrailFile> {
  // A file that is gone by now is found out when it is read.
  const size = await stat(address).then(
    ({ size: bytes }) => bytes,
    () => 0,
  );
  return { address, size };
}

function isTrailFolder(name: string): boolean {
  return !name.startsWith('CloudTrail-') || isOfSummaries(`${name}/`);
}

/** The files asked for, by the Region and day that their names state. */
function groupsOf(directory: string, names: readonly string[], query: TrailQuery): readonly FileGroup[] {
  const groups = new Map<string, FileGroup & { readonly day?: EpochMs; readonly files: TrailFile[] }>();
  for (const name of names.toSorted()) {
    const address = join(directory, name);
    if (!isTrailFile(name)) continue;
    const stated = parseTrailFileName(name);
    if (stated !== undefined && !isAsked(stated, query)) continue;
    const day = stated === undefined ? undefined : Math.floor(stated.deliveredAt / DAY_MS) * DAY_MS;
    const sums = isOfSummaries(address);
    const key = `${stated?.region} ${day} ${sums}`;
    const group = groups.get(key) ?? {
      ...(sums && { isOfSummaries: true as const }),
      ...(stated && { region: stated.region }),
      ...(day !== undefined && { day }),
      files: [],
    };
    group.files.push({ address, size: 0 });
    groups.set(key, group);
  }
  return [...groups.values()]
    .toSorted((a, b) => (b.day ?? 0) - (a.day ?? 0))
    .map(({ day, ...group }) => (day === undefined ? group : { ...group, delivered: { from: day, to: day + DAY_MS } }));
}

function isAsked(
  file: { readonly accountId: string; readonly region: string; readonly deliveredAt: EpochMs },
  { accountId, regions, delivered }: TrailQuery,
): boolean {
  if (accountId !== undefined && file.accountId !== accountId) return false;
  if (regions !== undefined && !regions.includes(file.region)) return false;
  return delivered === undefined || (delivered.from <= file.deliveredAt && file.deliveredAt < delivered.to);
}
