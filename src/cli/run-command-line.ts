import { Command, CommanderError } from 'commander';
import { EventError } from '../audit-request.ts';
import { messageOf } from '../base/attempt.ts';
import { ConfigError } from '../config.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCatalogCommand } from './commands/catalog.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addExpandCommand } from './commands/expand.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addMapEventsCommand } from './commands/map-events.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addUsageCommand } from './commands/usage.ts';
import { EXIT, type ExitStatus, UsageError } from './exit-status.ts';
import { surroundingsHint } from './surroundings-hint.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Where a command leaves its exit status. */
export interface Outcome {
  status: ExitStatus;
}

/** Options that every command has. */
export interface GlobalOptions {
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** Runs one command line and says how it ended. Never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const outcome: Outcome = { status: EXIT.done };
  const program = new Command('ecs-role-auditor')
    .description('Finds permissions that the IAM roles of Amazon ECS task definitions are granted but do not use.')
    .version(VERSION)
    .option('--quiet', 'no progress on standard error')
    .option('--no-color', 'no colours')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .exitOverride();
  addDemoCommand(program, terminal);
  addAuditCommand(program, terminal, outcome);
  addExplainCommand(program, terminal, outcome);
  addPolicyCommand(program, terminal, outcome);
  addUsageCommand(program, terminal, outcome);
  addMapEventsCommand(program, terminal, outcome);
  addExpandCommand(program, terminal);
  addEvaluateCommand(program, terminal);
  addSandboxCommand(program, terminal);
  addCatalogCommand(program, terminal, outcome);
  pointToHelp(program, program.name());
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome.status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    terminal.stderr.write(`ecs-role-auditor: ${messageOf(error)}${surroundingsHint(error, terminal.environment)}\n`);
    const wrongUsage = error instanceof UsageError || error instanceof ConfigError || error instanceof EventError;
    if (!wrongUsage && terminal.environment['DEBUG'] !== undefined && error instanceof Error) {
      terminal.stderr.write(`${error.stack ?? ''}\n`);
    }
    return EXIT.usage;
  }
}

/** Has every wrong command line end with the command that shows what would be right. */
function pointToHelp(command: Command, path: string): void {
  command.showHelpAfterError(`(${path} --help shows what would be right)`);
  for (const below of command.commands) pointToHelp(below, `${path} ${below.name()}`);
}
