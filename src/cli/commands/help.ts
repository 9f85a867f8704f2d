import type { Command } from 'commander';
import { didYouMean } from '../../base/nearest.ts';
import { UsageError } from '../exit-status.ts';

/** `help [COMMAND…]`: what `COMMAND --help` prints; a command that does not exist is told. */
export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .summary('print the help of a command')
    .description('Print the help of a command.')
    .argument('[command...]', 'such as audit, or catalog refresh')
    .action((names: readonly string[]) => {
      let command = program;
      for (const name of names) {
        const known = command.commands.map((each) => each.name());
        const next = command.commands.find((each) => each.name() === name);
        if (next === undefined) {
          throw new UsageError(
            `Cannot help with "${names.join(' ')}": "${name}" is no command${didYouMean(name, known)}`,
          );
        }
        command = next;
      }
      command.outputHelp();
    });
}
