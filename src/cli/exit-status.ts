/** Exit status of the command, as PRODUCT promises scripts. */
export const EXIT = {
  done: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Something could not be read; the results are printed all the same. */
  incomplete: 3,
  /** Stopped by Ctrl-C, as shells count it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Where a command leaves its exit status. */
export interface Outcome {
  status: ExitStatus;
}

/** Ctrl-C ended the work; that was said when it was pressed. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Wrong usage that commander cannot see by itself. The message says what was given and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
