/**
 * Fails where knowledge stands twice: eight or more lines of code that two places of the program share word for word, or
 * an action with two rows in the tables of what can be seen. Blank lines, comments, imports and lone punctuation do not count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_EVENTS } from '../src/cloudtrail/observability/data-events.ts';
import { NEVER_SEEN } from '../src/cloudtrail/observability/never-seen.ts';

const LINES = 8;
const NO_CODE = /^(\/\/|\/?\*|import\b|export \{|[\s{}()[\];,]*$)/;

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
console.log(`No knowledge stands twice in ${seen.size} stretches of code and ${rows.size} rows.`);
