/**
 * Writes what this version of the program makes of events and of task definitions as two short digests. Remembered
 * periods and revisions that another reading produced do not count, so a change of any rule drops them by itself.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever decides which actions an event proves, and of which role. */
const OF_EVENTS = [
  'src/cloudtrail',
  'src/iam/catalog/generated',
  'src/iam/action.ts',
  'src/iam/arn.ts',
  'src/evidence',
  'src/ledger',
];
/** Whatever decides what is read of a task definition. */
const OF_DEFINITIONS = ['src/ecs'];
const TARGET = 'src/ledger/generated';
/** What is made from sources that count anyhow. */
const MADE_FROM_THESE = [TARGET, 'src/cloudtrail/scan/kernel/generated'];

function filesOf(path: string): readonly string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => name.endsWith('.ts') && !MADE_FROM_THESE.some((made) => name.startsWith(made)))
    .sort();
}

function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** The module's text; the same sources give the same text. */
export function readingModule(): string {
  return `/** Made by scripts/build-reading.ts. */
export const READING_OF_EVENTS = '${digestOf(OF_EVENTS)}';
export const READING_OF_DEFINITIONS = '${digestOf(OF_DEFINITIONS)}';
`;
}

/** Writes the module. */
export function buildReading(): void {
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(join(TARGET, 'reading.ts'), readingModule());
}

if (import.meta.main) buildReading();
