import { CommanderError } from 'commander';
import { messageOf } from '../base/attempt.ts';
import { EXIT, type ExitStatus, type Outcome, UsageError } from './exit-status.ts';
import { createOfflineProgram } from './offline-program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line of a command that reads files alone. Never throws. */
export async function runOfflineCommandLine(
  args: readonly string[],
  terminal: Terminal,
  outcome: Outcome = { status: EXIT.done },
): Promise<ExitStatus> {
  try {
    await createOfflineProgram(terminal, outcome, !args.includes('--no-color')).parseAsync(args, { from: 'user' });
    return outcome.status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    terminal.stderr.write(`ecs-role-auditor: ${messageOf(error)}\n`);
    if (!(error instanceof UsageError) && terminal.environment['DEBUG'] !== undefined && error instanceof Error) {
      terminal.stderr.write(`${error.stack ?? ''}\n`);
    }
    return EXIT.usage;
  }
}
