import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../base/attempt.ts';
import { errorCode } from '../base/error-code.ts';
import type { LedgerStore } from '../ports.ts';
import { makeDirectory } from './make-directory.ts';

/** A run that holds a lock longer than this has died: writing takes milliseconds. */
const LOCK_IS_STALE_MS = 30_000;
const LOCK_WAIT_MS = 20;

/**
 * Keeps documents as files below a directory, made when needed. A file is replaced in one step, and only where it still
 * has the content that was read; runs take turns at that by a lock file.
 */
export function createDirectoryLedger(directory: string): LedgerStore {
  const root = resolve(directory);
  const address = (name: string): string => join(root, name);
  return {
    address,
    async read(name) {
      try {
        const bytes = await readIfThere(address(name));
        return bytes && { bytes, version: hashOf(bytes) };
      } catch (error) {
        throw failure('read', address(name), error);
      }
    },
    async write(name, bytes, version) {
      const path = address(name);
      try {
        await makeDirectory(dirname(path));
        return await locked(path, async () => {
          const present = await readIfThere(path);
          if ((present && hashOf(present)) !== version) return 'lostRace';
          await replace(path, bytes);
          return hashOf(bytes);
        });
      } catch (error) {
        throw failure('write', path, error);
      }
    },
    async list(prefix) {
      const folder = dirname(address(`${prefix}x`));
      try {
        const names = (await readdir(folder, { recursive: true })).map((name) =>
          join(dirname(`${prefix}x`), name)
            .split(sep)
            .join('/'),
        );
        return names.filter((name) => name.startsWith(prefix) && name.endsWith('.json.gz'));
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return [];
        throw failure('list', folder, error);
      }
    },
    async setAside(name, bytes) {
      const path = `${address(name)}.damaged-${hashOf(bytes).slice(0, 16)}`;
      try {
        await makeDirectory(dirname(path));
        await replace(path, bytes);
        return path;
      } catch (error) {
        throw failure('write', path, error);
      }
    },
  };
}

function failure(verb: string, path: string, error: unknown): Error {
  return new Error(`Cannot ${verb} ${path}: ${messageOf(error)}`, { cause: error });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Readers see the old file or the new one, never a part. */
async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, bytes, { flush: true });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  while (!(await taken(lock))) {
    await removeStale(lock);
    await sleep(LOCK_WAIT_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(lock: string): Promise<void> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > LOCK_IS_STALE_MS) await rm(lock, { force: true });
}
