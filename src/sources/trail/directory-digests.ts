import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lazy } from '../../base/lazy.ts';
import { parseDigestName } from '../../cloudtrail/digests/digest-name.ts';
import { dayOf } from './coverage-of-files.ts';
import { isTrailFile, parseTrailFileName } from './trail-key.ts';
import type { DigestListing, FileGroup, GroupDigests } from './trail-store.ts';

/** The digests below a local directory, in whatever folders: they are known by their names. */
export interface DirectoryDigests {
  /** Of the files of a group; `undefined` where the group does not say its Region and day. */
  of(group: FileGroup): GroupDigests | undefined;
}

/** Looks for digests when they are first asked for. A directory that cannot be listed has none: its log files say why. */
export function directoryDigests(directory: string): DirectoryDigests {
  const below = lazy(() => namesBelow(directory).catch(() => ({ digests: new Map(), found: new Set<string>() })));
  return {
    of({ region, delivered }) {
      if (region === undefined || delivered === undefined) return undefined;
      return {
        place: directory,
        async of(day): Promise<DigestListing> {
          const { digests, found } = await below();
          const own: readonly string[] = digests.get(`${region} ${day}`) ?? [];
          return { files: own.map((address) => ({ address, size: 0 })), found };
        },
        holds({ key }) {
          const name = parseTrailFileName(key);
          return name?.region === region && delivered.from <= name.deliveredAt && name.deliveredAt < delivered.to;
        },
      };
    },
  };
}

interface NamesBelow {
  /** Paths by Region and the day that they end on. */
  readonly digests: ReadonlyMap<string, readonly string[]>;
  readonly found: ReadonlySet<string>;
}

async function namesBelow(directory: string): Promise<NamesBelow> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const digests = files.flatMap((file) => {
    const name = parseDigestName(file.name);
    return name === undefined
      ? []
      : [{ key: `${name.region} ${dayOf(name.endsAt)}`, path: join(file.parentPath, file.name) }];
  });
  const byDay = Map.groupBy(digests, ({ key }) => key);
  return {
    digests: new Map([...byDay].map(([key, own]) => [key, own.map(({ path }) => path)])),
    found: new Set(files.map(({ name }) => name).filter(isTrailFile)),
  };
}
