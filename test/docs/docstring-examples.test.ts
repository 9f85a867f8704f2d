import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { examplesIn, runExample } from '../support/docstring-examples.ts';

const examples = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
  .map((name) => posix.join('src', name))
  .flatMap((path) => examplesIn(path, readFileSync(path, 'utf8')));

test.each(examples.map((example) => [example.name, example.path, example] as const))(
  'the example of %s in %s comes to what it says',
  async (_name, _path, example) => {
    await runExample(example);
  },
);

test('the functions that people read first have an example', () => {
  expect(examples.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['parseRoleArn', 'parseAction', 'expandPattern', 'evaluate', 'mapEvent']),
  );
  expect(new Set(examples.map(({ name }) => name)).size).toBeGreaterThanOrEqual(8);
});

/** A docstring of `isRegion` with this example. */
const documented = (...code: readonly string[]): string =>
  [
    '/**',
    ' * Whether it is.',
    ' *',
    ' * @example',
    ...code.map((line) => ` * ${line}`),
    ' */',
    'export function isRegion() {}',
  ].join('\n');

const run = (...code: readonly string[]) =>
  Promise.all(examplesIn('src/base/region.ts', documented('```ts', ...code, '```')).map(runExample));

test('an example is run, whatever it needs to begin with', async () => {
  const code = [
    "import { parseRegion } from './region.ts';",
    "const read = parseRegion('eu-west-1');",
    'isRegion(read.value); // → true',
  ];
  expect(await run(...code)).toHaveLength(1);
});

test.each([
  ['comes to something else', "isRegion('eu-west-1'); // → false", 'strictly deep-equal'],
  ['comes to less', "({ is: isRegion('eu-west-1'), of: 1 }); // → { is: true }", 'strictly deep-equal'],
  ['names what is not there', "isRegion(parse('eu-west-1')); // → true", 'parse is not defined'],
  ['is no code', "isRegion('eu-west-1'; // → true", 'missing )'],
])('an example that %s fails', async (_, code, message) => {
  await expect(run(code)).rejects.toThrow(message);
});

test.each([
  ['without a fence', ["isRegion('eu-west-1'); // → true"]],
  ['that says nothing of what comes out', ['```ts', "isRegion('eu-west-1');", '```']],
  ['of something else', ['```ts', "parseRegion('eu-west-1').ok; // → true", '```']],
])('an example %s is refused', (_, code) => {
  expect(() => examplesIn('src/base/region.ts', documented(...code))).toThrow('Cannot read the example of isRegion');
});

test('an example of nothing that can be imported is refused', () => {
  const text = documented('```ts', 'isRegion(1); // → false', '```').replace('export ', '');
  expect(() => examplesIn('src/base/region.ts', text)).toThrow('expected an export behind it');
});
