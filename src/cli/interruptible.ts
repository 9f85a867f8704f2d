import { endpointProblem } from './environment-hint.ts';
import { InterruptedError, UsageError } from './exit-status.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Terminal } from './terminal.ts';
import { type EndingProgress, progressFor } from './terminal-progress.ts';

/** What long work is told of the one who waits for it. */
export interface InterruptibleRun {
  /** Aborted by Ctrl-C: reading stops. A second Ctrl-C ends the program. */
  readonly signal: AbortSignal;
  readonly progress: EndingProgress;
}

/**
 * Runs long work on AWS with progress, that can be interrupted.
 *
 * @throws {UsageError} when the endpoint that the environment names is none
 * @throws {InterruptedError} after Ctrl-C, once the work has come to its end
 */
export async function interruptible<T>(
  globals: GlobalOptions,
  terminal: Terminal,
  work: (run: InterruptibleRun) => Promise<T>,
): Promise<T> {
  const problem = endpointProblem(terminal.environment);
  if (problem !== undefined) throw new UsageError(problem);
  const progress = progressFor(globals, terminal);
  const interruption = new AbortController();
  const interrupt = (): void => {
    progress.end();
    terminal.stderr.write('ecs-role-auditor: interrupted; Ctrl-C once more stops at once\n');
    interruption.abort(new Error('interrupted'));
  };
  process.once('SIGINT', interrupt);
  try {
    const result = await work({ signal: interruption.signal, progress });
    if (!interruption.signal.aborted) return result;
    throw new InterruptedError('interrupted');
  } catch (error) {
    if (interruption.signal.aborted) throw new InterruptedError('interrupted', { cause: error });
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
    progress.end();
  }
}
