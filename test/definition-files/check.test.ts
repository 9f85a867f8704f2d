import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { CheckDocument } from '../../src/report/check/check-document.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

const FIXTURES = 'test/cases/definition-files';
const directory = mkdtempSync(join(tmpdir(), 'auditor-check-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}

async function run(...args: readonly string[]) {
  const terminal = fakeTerminal();
  const status = await runCommandLine(['check', ...args], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

async function check(...args: readonly string[]): Promise<CheckDocument & { readonly status: number }> {
  const { out, status } = await run(...args, '--format', 'json');
  return { ...(JSON.parse(out) as CheckDocument), status };
}

/** What each file of the fixtures comes to: severity, rule, end of the role's name, and the line. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'action-task-definition.json': [],
  'cdk-one-role.json': ['MEDIUM same-role-for-both <TaskDefExecutionRoleB4775C97> 166'],
  'cdk-service.json': [],
  'cdk-swapped.json': [
    'HIGH execution-role-missing-permission <TaskDefTaskRole1EDB4A67> 75',
    'MEDIUM application-permissions-on-execution-role <TaskDefTaskRole1EDB4A67> 22',
  ],
  'cdk-wrong-secret.json': [
    'HIGH execution-role-missing-permission <TaskDefExecutionRoleB4775C97> 134',
    'LOW secrets-beyond-declared <TaskDefExecutionRoleB4775C97> 166',
  ],
  'fargate-parameters.yaml': [
    'LOW trust-without-source-condition NewServiceExecutionRole 28',
    'LOW trust-without-source-condition NewServiceTaskRole 39',
    'INFORMATIONAL broad-managed-policy NewServiceExecutionRole 28',
  ],
  'firelens.json': [],
  'generated-by-cli.yaml': [
    'HIGH privilege-escalation <TaskRole> 72',
    'MEDIUM wildcard-resource <ExecutionRole> 46',
    'MEDIUM secrets-beyond-declared <ExecutionRole> 46',
    'INFORMATIONAL broad-managed-policy <ExecutionRole> 46',
  ],
  'no-execution-role.json': ['HIGH execution-role-missing-permission  7'],
  'refarch-ec2.yaml': [],
  'terraform-fresh-plan.json': [
    'HIGH execution-role-missing-permission web-exec 14',
    'MEDIUM wildcard-service <aws_iam_role.task> 31',
    'MEDIUM wildcard-resource <aws_iam_role.task> 31',
    'MEDIUM broad-managed-policy <aws_iam_role.task> 31',
  ],
  'terraform-state-modules.json': [
    'CRITICAL administrator-access api-task 26',
    'HIGH execution-role-missing-permission api-exec 72',
    'INFORMATIONAL broad-managed-policy api-exec 11',
  ],
  'terraform-unknown-containers.json': [
    'MEDIUM wildcard-service <aws_iam_role.task> 30',
    'MEDIUM wildcard-resource <aws_iam_role.task> 30',
    'MEDIUM broad-managed-policy <aws_iam_role.task> 30',
  ],
  'workshop-task-definition.json': [],
};

describe('check, of files in the shapes of public projects', () => {
  test('every fixture has its answer', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  test.each(Object.entries(EXPECTED))('%s', async (name, expected) => {
    const { findings, status, incomplete } = await check(join(FIXTURES, name));
    expect(
      findings.map(({ severity, rule, role, line }) => `${severity} ${rule} ${role.split('/').at(-1) ?? ''} ${line}`),
    ).toEqual(expected);
    const isCut = name === 'terraform-unknown-containers.json';
    expect({ status, incomplete: incomplete.length }).toEqual(
      isCut ? { status: 3, incomplete: 1 } : { status: 0, incomplete: 0 },
    );
  });

  test('a directory is the sum of its files', async () => {
    const { findings, files } = await check(FIXTURES);
    expect(findings).toHaveLength(Object.values(EXPECTED).flat().length);
    expect(files).toBe(Object.keys(EXPECTED).length);
  });

  test('names the field and the statement of a missing permission', async () => {
    const { findings } = await check(join(FIXTURES, 'terraform-fresh-plan.json'));
    expect(findings[0]).toMatchObject({ family: 'web', actions: ['logs:CreateLogGroup'] });
    expect(findings[0]?.description).toContain(
      'web (containerDefinitions[0].logConfiguration.options.awslogs-create-group)',
    );
    expect(findings[0]?.remedy).toContain(
      '{"Effect":"Allow","Action":["logs:CreateLogGroup"],"Resource":["arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web:*"]}',
    );
  });

  test('says nothing of what was seen in use, since nothing was', async () => {
    const { out } = await run(FIXTURES);
    expect(out).not.toMatch(/seen in use|events are watched/);
  });
});

const DEFINITION = {
  family: 'my-app',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: 'arn:aws:iam::123456789012:role/my-app-execution',
  taskRoleArn: 'arn:aws:iam::123456789012:role/my-app-task',
  containerDefinitions: [
    {
      name: 'app',
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app',
      environment: [{ name: 'TOKEN', value: 'plain-text-of-a-token' }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/my-app', 'awslogs-region': 'us-east-1' },
      },
    },
  ],
};
const definition = file('my-app.json', DEFINITION);
const allow = (Action: unknown, Resource: unknown = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const PULL = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

describe('policies beside a definition', () => {
  test('without them the roles are named as not checked, and nothing failed', async () => {
    const { status, notChecked, findings } = await check(definition);
    expect({ status, findings, roles: notChecked.length }).toEqual({ status: 0, findings: [], roles: 2 });
  });

  test('a whole policy of the execution role leaves nothing to say of it', async () => {
    const { findings, notChecked } = await check(
      definition,
      '--execution-policy',
      file('whole.json', allow([...PULL, ...LOGS])),
    );
    expect({ findings, roles: notChecked.length }).toEqual({ findings: [], roles: 1 });
  });

  test('they may stand before the files', async () => {
    const policy = file('first.json', allow([...PULL, ...LOGS]));
    expect(await check('--execution-policy', policy, definition)).toMatchObject({ files: 1, findings: [] });
  });

  test.each([
    [LOGS, 'HIGH', PULL.toSorted()],
    [[...PULL, 'logs:CreateLogStream'], 'MEDIUM', ['logs:PutLogEvents']],
  ])('one that grants %j lacks the rest: %s', async (granted, severity, lacking) => {
    const { findings } = await check(definition, '--execution-policy', file('part.json', allow(granted)));
    expect(findings).toMatchObject([{ rule: 'execution-role-missing-permission', severity, actions: lacking }]);
  });

  test('swapped policies are swapped roles', async () => {
    const { findings } = await check(
      definition,
      ...[
        '--execution-policy',
        file('app.json', allow('sqs:SendMessage', 'arn:aws:sqs:us-east-1:123456789012:orders')),
      ],
      ...['--task-policy', file('agent.json', allow([...PULL, ...LOGS]))],
    );
    expect(findings.map(({ title }) => title)).toContain('Task role and execution role of my-app are swapped');
  });

  test('a managed policy of AWS may be named by its ARN', async () => {
    const managed = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
    expect((await check(definition, '--execution-policy', managed)).findings.map(({ rule }) => rule)).toEqual([
      'broad-managed-policy',
    ]);
    expect((await run(definition, '--execution-policy', 'arn:aws:iam::aws:policy/NoSuch')).status).toBe(2);
  });

  test('one role for both jobs is found without any policy', async () => {
    const one = file('one.json', { ...DEFINITION, taskRoleArn: DEFINITION.executionRoleArn });
    expect((await check(one)).findings).toMatchObject([{ rule: 'same-role-for-both', severity: 'MEDIUM', line: 7 }]);
  });

  test('what is used and would go is HIGH, by action and by resource', async () => {
    const report = file('report.json', {
      roles: [
        {
          arn: 'arn:aws:iam::123456789012:role/my-app-task',
          actions: [
            {
              action: 's3:GetObject',
              verdict: 'used',
              lastUsed: '2026-11-20T00:00:00Z',
              resources: ['arn:aws:s3:::orders/a'],
            },
            { action: 'sqs:SendMessage', verdict: 'used', resources: [] },
            { action: 's3:PutObject', verdict: 'unused', resources: [] },
          ],
        },
      ],
    });
    const policy = file('narrow.json', allow('s3:GetObject', 'arn:aws:s3:::customers/*'));
    const { findings } = await check(definition, '--task-policy', policy, '--account-evidence', report);
    expect(findings).toMatchObject([
      { rule: 'used-permission-removed', severity: 'HIGH', actions: ['s3:GetObject', 'sqs:SendMessage'] },
    ]);
    const wide = file(
      'wide.json',
      allow(['s3:GetObject', 'sqs:SendMessage'], ['arn:aws:s3:::orders/*', 'arn:aws:sqs:us-east-1:123456789012:o']),
    );
    expect((await check(definition, '--task-policy', wide, '--account-evidence', report)).findings).toEqual([]);
  });
});

describe('the forms of the result', () => {
  const lonely = join(FIXTURES, 'no-execution-role.json');

  test.each([
    ['critical', 0],
    ['high', 1],
    ['low', 1],
  ])('--fail-on %s ends with status %i', async (level, status) => {
    expect((await run(lonely, '--fail-on', level)).status).toBe(status);
  });

  test('github is one workflow command for each finding, with file and line', async () => {
    expect((await run(lonely, '--format', 'github')).out).toMatch(
      /^::error file=test\/cases\/definition-files\/no-execution-role\.json,line=7,col=\d+,title=HIGH%3A execution-role-missing-permission::lonely names no execution role/,
    );
  });

  test('sarif has the place of each finding, and a rule for it', async () => {
    const log = JSON.parse((await run(lonely, '--format', 'sarif')).out);
    const [result] = log.runs[0].results;
    expect(result.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'test/cases/definition-files/no-execution-role.json' },
      region: { startLine: 7 },
    });
    expect(log.runs[0].tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  });

  test('markdown has the worst first, whatever the file, and statements as code', async () => {
    const trusting = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
        },
      },
    };
    const task = {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { Family: 'calm', TaskRoleArn: { 'Fn::GetAtt': ['Calm', 'Arn'] }, ContainerDefinitions: [] },
    };
    const mild = file('a-mild.json', { Resources: { Calm: trusting, Task: task } });
    const { out } = await run(mild, lonely, '--format', 'markdown');
    const rows = out.split('\n').filter((line) => /^\| (HIGH|LOW) /.test(line));
    expect(rows.map((row) => row.split(' ')[1])).toEqual(['HIGH', 'LOW']);
    expect(rows[1]).toMatch(/`\{"Effect":"Allow","Principal".*<ACCOUNT_ID>.*\}`/);
  });

  test.each(['table', 'json', 'sarif', 'markdown', 'github'])('%s never holds a plain value', async (format) => {
    const { out, err } = await run(definition, '--format', format, '--execution-policy', file('p.json', allow('s3:*')));
    expect(`${out}${err}`).not.toContain('plain-text-of-a-token');
    expect(out).toContain('my-app');
  });
});

describe('bad input', () => {
  test('a file that is absent is wrong usage', async () => {
    const { status, err } = await run(join(directory, 'absent.json'));
    expect(status).toBe(2);
    expect(err).toContain('there is no such file or directory');
  });

  test.each([
    ['broken.json', '{ "family": "a",\n  "containerDefinitions": [ }', /broken\.json:2:\d+: the file: it is no JSON/],
    ['broken.yaml', 'Resources:\n  A: [\n', /broken\.yaml:\d+:\d+: the file: it is no YAML/],
    ['other.json', '{"name":"x"}', /other\.json:1:1: the file: found an object without .*: expected a task definition/],
    [
      'wrong.json',
      '{\n "family": "a",\n "containerDefinitions": [\n  { "name": "x", "secrets": [{ "name": "N", "valueFrom": 5 }] }\n ]\n}',
      /wrong\.json:4:\d+: the task definition: containerDefinitions\[0\]\.secrets\[0\]\.valueFrom is .*: expected text/,
    ],
    [
      'reference.yaml',
      'Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ExecutionRoleArn: !GetAtt Gone.Arn\n      ContainerDefinitions: []\n',
      /reference\.yaml:\d+:\d+: the reference to Gone in T: the template has no resource or parameter "Gone"/,
    ],
  ])('%s is told with its place, and the rest is checked', async (name, content, expected) => {
    const { status, incomplete, findings } = await check(file(name, content), join(FIXTURES, 'no-execution-role.json'));
    expect(status).toBe(3);
    expect(`${incomplete[0]?.what}: ${incomplete[0]?.why}`).toMatch(expected);
    expect(findings).toHaveLength(1);
  });

  test('in a directory what is of no interest is passed over, and node_modules', async () => {
    const folder = join(directory, 'repository');
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"name":"x"}');
    writeFileSync(join(folder, 'chart.yaml'), '{{ .Values.x }}: [');
    writeFileSync(join(folder, 'node_modules', 'task.json'), JSON.stringify(DEFINITION));
    writeFileSync(join(folder, 'task.json'), JSON.stringify(DEFINITION));
    const { files, status } = await check(folder);
    expect({ files, status }).toEqual({ files: 1, status: 0 });
  });

  test('a directory without anything is not fine', async () => {
    const folder = join(directory, 'empty');
    mkdirSync(folder);
    expect((await run(folder)).status).toBe(3);
  });
});

describe('hostile files', () => {
  const laughs = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
    .split('')
    .map((letter, index) => `${letter}: &${letter} [${`*${'abcdefghi'[index]}, `.repeat(8)}*${'abcdefghi'[index]}]`)
    .join('\n')}\nResources:\n  T: { Type: 'AWS::ECS::TaskDefinition', Properties: *j }\n`;
  const containers = (more: unknown) => JSON.stringify({ family: 'x', containerDefinitions: [more] });
  test.each([
    ['aliases within aliases', laughs, 3],
    ['JSON of 100,000 levels', `{"containerDefinitions":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 3],
    ['YAML of 100,000 levels', `Resources: ${'['.repeat(100_000)}`, 3],
    ['names of 10 MB', containers({ name: 'x'.repeat(10_000_000), image: 'y' }), 0],
    [
      'a key __proto__',
      '{"family":"x","__proto__":{"executionRoleArn":"a"},"containerDefinitions":[{"name":"a","__proto__":{"image":"b"}}]}',
      0,
    ],
    [
      'joins that double',
      JSON.stringify({
        Conditions: { C: { 'Fn::Or': [{ Condition: 'C' }, { Condition: 'C' }] } },
        Resources: {
          T: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: {
              Family: { 'Fn::Join': ['', [{ Ref: 'T' }, { Ref: 'T' }]] },
              Volumes: { 'Fn::If': ['C', [], []] },
              ContainerDefinitions: [],
            },
          },
        },
      }),
      3,
    ],
  ])('%s end in an answer', async (_name, content, expected) => {
    const started = performance.now();
    const { status, out, err } = await run(file('hostile.txt', content));
    expect(status).toBe(expected);
    expect(out.length + err.length).toBeLessThan(100_000);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(({} as Record<string, unknown>)['executionRoleArn']).toBeUndefined();
  });

  test('control characters of names do not reach the terminal', async () => {
    const path = file('control.json', {
      family: 'my\u001b[31mapp',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [{ name: 'a\u0007', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/a\u001b[2J' }],
    });
    for (const format of ['table', 'markdown', 'github', 'json', 'sarif']) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
      expect((await run(path, '--format', format)).out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    }
  });
});

test('where nothing could be checked it does not say that nothing was found', async () => {
  const { status, out } = await run(file('other.json', { Version: '2012-10-17' }));
  expect(out).toContain('0 files with 0 task definitions and 0 roles: nothing was checked.\n');
  expect(out).not.toContain('no findings');
  expect(status).toBe(3);
});
