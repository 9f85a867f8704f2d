import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { fakeTerminal } from './fake-terminal.ts';

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, path: readonly string[]): readonly Leaf[] {
  const below = command.createHelp().visibleCommands(command);
  return [{ path, command }, ...below.flatMap((each) => leaves(each, [...path, each.name()]))];
}

const program = createProgram(fakeTerminal(), { status: 0 }, false);
const commands = leaves(program, []);

async function helpOf(path: readonly string[]): Promise<string> {
  const terminal = fakeTerminal();
  expect(await runCommandLine([...path, '--help'], terminal)).toBe(0);
  return terminal.out();
}

/** The examples of a help, as words behind the program's name; what stands before it or behind a pipe is left out. */
function examplesIn(help: string): readonly (readonly string[])[] {
  return help
    .slice(help.indexOf('Examples:'))
    .split('\n')
    .flatMap((line) => line.split('npm run -s cli -- ').slice(1))
    .map((rest) => rest.split(/ [|>]|\)/)[0] ?? '')
    .map((rest) =>
      rest
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^['"]|['"]$/g, '')),
    );
}

describe('the help', () => {
  test.each(
    commands.filter(({ path }) => !['help', 'catalog'].includes(path.join(' '))).map(({ path }) => path.join(' ')),
  )('of "%s" has examples that can be typed', async (path) => {
    const examples = examplesIn(await helpOf(path === '' ? [] : path.split(' ')));
    expect(examples.length).toBeGreaterThan(0);
    for (const words of examples) {
      const leaf = commands.findLast(({ path: names }) => names.every((name, place) => words[place] === name));
      const known = new Set([program, leaf?.command].flatMap((each) => each?.options.map(({ long }) => long) ?? []));
      for (const word of words.filter((each) => each.startsWith('--'))) expect(known).toContain(word);
      expect(leaf?.path).not.toEqual([]);
    }
  });

  test('is the same by help COMMAND and COMMAND --help', async () => {
    const terminal = fakeTerminal();
    expect(await runCommandLine(['help', 'catalog', 'refresh'], terminal)).toBe(0);
    expect(terminal.out()).toBe(await helpOf(['catalog', 'refresh']));
  });

  test('groups the options of an audit', async () => {
    const help = await helpOf(['audit']);
    const headings = ['What to look at:', 'Evidence, and how', 'The result:', 'Security Hub and Slack:', 'Examples:'];
    const places = headings.map((heading) => help.indexOf(heading));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(help.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  test('names every exit status', async () => {
    expect(await helpOf([])).toMatch(/0 done; 1 findings .*; 2 wrong usage .*;\s+3 something could not be read/);
  });
});

describe('colour', () => {
  const BOLD = '\u001b[1mOptions:\u001b[0m';
  test.each([
    ['on a terminal', [], {}, true, true],
    ['not in a pipe', [], {}, false, false],
    ['in a pipe with FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
    ['not with FORCE_COLOR=0 in a pipe', [], { FORCE_COLOR: '0' }, false, false],
    ['not with NO_COLOR', [], { NO_COLOR: '1' }, true, false],
    ['with an empty NO_COLOR', [], { NO_COLOR: '' }, true, true],
    ['not with NO_COLOR, whatever FORCE_COLOR says', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['not with --no-color', ['--no-color'], {}, true, false],
    ['not with --no-color, whatever FORCE_COLOR says', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
    ['not on a dumb terminal', [], { TERM: 'dumb' }, true, false],
  ] as const)('%s', async (_when, options, environment, stdoutIsTerminal, coloured) => {
    const terminal = fakeTerminal('', environment, { stdoutIsTerminal });
    await runCommandLine([...options, 'audit', '--help'], terminal);
    expect(terminal.out().includes(BOLD)).toBe(coloured);
    expect(terminal.out().includes('\u001b')).toBe(coloured);
  });
});
