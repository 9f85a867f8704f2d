import type { Progress } from '../ports.ts';
import { silentProgress } from '../wiring/logged-progress.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Terminal } from './terminal.ts';

/** Progress that takes its traces away. */
export interface EndingProgress extends Progress {
  /** Clears the line, before anything else is written. */
  end(): void;
}

const REDRAW_MS = 100;
/** Before that an estimate is a guess. */
const SETTLED_MS = 2_000;

/** Milliseconds without a first answer after which that is said. */
const SILENCE_MS = 10_000;

/**
 * Progress for this command line: on a terminal, unless `--quiet`; in pipes and logs nobody sees it. Where nothing at all has been heard of AWS
 * after ten seconds, a line says so in either case.
 */
export function progressFor({ quiet }: GlobalOptions, terminal: Terminal): EndingProgress {
  if (quiet === true) return { ...silentProgress, end: () => undefined };
  const shown = terminal.stderrIsTerminal ? terminalProgress(terminal) : { ...silentProgress, end: () => undefined };
  return tellingOfSilence(shown, terminal);
}

function tellingOfSilence(progress: EndingProgress, { stderr, environment }: Terminal): EndingProgress {
  const endpoint = environment['AWS_ENDPOINT_URL_STS'] || environment['AWS_ENDPOINT_URL'];
  const where = endpoint === undefined ? 'AWS' : `the endpoint ${endpoint} (AWS_ENDPOINT_URL)`;
  const timer = setTimeout(() => {
    stderr.write(`ecs-role-auditor: no answer from ${where} for ${SILENCE_MS / 1000} s; still waiting\n`);
  }, SILENCE_MS);
  timer.unref();
  return {
    stage(name) {
      clearTimeout(timer);
      progress.stage(name);
    },
    advance: (done, total, unit) => progress.advance(done, total, unit),
    end() {
      clearTimeout(timer);
      progress.end();
    },
  };
}

/** One line on a terminal's standard error, redrawn in place: the stage, counts, and the time that is left or went by. */
export function terminalProgress(
  { stderr, stderrColumns: columns }: Terminal,
  now: () => number = Date.now,
): EndingProgress {
  let name = '';
  let drawn = Number.NEGATIVE_INFINITY;
  /** Regions and sources count side by side, each from its own start. */
  let since = new Map<string, number>();
  const clear = (): void => {
    stderr.write('\r\x1b[2K');
  };
  const draw = (text: string): void => {
    // A line that wraps could not be cleared again.
    const shown = text.length < columns ? text : `${text.slice(0, Math.max(1, columns - 2))}…`;
    stderr.write(`\r\x1b[2K${shown}`);
  };
  return {
    stage(next) {
      name = next;
      drawn = Number.NEGATIVE_INFINITY;
      since = new Map();
      draw(`${next}…`);
    },
    advance(done, total, unit) {
      const at = now();
      const start = since.get(unit) ?? at;
      since.set(unit, start);
      if (at - drawn < REDRAW_MS) return;
      drawn = at;
      draw(`${name}… ${counts(done, total)} ${unit}${time(at - start, done, total)}`);
    },
    end: clear,
  };
}

function counts(done: number, total: number | undefined): string {
  return total === undefined ? `${done}` : `${done} of ${total}`;
}

function time(elapsed: number, done: number, total: number | undefined): string {
  if (elapsed < SETTLED_MS) return '';
  if (total === undefined || done === 0) return `, ${duration(elapsed)}`;
  return `, ${duration((elapsed / done) * Math.max(0, total - done))} left`;
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
