import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { messageOf } from '../base/attempt.ts';
import { fileProblem } from '../base/file-problem.ts';
import type { Incomplete } from '../base/incomplete.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import type { FileContents, FileOptions, FileProblem } from '../definition-files/file-contents.ts';
import { mayBeDefinitionFile, readDefinitionFile } from '../definition-files/read-definition-file.ts';
import { readAtMost } from '../local/read-at-most.ts';
import { UsageError } from './exit-status.ts';

/** A plan of a large configuration has tens of megabytes. */
const MOST_BYTES = 128 * 1024 * 1024;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);
const NAMES = /\.(?:json|ya?ml|template)$/i;

/** What the files came to that a user named. */
export interface DefinitionInput<T> {
  /** How many files were read, those that hold nothing of interest apart. */
  readonly files: number;
  /** What was made of each file's contents. */
  readonly results: readonly T[];
  readonly incomplete: readonly Incomplete[];
}

/**
 * Reads files, directories with all that is below them, and standard input for `-`, and makes something of each at once: a repository has
 * more of them than should be held.
 *
 * @throws {UsageError} when there is no such file or directory
 */
export async function readDefinitionInput<T>(
  paths: readonly string[],
  options: FileOptions,
  stdin: Readable,
  use: (contents: FileContents) => T,
): Promise<DefinitionInput<T>> {
  const results: T[] = [];
  const incomplete: Incomplete[] = [];
  const kinds = await Promise.all(
    paths.map(async (path) => ({ path, isDirectory: path !== '-' && (await isDirectory(path)) })),
  );
  const take = async (path: string, read: () => Promise<string>, named: boolean): Promise<void> => {
    const file = stripControlCharacters(path);
    try {
      const text = await read();
      if (!named && !mayBeDefinitionFile(text)) return;
      const reading = readDefinitionFile(file, text, options);
      if ('contents' in reading) {
        const found = reading.contents;
        // In a directory lie documents of many kinds.
        if (!named && found.definitions.length + found.roles.length + found.incomplete.length === 0) return;
        results.push(use(found));
        incomplete.push(...found.incomplete.map((each) => incompleteOf(file, each)));
      } else if (named || !reading.isOther) incomplete.push(incompleteOf(file, reading.problem));
    } catch (error) {
      incomplete.push({ what: file, why: messageOf(error) });
    }
  };
  for (const { path, isDirectory: isFolder } of kinds) {
    if (path === '-') await take('standard input', () => textOf(stdin), true);
    else if (!isFolder) await take(path, () => textOfFile(path), true);
    else for (const file of await filesBelow(path, incomplete)) await take(file, () => textOfFile(file), false);
  }
  if (results.length === 0 && incomplete.length === 0) {
    const where = stripControlCharacters(paths.join(', '));
    incomplete.push({ what: where, why: 'no task definition and no role was found there' });
  }
  return { files: results.length, results, incomplete };
}

function incompleteOf(file: string, { what, why, line, column }: FileProblem): Incomplete {
  return { what: stripControlCharacters(`${file}:${line}:${column}: ${what}`), why: stripControlCharacters(why) };
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new UsageError(`Cannot read "${stripControlCharacters(path)}": ${fileProblem(error)}`, { cause: error });
  }
}

async function textOfFile(path: string): Promise<string> {
  return (await readAtMost(path, MOST_BYTES)).toString('utf8');
}

async function textOf(stream: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length > MOST_BYTES) throw new Error(`it holds more than ${MOST_BYTES} bytes`);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** In order of name; symbolic links are not followed, so that none leads in a circle. */
async function filesBelow(directory: string, incomplete: Incomplete[]): Promise<readonly string[]> {
  const found: string[] = [];
  const open = [directory];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      for (const entry of entries) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !SKIPPED.has(entry.name)) open.push(path);
        else if (entry.isFile() && NAMES.test(entry.name)) found.push(path);
      }
    } catch (error) {
      incomplete.push({ what: stripControlCharacters(folder), why: messageOf(error) });
    }
  }
  return found.sort();
}
