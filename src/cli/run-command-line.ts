import { CommanderError } from 'commander';
import { EventError } from '../audit-request.ts';
import { messageOf } from '../base/attempt.ts';
import { missingAuditorPermissionIn } from '../base/missing-auditor-permission.ts';
import { ConfigError } from '../config/config.ts';
import { environmentHint } from './environment-hint.ts';
import { EXIT, type ExitStatus, type Outcome, UsageError } from './exit-status.ts';
import { missingAuditorPermissionsText } from './missing-auditor-permissions-text.ts';
import { asksStoredReport, createStoredReportProgram } from './stored-report-program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line and says how it ended. Never throws. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  outcome: Outcome = { status: EXIT.done },
): Promise<ExitStatus> {
  const create = asksStoredReport(args) ? createStoredReportProgram : (await import('./program.ts')).createProgram;
  const program = create(terminal, outcome, !args.includes('--no-color'));
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome.status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    terminal.stderr.write(`ecs-role-auditor: ${messageOf(error)}${environmentHint(error, terminal.environment)}\n`);
    const missing = missingAuditorPermissionIn(error);
    if (missing !== undefined) terminal.stderr.write(missingAuditorPermissionsText([missing]));
    const wrongUsage = error instanceof UsageError || error instanceof ConfigError || error instanceof EventError;
    if (!wrongUsage && terminal.environment['DEBUG'] !== undefined && error instanceof Error) {
      terminal.stderr.write(`${error.stack ?? ''}\n`);
    }
    return EXIT.usage;
  }
}
