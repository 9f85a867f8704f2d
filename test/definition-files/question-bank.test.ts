import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { CheckDocument } from '../../src/report/check/check-document.ts';
import type { RequiresDocument } from '../../src/report/requires/requires-document.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

const directory = mkdtempSync(join(tmpdir(), 'auditor-question-bank-'));
afterAll(() => rmSync(directory, { recursive: true }));

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:QuestionBank/rds-b7KpLm';
const path = join(directory, 'QuestionBank.json');
writeFileSync(
  path,
  JSON.stringify({
    family: 'QuestionBank',
    requiresCompatibilities: ['FARGATE'],
    executionRoleArn: 'arn:aws:iam::123456789012:role/QuestionBankExecutionRole',
    taskRoleArn: 'arn:aws:iam::123456789012:role/QuestionBankTaskRole',
    containerDefinitions: [
      {
        name: 'questionbank',
        image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/questionbank:latest',
        secrets: [{ name: 'DB_PASSWORD', valueFrom: SECRET }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/ecs/QuestionBank', 'awslogs-region': 'us-east-1' },
        },
      },
    ],
  }),
);
const aws = (option: string, ...names: readonly string[]) =>
  names.flatMap((name) => [option, `arn:aws:iam::aws:policy/${name}`]);

async function outputOf(...args: readonly string[]): Promise<string> {
  const terminal = fakeTerminal();
  expect(await runCommandLine(args, terminal)).toBe(0);
  return terminal.out();
}

test('requires prints what the eight managed policies of QuestionBank should have been', async () => {
  const { definitions } = JSON.parse(await outputOf('requires', path, '--as', 'json')) as RequiresDocument;
  expect(definitions[0]?.executionRole.policy).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: 'arn:aws:ecr:us-east-1:123456789012:repository/questionbank',
      },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: SECRET },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/QuestionBank:*',
      },
    ],
  });
  expect(definitions[0]?.taskRole.policy).toEqual({ Version: '2012-10-17', Statement: [] });
});

test('check says of the eight what is wrong with them, and that nothing is missing', async () => {
  const out = await outputOf(
    ...['check', path, '--format', 'json'],
    ...aws(
      '--execution-policy',
      'service-role/AmazonECSTaskExecutionRolePolicy',
      'AmazonEC2ContainerRegistryReadOnly',
      'CloudWatchLogsFullAccess',
      'SecretsManagerReadWrite',
    ),
    ...aws(
      '--task-policy',
      'AmazonRDSReadOnlyAccess',
      'AmazonSSMReadOnlyAccess',
      'CloudWatchLogsFullAccess',
      'SecretsManagerReadWrite',
    ),
  );
  const { findings, notChecked } = JSON.parse(out) as CheckDocument;
  expect(notChecked).toEqual([]);
  const found = findings.map(({ rule, role }) => `${rule} ${role.split('/').at(-1) ?? ''}`);
  expect(found).toContain('broad-managed-policy QuestionBankExecutionRole');
  expect(found).toContain('broad-managed-policy QuestionBankTaskRole');
  expect(found).toContain('privilege-escalation QuestionBankTaskRole');
  expect(found).toContain('secrets-beyond-declared QuestionBankExecutionRole');
  expect(found.some((each) => each.startsWith('execution-role-missing-permission'))).toBe(false);
});
