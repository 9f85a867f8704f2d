import { Command } from 'commander';
import { isRegion } from '../base/region.ts';
import { commandName } from './command-name.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCatalogCommand } from './commands/catalog.ts';
import { addCompletionCommands } from './commands/completion.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addExpandCommand } from './commands/expand.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addHelpCommand } from './commands/help.ts';
import { addMapEventsCommand } from './commands/map-events.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addRetireCommand } from './commands/retire.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addUsageCommand } from './commands/usage.ts';
import type { Outcome } from './exit-status.ts';
import { withExamples } from './help.ts';
import { stylerFor, type Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Every command with its options, in the order of the help. */
export function createProgram(terminal: Terminal, outcome: Outcome, color: boolean): Command {
  const program = new Command('ecs-role-auditor')
    .description(
      'Finds permissions that the IAM roles of Amazon ECS task definitions are granted but do not use.\nIt reads the account of the standard AWS configuration (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …).',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .option('--quiet', 'no progress on standard error')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR count too)')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: stylerFor(terminal, color).heading })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.columns, 120),
      getErrHelpWidth: () => Math.min(terminal.columns, 120),
      // What we style is decided above; commander must not strip it.
      getOutHasColors: () => true,
      getErrHasColors: () => true,
      outputError: (text, write) => write(`ecs-role-auditor: ${text.replace(/^error: /, '')}${hintOn(text)}`),
    })
    .exitOverride();

  program.commandsGroup('Audit an AWS account:');
  addAuditCommand(program, terminal, outcome);
  addExplainCommand(program, terminal, outcome);
  addPolicyCommand(program, terminal, outcome);
  addUsageCommand(program, terminal, outcome);
  addRetireCommand(program, terminal, outcome);
  program.commandsGroup('Try it without an account:');
  addDemoCommand(program, terminal);
  addSandboxCommand(program, terminal);
  program.commandsGroup('Ask about IAM and CloudTrail, without an account:');
  addExpandCommand(program, terminal);
  addEvaluateCommand(program, terminal);
  addMapEventsCommand(program, terminal, outcome);
  addCatalogCommand(program, terminal, outcome);
  program.commandsGroup('This program:');
  addCompletionCommands(program, terminal);
  addHelpCommand(program);

  withExamples(
    program,
    [
      ['demo', 'see it work, without an account'],
      ['audit', 'audit the account of AWS_PROFILE'],
      ['explain my-app-task s3:DeleteObject', 'why an action has its verdict'],
      ['policy my-app-task --as diff', 'what a role should be granted instead'],
    ],
    'Exit status: 0 done; 1 findings at or above --fail-on; 2 wrong usage or configuration;\n3 something could not be read, with the results printed all the same.',
  );
  pointToHelp(program, commandName());
  return program;
}

/** What commander's message leaves open. */
function hintOn(text: string): string {
  const [, value] = /Expected 0 arguments but got \d+: ([\w-]+)/.exec(text) ?? [];
  if (value === undefined || !text.includes("'audit'")) return '';
  return isRegion(value)
    ? 'Several Regions are one list: --regions us-east-1,eu-west-1\n'
    : `To audit only that, say --family ${value} or --role ${value}\n`;
}

/** Has every wrong command line end with the command that shows what would be right. */
function pointToHelp(command: Command, path: string): void {
  command.showHelpAfterError(`(${path} --help shows what would be right)`);
  for (const below of command.commands) pointToHelp(below, `${path} ${below.name()}`);
}
