import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { bundleCommandLine } from '../../scripts/bundle.ts';
import { createProgram } from '../../src/cli/program.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';
import { type ActionRun, readAction, runAction } from './composite-action.ts';

const action = readAction('action.yml');
let root: string;
let repository: string;
let tarball: string;
let first: string;

const definition = (name: string, role?: string) =>
  JSON.stringify({
    family: name,
    requiresCompatibilities: ['FARGATE'],
    executionRoleArn: role,
    containerDefinitions: [{ name: 'app', image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1' }],
  });

function commit(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: repository,
      encoding: 'utf8',
    });
  git('add', '.');
  git('commit', '--quiet', '--message', 'change');
  return git('rev-parse', 'HEAD').stdout.trim();
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'auditor-action-'));
  const source = join(root, 'source');
  mkdirSync(source);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']) cpSync(file, join(source, file));
  await bundleCommandLine(join(source, 'dist'));
  spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', root], { cwd: source });
  tarball = join(root, `${packageJson.name}-${packageJson.version}.tgz`);
  repository = join(root, 'repository');
  mkdirSync(repository);
  spawnSync('git', ['init', '--quiet'], { cwd: repository });
  first = commit({ 'old.json': definition('old'), 'package.json': '{"name":"theirs"}' });
  commit({
    'ecs/new task.json': definition('new'),
    'ecs/$(touch injected).json': definition('hostile'),
    'package.json': '{"name":"theirs","version":"2"}',
    'README.md': 'containerDefinitions',
  });
});
afterAll(() => rmSync(root, { recursive: true }));

const run = (inputs: Readonly<Record<string, string>>, more: { github?: object; env?: object } = {}): ActionRun =>
  runAction(action, repository, {
    inputs: { version: tarball, ...inputs },
    github: { ...more.github },
    env: { npm_config_offline: 'true', ...more.env },
  });

test('of a pull request it checks the definitions that differ from its base, shows findings at their lines, and fails', () => {
  const ran = run({}, { github: { 'event.pull_request.base.sha': first } });
  expect(ran.outputs['files']?.split('\n').sort()).toEqual(['ecs/$(touch injected).json', 'ecs/new task.json']);
  expect(ran.log).toMatch(/^::error file=ecs\/new task\.json,line=1,.*execution-role-missing-permission/m);
  expect(ran.log).not.toContain('old.json');
  expect(readdirSync(repository)).not.toContain('injected');
  expect(ran.summary).toContain('2 HIGH');
  const sarif = JSON.parse(readFileSync(String(ran.outputs['sarif']), 'utf8')) as {
    readonly runs: readonly { readonly results: readonly unknown[] }[];
  };
  expect(sarif.runs[0]?.results).toHaveLength(2);
  expect(ran).toMatchObject({ status: 1, outputs: { status: '1' } });
  expect(ran.used.map(({ action: name }) => name.split('@')[0])).toEqual(['actions/setup-node']);
});

test('of the first push of a branch, everything is new', () => {
  const ran = run({}, { github: { 'event.before': '0'.repeat(40) } });
  expect(ran.outputs['files']).toContain('old.json');
  expect(ran.outputs['files']).not.toContain('README.md');
});

test('where no definition has changed it says so, and is done', () => {
  const ran = run({ base: 'HEAD' });
  expect(ran.log).toContain('No task definition, template or plan has changed.');
  expect(ran).toMatchObject({ status: 0, summary: '', outputs: { status: '0', sarif: '', files: '' } });
});

test('files, options and the severity that fails can be given', () => {
  const ran = run({
    files: 'old.json\necs',
    'fail-on': 'critical',
    annotations: 'false',
    summary: 'false',
    arguments: '--region=eu-west-1\n--account=123456789012',
  });
  expect(ran.log).toContain('HIGH  old names no execution role and needs one');
  expect(ran.log).not.toContain('::error');
  expect(ran).toMatchObject({ status: 0, summary: '', outputs: { status: '0' } });
});

test('what cannot be read fails, as it does on the command line', () => {
  const ran = run({ files: 'README.md' });
  expect(ran).toMatchObject({ status: 3, outputs: { status: '3' } });
  expect(ran.log).toContain('README.md');
});

