import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs a program on a file of this text. Undefined, with the reason printed, where the program is not installed: the tests'
 * own rules are then the only judge.
 */
export function runOn(
  text: string,
  file: string,
  command: readonly [string, ...string[]],
): { readonly status: number | null; readonly output: string } | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'right-sized-'));
  try {
    const path = join(directory, file);
    writeFileSync(path, text);
    const [program, ...args] = command;
    const run = spawnSync(program, [...args, path], { encoding: 'utf8', timeout: 60_000 });
    if (run.error !== undefined) {
      console.log(`${program} was not run on ${file}: ${run.error.message}`);
      return undefined;
    }
    return { status: run.status, output: run.stdout };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
