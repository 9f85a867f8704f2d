import { createCallCounter } from '../aws/client/call-counter.ts';
import type { SessionOptions } from '../aws/client/session.ts';

interface DebugLogger {
  getLevelName(): string;
  debug(message: string, details: Readonly<Record<string, unknown>>): void;
}

/** Counts a run's AWS calls where the log takes note: at DEBUG. */
export interface LoggedCalls {
  /** For the sessions of the run. */
  readonly aws: Pick<SessionOptions, 'loggerOf'>;
  /** One line, by operation and Region; none above DEBUG. */
  log(): void;
}

/** Opens the count of one run. */
export function loggedCalls(logger: DebugLogger): LoggedCalls {
  if (logger.getLevelName() !== 'DEBUG') return { aws: {}, log: () => undefined };
  const counter = createCallCounter();
  return {
    aws: { loggerOf: counter.loggerOf },
    log: () => logger.debug('AWS calls', { calls: counter.totals() }),
  };
}
