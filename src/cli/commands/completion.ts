import type { Command } from 'commander';
import { bashScript } from '../completion/bash-script.ts';
import { shellScript } from '../completion/shell-script.ts';
import { suggest } from '../completion/suggest.ts';
import { chosen, withExamples } from '../help.ts';
import { type Terminal, writeText } from '../terminal.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof SHELLS)[number];

/**
 * `completion SHELL` prints the script that a shell sources; the script calls the hidden `complete -- WORDS`, which prints
 * suggestions, one a line, and a directive.
 */
export function addCompletionCommands(program: Command, terminal: Terminal): void {
  const name = program.name();
  const completion = program
    .command('completion')
    .summary('print a completion script for your shell')
    .description('Print the script that teaches a shell to complete commands, options and their values.');
  completion.addArgument(
    completion
      .createArgument('<shell>', 'your shell')
      .choices(SHELLS)
      .argParser((text: string) => chosen(text, SHELLS)),
  );
  completion.action(async (shell: Shell) => writeText(terminal.stdout, await scriptFor(shell, name)));
  withExamples(
    completion,
    [
      ['echo "source <({} completion bash)" >> ~/.bashrc', 'bash, from the next shell on'],
      ['echo "source <({} completion zsh)" >> ~/.zshrc', 'zsh, after compinit'],
      ['{} completion fish > ~/.config/fish/completions/ecs-role-auditor.fish', 'fish'],
      ['{} completion powershell >> $PROFILE', 'PowerShell'],
    ],
    `The scripts complete the command ${name}, as it is called once it is installed.`,
  );

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const [first, ...more] = words;
      // Programs that know the protocol, and people, ask for the script in this way too.
      if (first !== undefined && more.length === 0 && isShell(first)) {
        return writeText(terminal.stdout, await scriptFor(first, name));
      }
      const { values, directive } = suggest(program, words);
      const lines = values.map(({ value, description }) => `${value}\t${description}\n`);
      return writeText(terminal.stdout, `${lines.join('')}:${directive}\n`);
    });
}

function scriptFor(shell: Shell, name: string): Promise<string> {
  return shell === 'bash' ? Promise.resolve(bashScript(name)) : shellScript(shell, name);
}

function isShell(text: string): text is Shell {
  return (SHELLS as readonly string[]).includes(text);
}