test('a command that it does not know is an error of the workflow', () => {
  expect(run({ command: 'demo' })).toMatchObject({ status: 2 });
});

test('the audit assumes the role first, and puts the result where check puts it', async () => {
  const sandbox: Sandbox = await startSandbox({ limits: false });
  try {
    const inputs = { command: 'audit', 'role-to-assume': 'arn:aws:iam::418295736412:role/audit', version: tarball };
    const script = `
      const { readAction, runAction } = await import(process.argv[1]);
      console.log(JSON.stringify(runAction(readAction('action.yml'), process.argv[2], JSON.parse(process.argv[3]))));`;
    const env = {
      npm_config_offline: 'true',
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
    };
    const module = new URL('composite-action.ts', import.meta.url).href;
    const ran = await outputOf([
      '--input-type=module',
      '-e',
      script,
      module,
      repository,
      JSON.stringify({ inputs, env }),
    ]);
    const result = JSON.parse(ran) as ActionRun;
    expect(result.used.map(({ action: name }) => name.split('@')[0])).toEqual([
      'actions/setup-node',
      'aws-actions/configure-aws-credentials',
    ]);
    expect(result.used[1]?.with).toEqual({ 'role-to-assume': inputs['role-to-assume'], 'aws-region': 'us-east-1' });
    expect(result.summary).toContain('admin-tool-task is granted every action');
    expect(result.outputs['sarif']).toMatch(/audit\.sarif$/);
    expect(result.status).toBe(1);
  } finally {
    await sandbox.close();
  }
});

/** Of a Node.js beside this one, which serves the account meanwhile. */
async function outputOf(args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 })).stdout;
}

test('inputs and outputs are described, and the pages tell of each', () => {
  const page = readFileSync('docs/pipeline.md', 'utf8');
  for (const [name, { description }] of [...Object.entries(action.inputs), ...Object.entries(action.outputs)]) {
    expect(description).toMatch(/\.$/);
    expect(page).toContain(`\`${name}\``);
  }
  expect(action.inputs['version']?.default).toBe(packageJson.version);
});

const workflows = readdirSync('.github/workflows').map((name) => `.github/workflows/${name}`);
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: object; readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }
    >
  >;
}

test.each(workflows)('%s reads alone unless a job says otherwise, and takes actions by their commit', (path) => {
  const { permissions, jobs } = parse(readFileSync(path, 'utf8')) as Workflow;
  expect(permissions).toEqual({ contents: 'read' });
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  for (const { uses } of [...steps, ...action.runs.steps])
    if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  // Texts of pull requests, titles and branches, would be run.
  for (const { run: script } of steps) expect(script ?? '').not.toMatch(/\$\{\{\s*github\./);
  const writing = Object.entries(jobs).filter(([, job]) => /write/.test(JSON.stringify(job.permissions ?? {})));
  expect(writing.map(([name]) => name)).toEqual(path.endsWith('release.yml') ? ['npm', 'github'] : []);
});

test.each([
  ['.pre-commit-hooks.yaml', (text: string) => (parse(text) as [{ entry: string }])[0].entry],
  [
    'docs/examples/gitlab-ci.yml',
    (text: string) =>
      (parse(text) as { 'ecs-role-auditor': { script: string[] } })['ecs-role-auditor'].script.join('\n'),
  ],
])('%s calls the version of this package, with options that exist', (path, commandOf) => {
  const command = commandOf(readFileSync(path, 'utf8'));
  expect(command).toContain(`ecs-role-auditor@${packageJson.version}`);
  const check = createProgram(fakeTerminal(), { status: 0 }, false).commands.find((each) => each.name() === 'check');
  const known = check?.options.map(({ long }) => long);
  const checks = command.split('\n').filter((line) => line.includes(' check '));
  expect(checks.length).toBeGreaterThan(0);
  for (const option of checks.flatMap((line) => line.replace(/^.* check /, '').match(/--[a-z-]+/g) ?? []))
    expect(known).toContain(option);
});
