import type { Command } from 'commander';
import { commandName } from './command-name.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addPolicyCommand } from './commands/policy.ts';
import type { Outcome } from './exit-status.ts';
import { pointToHelp, programFrame } from './program-frame.ts';
import type { Terminal } from './terminal.ts';

/** Whether a command line asks a stored report, which needs neither the AWS SDK nor the rest of the program to answer. */
export function asksStoredReport(args: readonly string[]): boolean {
  const command = args.find((word) => !word.startsWith('-'));
  if (command !== 'explain' && command !== 'policy') return false;
  return args.some((word) => /^--from(=|$)/.test(word)) && !args.includes('--help') && !args.includes('-h');
}

/** The commands that can: loading the others takes longer than their answer. */
export function createStoredReportProgram(terminal: Terminal, outcome: Outcome, color: boolean): Command {
  const program = programFrame(terminal, color);
  addExplainCommand(program, terminal, outcome);
  addPolicyCommand(program, terminal, outcome);
  pointToHelp(program, commandName());
  return program;
}
