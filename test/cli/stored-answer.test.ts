import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sandboxEnvironment } from '../../src/cli/sandbox-environment.ts';
import { auditDocumentParts } from '../../src/report/json/audit-document.ts';
import { rightSizedPolicy } from '../../src/rightsize/recommend/right-sized-policy.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { packReport } from '../../src/stored-report/pack-report.ts';
import { reportKey } from '../../src/stored-report/report-key.ts';
import { auditOf } from '../report/audit-fixture.ts';
import { WORLD } from '../report/policy/changes.ts';
import { inputOf } from '../rightsize/recommend/recommended.ts';
import { ARN, judge } from '../rightsize/world.ts';
import { smallAccount } from '../support/small-account.ts';
import { fakeTerminal } from './fake-terminal.ts';

const BUCKET = 'report-bucket';
const name = ARN.slice(ARN.lastIndexOf('/') + 1);
let sandbox: Sandbox;
let directory: string;
let file: string;

beforeAll(async () => {
  const result = auditOf([judge(WORLD).assessment], [], {
    recommendations: { [ARN]: rightSizedPolicy(inputOf(WORLD)) },
  });
  const body = Buffer.from(await packReport(auditDocumentParts(result), result));
  const key = `${reportKey(result)}.json.gz`;
  directory = await mkdtemp(join(tmpdir(), 'stored-'));
  file = join(directory, key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, body);
  const { account } = smallAccount(Date.now());
  account.buckets.push(BUCKET);
  sandbox = await startSandbox({ account, limits: false });
  const stored = { body, etag: '"1"', lastModified: Date.now(), headers: {} };
  sandbox.state.objects.set(`${BUCKET}/reports/${key}`, stored);
  sandbox.state.objects.set(`${BUCKET}/reports/2020/01/01/audit-123456789012-030000Z.json.gz`, {
    ...stored,
    body: Buffer.from('old'),
  });
  for (const [variable, value] of Object.entries(sandboxEnvironment(sandbox, {}))) {
    if (variable.startsWith('AWS_')) vi.stubEnv(variable, value);
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
  await rm(directory, { recursive: true });
});

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const terminal = { ...fakeTerminal(), environment };
  const status = await runCommandLine(['--quiet', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

describe('--from', () => {
  test.each([
    ['a file', () => file],
    ['a directory, whose newest report is taken', () => directory],
    ['an object', () => `s3://${BUCKET}/reports/${reportKey(auditOf())}.json.gz`],
    ['a prefix, whose newest report is taken', () => `s3://${BUCKET}/reports/`],
  ])('explains an action from %s, and says how old the report is', async (_, place) => {
    const { status, out, err } = await run(['explain', name, 'rds:DescribeDBInstances', '--from', place()]);
    expect(out).toMatch(new RegExp(`^rds:DescribeDBInstances of ${ARN}: unused\\.\n`));
    expect(err).toMatch(/^From the audit of account 123456789012 on 2026-11-22 03:00 UTC, .* old: .*json\.gz\n/m);
    expect(status).toBe(0);
  });

  test.each(['audit.json', 'report-audit-123456789012-030000Z.json.gz'])(
    'takes what a command wrote into a directory: %s',
    async (written) => {
      const place = await mkdtemp(join(tmpdir(), 'written-'));
      onTestFinished(() => rm(place, { recursive: true }));
      await writeFile(join(place, written), await readFile(file));
      const { status, out, err } = await run(['policy', name, '--from', place]);
      expect(JSON.parse(out)).toMatchObject({ Version: '2012-10-17' });
      expect(err).toContain(`old: ${join(place, written)}\n`);
      expect(status).toBe(0);
    },
  );

  test('takes a list for no report', async () => {
    const place = join(directory, 'list.json');
    await writeFile(place, '[]');
    const { status, err } = await run(['policy', name, '--from', place]);
    expect(err).toContain(`Cannot read report "${place}": it is none; expected what audit --format json prints`);
    expect(status).toBe(2);
  });

  test('takes the configured report bucket where it names no place', async () => {
    const environment = { AUDITOR_REPORT_BUCKET: BUCKET };
    const { status, out } = await run(['policy', name, '--as', 'diff', '--from'], environment);
    expect(out).toMatch(new RegExp(`^--- ${name} today: `, 'm'));
    expect(status).toBe(0);
  });

  test('writes the policies of all roles into a directory', async () => {
    const out = join(directory, 'policies');
    const { status, err } = await run(['policy', '--all', '--from', file, '--out', out]);
    expect(await readdir(out)).toEqual([`${name}.json`, `${name}.tf`, `${name}.yaml`, 'index.md']);
    expect(JSON.parse(await readFile(join(out, `${name}.json`), 'utf8'))).toMatchObject({ Version: '2012-10-17' });
    const index = await readFile(join(out, 'index.md'), 'utf8');
    expect(index).toContain('## app-task\n\nFiles: app-task.json, app-task.tf, app-task.yaml\n\n- ');
    expect(index).toMatch(/^- rds: keep \d+, drop \d+$|^- \w+: (keep|drop) \d+$/m);
    expect(index).toContain('To detach or delete, last:');
    expect(err).toContain(`Written: ${join(out, `${name}.json`)}\n`);
    expect(status).toBe(0);
  });

  test.each([
    [['explain', 'app-tasks', 'rds:DescribeDBInstances'], /Cannot find role "app-tasks" \(did you mean app-task\?\)/],
    [['explain', name, 'rds:*'], /Cannot parse action "rds:\*"/],
    [['explain', name, 'rds:DescribeDBInstances', '--lookback', '30d'], /Cannot use --lookback with --from/],
    [['policy', name, '--tight'], /Cannot use --tight with --from/],
    [['policy'], /expected the ARN or name of a role, or --all/],
    [['policy', name, '--all'], /Cannot use --all with the role/],
    [['policy', '--all'], /expected --out DIR with --all, or --as diff/],
  ])('refuses %j with what would be right', async (args, message) => {
    const { status, out, err } = await run([...args, `--from=${file}`]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('tells of an action that nobody knows, after the report', async () => {
    const { out, err } = await run(['explain', name, 'rds:DescribeDBInstance', '--from', file]);
    expect(out).toContain('not granted');
    expect(err).toContain('did you mean rds:DescribeDBInstances?');
  });

  test.each([
    ['/nowhere/at/all.json', /Cannot read report "\/nowhere\/at\/all\.json": there is no such file or directory/],
    [
      's3://b/p',
      /Cannot read report "s3:\/\/b\/p": expected a path, s3:\/\/bucket\/key .* the name of a bucket has 3 to 63/,
    ],
    ['test/cli', /no report lies below it; .* or in a directory audit\.json/],
    [
      'package.json',
      /its field "version" is missing, or not as this version .*; expected what audit --format json prints/,
    ],
    ['tsconfig.json', /its field "version" is missing/],
    ['README.md', /it is no JSON \(.*\); expected what audit --format json prints/],
    [`s3://${BUCKET}/elsewhere/`, /no report lies below it; expected YYYY\/MM\/DD\/audit-ACCOUNT-TIME\.json\.gz/],
    [`s3://${BUCKET}/none.json.gz`, /there is no such object/],
    ['s3://other-bucket/reports/', /NoSuchBucket/],
  ])('of %s says why there is no answer', async (place, message) => {
    const { status, err } = await run(['explain', name, 'rds:DescribeDBInstances', '--from', place]);
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });

  test('without a place and without a configured bucket says what to give', async () => {
    const { err } = await run(['explain', name, 'rds:DescribeDBInstances', '--from']);
    expect(err).toContain('expected --from with a file or s3:// address, AUDITOR_REPORT_BUCKET');
  });
});
