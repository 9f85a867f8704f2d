import type { Command, Option } from 'commander';

/** What the shell does besides offering the suggestions; the numbers are those of the shells' scripts. */
export const DIRECTIVE = { files: 0, nothing: 4, directories: 16 } as const;
export type Directive = (typeof DIRECTIVE)[keyof typeof DIRECTIVE];

export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

export interface Suggestions {
  readonly values: readonly Suggestion[];
  readonly directive: Directive;
}

const NOTHING: Suggestions = { values: [], directive: DIRECTIVE.nothing };

/** What may stand where the last word is begun; `words` are those after the program's name, the last one perhaps empty. */
export function suggest(program: Command, words: readonly string[]): Suggestions {
  const begun = words.at(-1) ?? '';
  const position = locate(program, words.slice(0, -1));
  if (position.awaited !== undefined) return begunWith(valuesOf(position.awaited), begun);
  // Of `--format=js` the scripts want the values alone.
  const [name, value] = begun.split('=', 2);
  const assigned = begun.startsWith('--') && value !== undefined ? position.options.get(name ?? '') : undefined;
  if (assigned !== undefined) return begunWith(valuesOf(assigned), value ?? '');
  if (begun.startsWith('-')) return begunWith(optionNames(position), begun);
  return begunWith(operands(position), begun);
}

interface Position {
  readonly command: Command;
  readonly options: ReadonlyMap<string, Option>;
  /** The option whose value comes next. */
  readonly awaited: Option | undefined;
  readonly given: ReadonlySet<Option>;
  /** How many operands came before. */
  readonly operands: number;
}

/** Walks through the whole words to the command that the last one belongs to. */
function locate(program: Command, words: readonly string[]): Position {
  let command = program;
  let options = optionsOf(command);
  let awaited: Option | undefined;
  let operandCount = 0;
  const given = new Set<Option>();
  for (const word of words) {
    const option = options.get(word.split('=', 1)[0] ?? '');
    if (option !== undefined) {
      given.add(option);
      awaited = takesValue(option) && !word.includes('=') ? option : undefined;
    } else if (awaited !== undefined) {
      // `--policy a.json b.json`: what is variadic takes the next word too.
      if (!awaited.variadic) awaited = undefined;
    } else {
      const next = command.commands.find((each) => each.name() === word);
      if (next === undefined) operandCount += 1;
      else {
        command = next;
        options = new Map([...options, ...optionsOf(command)]);
        operandCount = 0;
      }
    }
  }
  return { command, options, awaited, given, operands: operandCount };
}

function optionsOf(command: Command): ReadonlyMap<string, Option> {
  const visible = command.createHelp().visibleOptions(command);
  return new Map(
    visible.flatMap((option) =>
      [option.long, option.short].flatMap((name) =>
        name === undefined || name === null ? [] : [[name, option] as const],
      ),
    ),
  );
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** Values that an option's help names in angle brackets: `<dir>`, `<file...>`. */
function valuesOf(option: Option): Suggestions {
  if (option.argChoices !== undefined) return { values: option.argChoices.map(plain), directive: DIRECTIVE.nothing };
  const kind = /<([^>]+)>/.exec(option.flags)?.[1]?.replace('...', '') ?? '';
  if (/^(file|uri|place|url\|dir)$/.test(kind)) return { values: [], directive: DIRECTIVE.files };
  if (kind === 'dir') return { values: [], directive: DIRECTIVE.directories };
  return NOTHING;
}

function optionNames({ options, given }: Position): Suggestions {
  const values = [...options]
    .filter(([name, option]) => name.startsWith('--') && (!given.has(option) || isRepeatable(option)))
    .map(([value, { description }]) => ({ value, description }));
  return { values, directive: DIRECTIVE.nothing };
}

function isRepeatable(option: Option): boolean {
  return option.variadic || /repeatable|several/.test(option.description);
}

function operands({ command, operands: count }: Position): Suggestions {
  const below = command.createHelp().visibleCommands(command);
  if (below.length > 0 && count === 0) {
    return {
      values: below.map((each) => ({ value: each.name(), description: each.summary() || each.description() })),
      directive: DIRECTIVE.nothing,
    };
  }
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[count] ?? (last?.variadic === true ? last : undefined);
  if (argument?.name() === 'file') return { values: [], directive: DIRECTIVE.files };
  return { values: (argument?.argChoices ?? []).map(plain), directive: DIRECTIVE.nothing };
}

function plain(value: string): Suggestion {
  return { value, description: '' };
}

function begunWith({ values, directive }: Suggestions, begun: string): Suggestions {
  return { values: values.filter(({ value }) => value.startsWith(begun)), directive };
}
