import type { Progress } from '../ports.ts';

interface StageLogger {
  info(message: string, details: Readonly<Record<string, unknown>>): void;
  debug(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** Milliseconds between two lines about the same work. */
const BETWEEN_LINES = 10_000;

/**
 * Progress as log lines: one per stage, with the time the stage before it took; at DEBUG the memory in use as well, and how far long
 * work has come.
 */
export function loggedProgress(logger: StageLogger, now: () => number = Date.now): Progress {
  let current: { readonly name: string; readonly since: number } | undefined;
  const lastLine = new Map<string, number>();
  return {
    stage(name) {
      const at = now();
      logger.info('Stage', { stage: name, ...(current && { after: current.name, tookMs: at - current.since }) });
      logger.debug('Memory', { stage: name, residentMB: Math.round(process.memoryUsage.rss() / 1e6) });
      current = { name, since: at };
      lastLine.clear();
    },
    advance(done, total, unit) {
      const at = now();
      if (at - (lastLine.get(unit) ?? Number.NEGATIVE_INFINITY) < BETWEEN_LINES) return;
      lastLine.set(unit, at);
      logger.debug('Progress', { stage: current?.name, done, ...(total !== undefined && { total }), unit });
    },
  };
}

/** Progress that nobody sees. */
export const silentProgress: Progress = { stage: () => undefined, advance: () => undefined };
