/**
 * Fails where knowledge stands twice: eight or more lines of code that two places of the program share word for word, two
 * functions that do the same under whatever names, two exported functions of one name, or an action with two rows in the tables
 * of what can be seen. Blank lines, comments, imports and lone punctuation do not count as lines, nor types in functions.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_EVENTS } from '../src/cloudtrail/observability/data-events.ts';
import { NEVER_SEEN } from '../src/cloudtrail/observability/never-seen.ts';
import { functionsIn } from './repeats/functions-in.ts';
import { repeatedExports, repeatedFunctions } from './repeats/repeated-functions.ts';

const LINES = 8;
const NO_CODE = /^(\/\/|\/?\*|import\b|export \{|[\s{}()[\];,]*$)/;

/** Names that two modules may export a function by, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  union: 'of sets of moments, and of sets of actions',
  intersect: 'of sets of moments, and of sets of actions',
  subtract: 'of sets of moments, and of sets of actions',
};

interface Line {
  readonly text: string;
  readonly at: string;
}

function linesOf(path: string): readonly Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((text, index) => ({ text: text.trim(), at: `${path}:${index + 1}` }))
    .filter(({ text }) => !NO_CODE.test(text));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => join(folder, name));
}

const seen = new Map<string, string>();
const repeats: string[] = [];
// Markup repeats by nature: what src/browser shares is elements, not knowledge.
const program = [...filesBelow('src'), ...filesBelow('handlers')].filter((path) => !path.startsWith('src/browser/'));
for (const path of program) {
  const lines = linesOf(path);
  for (let first = 0; first + LINES <= lines.length; first++) {
    const window = lines.slice(first, first + LINES);
    const text = window.map((line) => line.text).join('\n');
    const at = window[0]?.at ?? path;
    const before = seen.get(text);
    if (before === undefined) seen.set(text, at);
    else if (before.split(':')[0] !== path) repeats.push(`${before} and ${at} share ${LINES} lines`);
  }
}

// The kernel's assembly has TypeScript's look, and decorators that only its own compiler takes.
const functions = program
  .filter((path) => !path.includes('/assembly/'))
  .flatMap((path) => functionsIn(path, readFileSync(path, 'utf8')));
repeats.push(...repeatedFunctions(functions), ...repeatedExports(functions, ALLOWED));

const rows = new Map<string, number>();
for (const { service, actions } of [...DATA_EVENTS, ...NEVER_SEEN]) {
  for (const name of actions) {
    const action = `${service}:${name}`.toLowerCase();
    rows.set(action, (rows.get(action) ?? 0) + 1);
  }
}
for (const [action, count] of rows)
  if (count > 1) repeats.push(`${action} has ${count} rows in the tables of what can be seen`);

if (repeats.length > 0) {
  console.error(`Knowledge that stands twice:\n${repeats.join('\n')}`);
  process.exit(1);
}
console.log(
  `No knowledge stands twice in ${seen.size} stretches of code, ${functions.length} functions and ${rows.size} rows.`,
);
