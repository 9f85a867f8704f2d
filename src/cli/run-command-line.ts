import { CommanderError } from 'commander';
import { EmptyAuditError, EventError } from '../audit-request.ts';
import { messageOf } from '../base/attempt.ts';
import { missingAuditorPermissionIn } from '../base/missing-auditor-permission.ts';
import { ConfigError } from '../config/config.ts';
import { environmentHint } from './environment-hint.ts';
import { EXIT, type ExitStatus, InterruptedError, type Outcome, UsageError } from './exit-status.ts';
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
    if (error instanceof InterruptedError) return EXIT.interrupted;
    const hint = environmentHint(error, terminal.environment) || (await credentialsHintOf(error, terminal));
    terminal.stderr.write(`ecs-role-auditor: ${textOf(error)}${hint}\n`);
    const missing = missingAuditorPermissionIn(error);
    if (missing !== undefined) terminal.stderr.write(missingAuditorPermissionsText([missing]));
    const wrongUsage = [UsageError, ConfigError, EventError, EmptyAuditError].some((kind) => error instanceof kind);
    if (!wrongUsage && terminal.environment['DEBUG'] !== undefined && error instanceof Error) {
      terminal.stderr.write(`${error.stack ?? ''}\n`);
    }
    return isFull(error) ? EXIT.incomplete : EXIT.usage;
  }
}

/** The message on one line; each problem of a configuration on a line of its own. */
function textOf(error: unknown): string {
  return error instanceof ConfigError ? error.message : messageOf(error);
}

/** Only where it is needed: it reads files, and loads what does. */
async function credentialsHintOf(error: unknown, { environment }: Terminal): Promise<string> {
  if (!(error instanceof Error) || !error.message.includes('No AWS credentials')) return '';
  const { credentialsHint } = await import('./credentials-hint.ts');
  return credentialsHint(environment);
}

/** Whether a result could not be written for want of space: nothing about the command line was wrong. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
