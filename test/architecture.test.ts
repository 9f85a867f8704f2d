import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** Import specifiers of a file: static, for their effects, dynamic and re-exports. */
function importsOf(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm,
  )) {
    const specifier = match[1] ?? match[2] ?? match[3];
    if (specifier !== undefined) found.push(specifier);
  }
  return found;
}

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(text) };
    });
}

const files = [...filesBelow('src'), ...filesBelow('handlers')];

/** Every room of the program, floor by floor from the ground up. A room takes from the floors below it alone. */
const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['iam', 'src/available-memory.ts', 'src/real-timer.ts', 'src/send-with-retry.ts'],
  ['ecs', 'cloudtrail', 'sandbox'],
  ['diagnosis', 'evidence'],
  ['ledger'],
  ['rightsize'],
  ['evidence-trail'],
  ['findings'],
  ['definition-files', 'src/audit-settings.ts'],
  ['report'],
  ['organization'],
  ['browser', 'config', 'src/ports.ts'],
  ['src/audit-request.ts', 'src/deadline.ts'],
  ['src/audit-context.ts'],
  ['local', 'run-ledger', 'slack', 'sources', 'stored-report'],
  ['aws', 'catalog-refresh', 'stages', 'task-starts'],
  ['src/audit.ts'],
  ['wiring'],
  ['handlers'],
  ['cli'],
];

/** Those that decide: no SDK, Node module, clock, environment, randomness or console. */
const PURE: ReadonlySet<string> = new Set([
  'base',
  'iam',
  'ecs',
  'cloudtrail',
  'evidence',
  'ledger',
  'rightsize',
  'evidence-trail',
  'findings',
  'definition-files',
  'diagnosis',
  'src/audit-settings.ts',
  'report',
  'organization',
  'config',
]);

/** The room a file is in: its folder, or the file itself where it lies beside the folders. */
function roomOf(path: string): string {
  const [top = '', room = '', ...below] = path.split('/');
  if (top !== 'src') return top;
  return below.length === 0 ? path : room;
}

function target(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return relative(ROOT, resolve(ROOT, dirname(file.path), specifier));
}

/** The files of the program that a file takes from. */
function takenBy(file: SourceFile): readonly string[] {
  return file.imports
    .map((specifier) => target(file, specifier))
    .filter((path): path is string => path !== undefined && /^(src|handlers)\//.test(path));
}

const pure = files.filter((file) => PURE.has(roomOf(file.path)));

test('every room has a floor, and every floor its rooms', () => {
  expect([...new Set(files.map(({ path }) => roomOf(path)))].sort()).toEqual(FLOORS.flat().sort());
});

test('a room takes from the floors below it alone', () => {
  const floorOf = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)));
  const above = (from: string, to: string): boolean => (floorOf.get(from) ?? -1) <= (floorOf.get(to) ?? -1);
  const wrong = files.flatMap((file) =>
    takenBy(file)
      .filter((path) => roomOf(path) !== roomOf(file.path) && above(roomOf(file.path), roomOf(path)))
      .map((path) => `${file.path} takes from ${path}`),
  );
  expect(wrong).toEqual([]);
});

/** Pure packages: no input or output, no clock (of `diff`, only where a time limit is asked for). `@slack/types` is types only. */
const PURE_PACKAGES = new Set(['zod', 'yaml', '@slack/types', 'cli-table3', 'fflate', 'diff', 'damerau-levenshtein']);

test('the pure folders import no SDK, no Node module and no package that does input or output', () => {
  const wrong = pure.flatMap((file) =>
    file.imports
      .filter((specifier) => !specifier.startsWith('.') && !PURE_PACKAGES.has(specifier))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test('the pure folders read no clock, environment, randomness or console', () => {
  const impure =
    /\b(Date\.now\(|new Date\(\)|performance\.now|process\.|console\.|Math\.random|crypto\.|setTimeout|fetch\()/;
  const wrong = pure.flatMap((file) =>
    file.text
      .split('\n')
      .map((line, index) => ({ line, index }))
      .filter(({ line }) => !/^\s*(\*|\/\/|\/\*)/.test(line) && impure.test(line))
      .map(({ line, index }) => `${file.path}:${index + 1} ${line.trim()}`),
  );
  expect(wrong).toEqual([]);
});

test('only src/aws imports the AWS SDK', () => {
  const wrong = files.filter(
    (file) => roomOf(file.path) !== 'aws' && file.imports.some((specifier) => /^@(aws-sdk|smithy)\//.test(specifier)),
  );
  expect(wrong.map((file) => file.path)).toEqual([]);
});

test.each([
  ['sandbox', ['cli']],
  ['browser', []],
])('from %s take %j alone', (room, takers) => {
  const wrong = files
    .filter((file) => roomOf(file.path) !== room && !takers.includes(roomOf(file.path)))
    .flatMap((file) =>
      takenBy(file)
        .filter((path) => roomOf(path) === room)
        .map((path) => `${file.path} takes from ${path}`),
    );
  expect(wrong).toEqual([]);
});

test('the script of the page, and what it reads by, take nothing from what writes the page', () => {
  const script = files.filter(({ path }) => /^src\/(browser|report\/page\/read)\//.test(path));
  const wrong = script.flatMap((file) =>
    takenBy(file)
      .filter((path) => path.startsWith('src/report/page/write/'))
      .map((path) => `${file.path} takes from ${path}`),
  );
  expect(script.length).toBeGreaterThan(0);
  expect(wrong).toEqual([]);
});

test('only the handler and the command line read the environment', () => {
  const allowed = ['handlers/', 'src/cli/'];
  const wrong = files.filter(
    (file) => /process\.env/.test(file.text) && !allowed.some((path) => file.path.startsWith(path)),
  );
  expect(wrong.map((file) => file.path)).toEqual([]);
});

test('no module imports itself through others, not even its types', () => {
  const graph = new Map(files.map((file) => [file.path, takenBy(file)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  expect(cycles).toEqual([]);
});

test('the pipeline and each handler fit one screen', () => {
  const long = files
    .filter((file) => file.path === 'src/audit.ts' || file.path.startsWith('handlers/'))
    .filter((file) => file.text.split('\n').length > 150)
    .map((file) => file.path);
  expect(long).toEqual([]);
});
