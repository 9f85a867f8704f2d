import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCommandLine } from '../../scripts/bundle.ts';
import { VERSION } from '../../src/cli/version.ts';
import { directoryOf, eventOf, keyOf, logFileOf } from '../sources/trail/trail-files.ts';

let directory: string;
let packed: readonly string[];
let bin: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'auditor-package-'));
  const source = join(directory, 'source');
  mkdirSync(source);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']) cpSync(file, join(source, file));
  await bundleCommandLine(join(source, 'dist'));
  const pack = spawnSync('npm', ['pack', '--ignore-scripts', '--json'], { cwd: source, encoding: 'utf8' });
  const [{ filename, files }] = JSON.parse(pack.stdout) as [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  expect(spawnSync('tar', ['-xzf', join(source, filename), '-C', directory]).status).toBe(0);
  bin = join(directory, 'package/dist/cli.js');
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the packed command where no package is installed: all that it needs must be in it. */
function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: directory, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

test('the package holds the command and what it starts, and no sources', () => {
  expect(packed).toEqual(expect.arrayContaining(['dist/cli.js', 'dist/trail-worker.mjs', 'README.md', 'LICENSE']));
  expect(packed.filter((path) => !/^(dist\/|package\.json$|[A-Z]+(\.md)?$)/.test(path))).toEqual([]);
  expect(existsSync(join(directory, 'node_modules'))).toBe(false);
});

test('the package bears the licences of what is bundled', () => {
  const licences = readFileSync(join(directory, 'package/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const notice of [
    /^commander \d/m,
    /^diff \d/m,
    'Copyright (c) 2009-2015, Kevin Decker',
    'Permission is hereby granted',
  ]) {
    expect(licences).toMatch(notice);
  }
});

test('the packed command runs by itself, under its own name', () => {
  expect(run('--version')).toEqual({ status: 0, out: `${VERSION}\n`, err: '' });
  expect(run('--help').out).toContain('  ecs-role-auditor demo\n');
  expect(run('expand', 's3:GetBucketTagg*')).toEqual({ status: 0, out: 's3:GetBucketTagging\n', err: '' });
  expect(run('completion', 'zsh').out).toContain('#compdef ecs-role-auditor');
});

test('the packed command reads log files', async () => {
  const { status, out } = run(
    'usage',
    '--trail-uri',
    await directoryOf({ [keyOf('2026-09-20T10:05')]: logFileOf(eventOf()) }),
  );
  expect(JSON.parse(out)).toMatchObject({ files: 1, records: 1, incomplete: [] });
  expect(status).toBe(0);
});
