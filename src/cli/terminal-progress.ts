import type { Progress } from '../ports.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_MS = 100;

/**
 * Progress on standard error: one line that is redrawn on a terminal, one line per stage elsewhere. `end` clears the
 * line before results are printed.
 */
export function terminalProgress(terminal: Terminal, now: () => number = Date.now): Progress & { end(): void } {
  const { stderr, stderrIsTerminal } = terminal;
  let name = '';
  let since = now();
  let drawn = 0;
  const clear = (): void => {
    if (stderrIsTerminal) stderr.write('\r\x1b[2K');
  };
  return {
    stage(next) {
      name = next;
      since = now();
      clear();
      stderr.write(stderrIsTerminal ? `${next}…` : `ecs-role-auditor: ${next}\n`);
    },
    advance(done, total, unit) {
      const at = now();
      if (!stderrIsTerminal || at - drawn < REDRAW_MS) return;
      drawn = at;
      const left = total === undefined || done === 0 ? '' : `, ${secondsLeft(at - since, done, total)} s left`;
      const of = total === undefined ? '' : ` of ${total}`;
      clear();
      stderr.write(`${name}… ${done}${of} ${unit}${left}`);
    },
    end: clear,
  };
}

function secondsLeft(elapsed: number, done: number, total: number): number {
  return Math.ceil(((elapsed / done) * Math.max(0, total - done)) / 1000);
}
