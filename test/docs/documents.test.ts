import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

const DOCUMENTS = [
  'README.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** As GitHub makes the anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-');
}

function headingsOf(path: string): readonly string[] {
  return (readFileSync(path, 'utf8').match(/^#+ .*$/gm) ?? []).map((line) => anchorOf(line.replace(/^#+ /, '')));
}

test.each(DOCUMENTS)('every link of %s leads somewhere', (path) => {
  const links = [...readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  for (const link of links.filter((each) => !/^https?:/.test(each))) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    expect({ link, exists: existsSync(target) }).toEqual({ link, exists: true });
    if (anchor !== undefined) expect(headingsOf(target)).toContain(anchor);
  }
});

test.each(DOCUMENTS)('every command of %s exists, with its options', (path) => {
  const program = createProgram(fakeTerminal(), { status: 0 }, false);
  const known = new Map(program.commands.map((command) => [command.name(), command]));
  const shared = program.options.map(({ long }) => long);
  const typed = [
    ...readFileSync(path, 'utf8').matchAll(/(?:^|[`|( ])(?:ecs-role-auditor|npm run -s cli --) ([a-z-]+)([^\n`|]*)/gm),
  ]
    .map(([line, name = '', rest = '']) => ({ line, name, options: rest.split(' #')[0]?.match(/--[a-z-]+/g) ?? [] }))
    .filter(({ line, name }) => known.has(name) || line.includes(' -- '));
  for (const { line, name, options } of typed) {
    expect({ line, known: known.has(name) }).toEqual({ line, known: true });
    const command = known.get(name);
    const taking = command === undefined ? [] : [command, ...command.commands];
    const own = [...shared, '--help', ...taking.flatMap(({ options: each }) => each.map(({ long }) => long))];
    for (const option of options) expect(own).toContain(option);
  }
});

test('docs/deploying.md tells of every alarm of the template', () => {
  const alarms = readFileSync('template.yaml', 'utf8').matchAll(/^ {2}(\w+):\n {4}Type: AWS::CloudWatch::Alarm$/gm);
  const rows = readFileSync('docs/deploying.md', 'utf8').match(/^\| `\w+Alarm` \|/gm);
  expect(rows?.sort()).toEqual([...alarms].map(([, name]) => `| \`${name}\` |`).sort());
});
