import { type Command, InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../base/nearest.ts';
import { commandName } from './command-name.ts';

/** The headings below which a command's options are listed in its help. */
export const GROUPS = {
  what: 'What to look at:',
  organization: 'Several accounts:',
  evidence: 'Evidence, and how much of it is enough:',
  result: 'The result:',
  notifications: 'Security Hub and Slack:',
  settings: 'Exceptions, owners and severities:',
} as const;

/** What to type after the program's name, and what it does. */
export type Example = readonly [args: string, does: string];

/** Ends a command's help with examples that can be copied. `before` is what stands in front of the program's name. */
export function withExamples(command: Command, examples: readonly Example[], notes = ''): Command {
  return command.addHelpText('after', `${notes === '' ? '' : `\n${notes}\n`}\nExamples:\n${exampleText(examples)}`);
}

/** Examples that can be copied, each below what it does. */
export function exampleText(examples: readonly Example[]): string {
  return examples.map(([args, does]) => `  # ${does}\n  ${exampleLine(args)}`).join('\n');
}

/** `{}` stands for the program's name where it does not come first. */
function exampleLine(args: string): string {
  return args.includes('{}') ? args.replaceAll('{}', commandName()) : `${commandName()} ${args}`;
}

/** An option with a few known values, taken in any case of letters. */
export function choiceOption(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).argParser((given: string) => chosen(given, choices));
}

/** The same, given several times or as a list with commas; what it comes to is a list. */
export function choicesOption(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description)
    .choices(choices)
    .argParser((given: string, before: readonly string[] = []) => [
      ...before,
      ...given.split(',').map((each) => chosen(each.trim(), choices)),
    ]);
}

/**
 * The choice that is meant, as it is known.
 *
 * @throws {InvalidArgumentError} when none is meant
 */
export function chosen(given: string, choices: readonly string[]): string {
  const choice = choices.find((each) => each.toLowerCase() === given.toLowerCase());
  if (choice !== undefined) return choice;
  throw new InvalidArgumentError(`Expected one of ${choices.join(', ')}${didYouMean(given, choices)}.`);
}
