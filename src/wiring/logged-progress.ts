import type { Progress } from '../ports.ts';

interface InfoLogger {
  info(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** Progress as log lines: one per stage, with the time the stage before it took. */
export function loggedProgress(logger: InfoLogger, now: () => number = Date.now): Progress {
  let current: { readonly name: string; readonly since: number } | undefined;
  return {
    stage(name) {
      const at = now();
      logger.info('Stage', { stage: name, ...(current && { after: current.name, tookMs: at - current.since }) });
      current = { name, since: at };
    },
    advance: () => undefined,
  };
}

/** Progress that nobody sees. */
export const silentProgress: Progress = { stage: () => undefined, advance: () => undefined };
