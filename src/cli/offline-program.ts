import type { Command } from 'commander';
import { commandName } from './command-name.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDiagnoseCommand } from './commands/diagnose.ts';
import { addRequiresCommand } from './commands/requires.ts';
import type { Outcome } from './exit-status.ts';
import { pointToHelp, programFrame } from './program-frame.ts';
import type { Terminal } from './terminal.ts';

/** The program with these commands alone: whoever runs them on every commit does not wait for the SDK to load. */
export function createOfflineProgram(terminal: Terminal, outcome: Outcome, color: boolean): Command {
  const program = programFrame(terminal, color);
  addRequiresCommand(program, terminal, outcome);
  addCheckCommand(program, terminal, outcome);
  addDiagnoseCommand(program, terminal, outcome);
  pointToHelp(program, commandName());
  return program;
}
