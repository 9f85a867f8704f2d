import { expect, test } from 'vitest';
import { functionsIn } from '../../scripts/repeats/functions-in.ts';
import { repeatedExports, repeatedFunctions } from '../../scripts/repeats/repeated-functions.ts';

/** A count in words, as a module of the program may have it. */
const COUNTED = `
  /** In words. */
  export function counted(count: number, noun: string): string {
    return count + ' ' + noun + (count === 1 ? '' : 's');
  }`;

function repeatsIn(...sources: readonly string[]): readonly string[] {
  return repeatedFunctions(sources.flatMap((source, index) => functionsIn(`${'ab'[index]}.ts`, source)));
}

test.each([
  ['a declaration', "function plural(n: 1 | 2, what: string) { return n + ' ' + what + (n === 1 ? '' : 's'); }"],
  ['an arrow function', "const plural = (n, what) => n + ' ' + what + (n === 1 ? '' : 's');"],
  [
    'one of other types',
    "const plural = <T extends string>(n: number, what: T) => n + ' ' + what + ((n === 1 ? '' : 's') as const);",
  ],
  ['a method', "class Words { plural(n: number, what: string) { return n + ' ' + what + (n === 1 ? '' : 's'); } }"],
  ['a member of an object', "const words = { plural: (n, what) => n + ' ' + what + (n === 1 ? '' : 's') };"],
  [
    'one inside a function',
    "function f() { const plural = (n, what) => n + ' ' + what + (n === 1 ? '' : 's'); return plural; }",
  ],
])('%s that does the same under other names is found', (_, copy) => {
  expect(repeatsIn(COUNTED, copy)).toEqual([
    expect.stringMatching(/^counted \(a\.ts:3\) and plural \(b\.ts:1\) do the same$/),
  ]);
});

test.each([
  ['another text', "function counted(n, what) { return n + ' ' + what + (n === 1 ? '' : 'es'); }"],
  ['another order', "function counted(n, what) { return what + ' ' + n + (n === 1 ? '' : 's'); }"],
  ['another operator', "function counted(n, what) { return n + ' ' + what + (n <= 1 ? '' : 's'); }"],
  ['another default', "function counted(n, what = 'file') { return n + ' ' + what + (n === 1 ? '' : 's'); }"],
  ['a promise', "async function counted(n, what) { return n + ' ' + what + (n === 1 ? '' : 's'); }"],
])('a function with %s is another', (_, other) => {
  expect(repeatsIn(COUNTED, other)).toEqual([]);
});

test('locals may be named otherwise, whatever declares them', () => {
  const body = (all: string, one: string, found: string) => `function f(${all}) {
    const { ${one}: ${found} = 0 } = ${all};
    for (const each of ${all}.list) { try { ${found}.push(each); } catch (${one}) { throw ${one}; } }
    return ${all}.list.map((${one}) => ${one} + ${found});
  }`;
  expect(repeatsIn(body('all', 'one', 'found'), body('x', 'one', 'z'))).toHaveLength(1);
  expect(repeatsIn(body('all', 'one', 'found'), body('all', 'another', 'found'))).toEqual([]);
});

test('what a function takes from its module counts by what it is there, not by its name', () => {
  const of = (name: string, value: string) =>
    `const ${name} = ${value}; function matches(text) { return ${name}.exec(text)?.[1] ?? ''; }`;
  expect(repeatsIn(of('WORD', '/(a+)/'), of('PATTERN', '/(a+)/'))).toHaveLength(1);
  expect(repeatsIn(of('WORD', '/(a+)/'), of('WORD', '/(b+)/'))).toEqual([]);
  const imported = (from: string) =>
    `import { WORD } from '${from}'; function matches(text) { return WORD.exec(text)?.[1] ?? ''; }`;
  expect(repeatsIn(imported('./word.ts'), imported('./word.ts'))).toHaveLength(1);
  expect(repeatsIn(imported('./word.ts'), imported('./other.ts'))).toEqual([]);
});

test('functions that call themselves or each other are compared too', () => {
  const of = (name: string) => `function ${name}(n) { return n <= 1 ? 1 : n * ${name}(n - 1); }`;
  expect(repeatsIn(of('factorial'), of('product'))).toHaveLength(1);
  const pair = (a: string, b: string) =>
    `function ${a}(n) { return n === 0 || ${b}(n - 1); } function ${b}(n) { return n !== 0 && ${a}(n - 1); }`;
  expect(repeatsIn(pair('even', 'odd'), pair('e', 'o'))).toHaveLength(2);
});

test('what is trivial may stand twice', () => {
  expect(repeatsIn('const nameOf = (x) => x.name;', 'const heading = (y) => y.name;')).toEqual([]);
  expect(repeatsIn('const none = () => undefined;', 'function nothing() { return undefined; }')).toEqual([]);
  expect(
    repeatsIn(
      'function isList(x: unknown): x is [] { return Array.isArray(x); }',
      'const list = (v) => Array.isArray(v);',
    ),
  ).toEqual([]);
});

test('a name by which two modules export a function is found, unless it is allowed', () => {
  const functions = [
    ...functionsIn('a.ts', 'export function union(a) { return a; } function own() {}'),
    ...functionsIn('b.ts', 'export const union = (a, b) => [a, b]; export function own() {}'),
  ];
  expect(repeatedExports(functions, {})).toEqual(['union is exported from a.ts:1 and b.ts:1']);
  expect(repeatedExports(functions, { union: 'of other sets' })).toEqual([]);
  expect(repeatedExports(functions, { union: 'of other sets', own: 'of others' })).toEqual([
    'own is allowed to be exported twice, and is not',
  ]);
});

test('what a function takes from the one around it is told apart from what the module has', () => {
  const inner = 'const all = (n) => [n, limit, limit + n, n];';
  expect(
    repeatsIn(`function f(limit) { ${inner} return all; }`, `function g(limit) { ${inner} return all(1); }`),
  ).toHaveLength(1);
  expect(repeatsIn(`function f(limit) { ${inner} return all; }`, `const limit = 3; ${inner}`)).toEqual([]);
});
