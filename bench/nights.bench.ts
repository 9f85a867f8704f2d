import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledProgram } from './bundled-program.ts';
import type { NightSize } from './night-events.ts';
import type { NightRun } from './night-run.ts';
import { HEAP_MB, type Print } from './report.ts';

const FULL: NightSize = { roles: 2_000, kinds: 10, renewed: 0 };
/** `--quick` takes a tenth of the roles; `--renewed` has every role deleted and made again each ten weeks. */
const SIZE: NightSize = {
  ...FULL,
  ...(process.argv.includes('--quick') ? { roles: 200 } : {}),
  ...(process.argv.includes('--renewed') ? { renewed: 10 } : {}),
};
/** How far back use is looked for: 90 days as runs do unless they are told otherwise; `--all` looks at all that is remembered. */
const DAYS = process.argv.includes('--all') ? 400 : 90;
const MEASURED = [1, 2, 30, 120, 400];
/** Nights between the measured ones come to the ledger by runs that see so many at once, which leaves the same behind. */
const AT_ONCE = 7;
/** Of weeks that a measured night finds counted as a whole, the last day's work alone is made: it leaves as many entries as all seven. */
const DAY_BY_DAY = 21;

/**
 * The ledger of an account over 400 nights: what a night takes to read it, add to it, write it and judge by it, as a whole
 * process from its start to its end; beside it what decompressing and parsing the same files takes.
 */
export async function benchNights(print: Print): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-nights-'));
  const program = await bundledProgram('bench/night-run.ts', directory);
  const ledger = join(directory, 'ledger');
  const { roles, kinds, renewed } = SIZE;
  const runOf = (way: string, place: string, first: number, last: number, every = 1) => {
    const start = performance.now();
    const output = execFileSync(
      process.execPath,
      [
        `--max-old-space-size=${HEAP_MB}`,
        program,
        way,
        place,
        ...[first, last, roles, kinds, renewed, DAYS, every].map(String),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    return { ...(JSON.parse(output) as NightRun), seconds: (performance.now() - start) / 1000 };
  };
  print(`${cpus()[0]?.model ?? 'unknown processor'}, ${process.arch}, ${cpus().length} cores, Node ${process.version}`);
  print(`${roles.toLocaleString('en')} roles, ${kinds} kinds of calls each a day, looked at ${DAYS} days back`);
  print(row(['night', 'elapsed', 'processor', 'to baseline', 'to night 2', 'peak', 'ledger', 'objects', 'used']));
  let done = 0;
  let second: number | undefined;
  for (const night of MEASURED) {
    while (done + 1 < night) {
      const last = Math.min(done + AT_ONCE, night - 1);
      runOf('audit', ledger, done + 1, last, last < night - DAY_BY_DAY ? AT_ONCE : 1);
      done = last;
    }
    const before = join(directory, 'before');
    if (night > 1) cpSync(ledger, before, { recursive: true });
    const run = runOf('audit', ledger, night, night);
    const baseline = night > 1 ? runOf('baseline', before, night, night) : undefined;
    rmSync(before, { recursive: true, force: true });
    if (night === 2) second = run.cpuSeconds;
    const { files, bytes } = sizeOf(ledger);
    print(
      row([
        String(night),
        `${run.seconds.toFixed(1)} s`,
        `${run.cpuSeconds.toFixed(1)} s`,
        baseline === undefined ? '' : `× ${(run.cpuSeconds / baseline.cpuSeconds).toFixed(1)}`,
        second === undefined ? '' : `× ${(run.cpuSeconds / second).toFixed(2)}`,
        `${Math.round(run.peakBytes / 1e6)} MB`,
        `${(bytes / 1e6).toFixed(1)} MB`,
        String(files),
        run.used.toLocaleString('en'),
      ]),
    );
    done = night;
  }
  rmSync(directory, { recursive: true });
}

function sizeOf(directory: string): { readonly files: number; readonly bytes: number } {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.gz'));
  return { files: paths.length, bytes: paths.reduce((sum, path) => sum + statSync(join(directory, path)).size, 0) };
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(12)).join('');
}
