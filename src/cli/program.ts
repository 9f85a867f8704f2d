import type { Command } from 'commander';
import { commandName } from './command-name.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCatalogCommand } from './commands/catalog.ts';
import { addCheckCommand } from './commands/check.ts';
import { addCompletionCommands } from './commands/completion.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDiagnoseCommand } from './commands/diagnose.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addEvidenceCommand } from './commands/evidence.ts';
import { addExpandCommand } from './commands/expand.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addHelpCommand } from './commands/help.ts';
import { addMapEventsCommand } from './commands/map-events.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addRequiresCommand } from './commands/requires.ts';
import { addRetireCommand } from './commands/retire.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addUsageCommand } from './commands/usage.ts';
import type { Outcome } from './exit-status.ts';
import { withExamples } from './help.ts';
import { pointToHelp, programFrame } from './program-frame.ts';
import type { Terminal } from './terminal.ts';

/** Every command with its options, in the order of the help. */
export function createProgram(terminal: Terminal, outcome: Outcome, color: boolean): Command {
  const program = programFrame(terminal, color);
  program.commandsGroup('Audit an AWS account:');
  addAuditCommand(program, terminal, outcome);
  addExplainCommand(program, terminal, outcome);
  addPolicyCommand(program, terminal, outcome);
  addEvidenceCommand(program, terminal, outcome);
  addUsageCommand(program, terminal, outcome);
  addRetireCommand(program, terminal, outcome);
  program.commandsGroup('Before it runs, and when it does not start, without an account:');
  addRequiresCommand(program, terminal, outcome);
  addCheckCommand(program, terminal, outcome);
  addDiagnoseCommand(program, terminal, outcome);
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
