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

/** The pure folders, each with those it may import. Everything else stands around them. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  iam: ['base'],
  ecs: ['base', 'iam'],
  cloudtrail: ['base', 'iam'],
  evidence: ['base', 'iam', 'ecs', 'cloudtrail'],
  ledger: ['base', 'iam', 'ecs', 'cloudtrail', 'evidence'],
  rightsize: ['base', 'iam', 'ecs', 'cloudtrail', 'evidence', 'ledger'],
  findings: ['base', 'iam', 'ecs', 'cloudtrail', 'evidence', 'ledger', 'rightsize'],
  report: ['base', 'iam', 'ecs', 'cloudtrail', 'evidence', 'ledger', 'rightsize', 'findings'],
};

function folderOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'src' && parts.length > 2 ? (parts[1] ?? '') : path;
}

function target(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return relative(ROOT, resolve(ROOT, dirname(file.path), specifier));
}

const pure = files.filter((file) => folderOf(file.path) in LAYERS);

test('the pure folders import only those below them', () => {
  const wrong = pure.flatMap((file) => {
    const own = folderOf(file.path);
    const allowed = new Set([own, ...(LAYERS[own] ?? [])]);
    return file.imports
      .map((specifier) => target(file, specifier))
      .filter((path) => path !== undefined && !allowed.has(folderOf(path)))
      .map((path) => `${file.path} imports ${path}`);
  });
  expect(wrong).toEqual([]);
});

/** Pure packages: no input or output, no clock. `@slack/types` is types only. */
const PURE_PACKAGES = new Set(['zod', '@slack/types', 'cli-table3', 'fflate']);

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
    (file) => folderOf(file.path) !== 'aws' && file.imports.some((specifier) => /^@(aws-sdk|smithy)\//.test(specifier)),
  );
  expect(wrong.map((file) => file.path)).toEqual([]);
});

test('the sandbox knows nothing of the adapters, and nothing but the demo, the command line and tests knows the sandbox', () => {
  const wrong = files.flatMap((file) =>
    file.imports
      .map((specifier) => target(file, specifier))
      .filter((path): path is string => path !== undefined)
      .filter(
        (path) =>
          (folderOf(file.path) === 'sandbox' && ['aws', 'cli', 'slack'].includes(folderOf(path))) ||
          (folderOf(path) === 'sandbox' && !['sandbox', 'cli'].includes(folderOf(file.path))),
      )
      .map((path) => `${file.path} imports ${path}`),
  );
  expect(wrong).toEqual([]);
});

test('the script of the page takes from the pure folders alone, and nothing takes from it', () => {
  const wrong = files.flatMap((file) =>
    file.imports
      .map((specifier) => target(file, specifier))
      .filter((path): path is string => path !== undefined)
      .filter((path) =>
        folderOf(file.path) === 'browser'
          ? folderOf(path) !== 'browser' && !(folderOf(path) in LAYERS)
          : folderOf(path) === 'browser',
      )
      .map((path) => `${file.path} imports ${path}`),
  );
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
  const graph = new Map(
    files.map((file) => [
      file.path,
      file.imports.map((specifier) => target(file, specifier)).filter((path): path is string => path !== undefined),
    ]),
  );
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
