import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { RequiresDocument } from '../../src/report/requires/requires-document.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';

const MY_APP = {
  family: 'my-app',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: 'arn:aws:iam::123456789012:role/my-app-execution',
  containerDefinitions: [
    {
      name: 'my-app',
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app:latest',
      environment: [{ name: 'TOKEN', value: 'plain-text-of-a-token' }],
      secrets: [
        {
          name: 'PASSWORD',
          valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-app/db-AbCdEf:password::',
        },
      ],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/my-app', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'ecs' },
      },
    },
  ],
};

async function requires(value: unknown, ...options: readonly string[]) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const terminal = fakeTerminal(text);
  const status = await runCommandLine(['requires', '-', ...options], terminal);
  return { status, out: terminal.out(), err: terminal.err() };
}

async function documentOf(value: unknown, ...options: readonly string[]): Promise<RequiresDocument> {
  const { out } = await requires(value, '--as', 'json', ...options);
  return JSON.parse(out) as RequiresDocument;
}

describe('requires, of the pair of roles in the guides', () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: 'arn:aws:ecr:us-east-1:123456789012:repository/my-app',
      },
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-app/db-AbCdEf',
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/my-app:*',
      },
    ],
  };
  const { requiresCompatibilities: _, ...unlaunched } = MY_APP;

  test.each([
    ['as it is registered', MY_APP],
    ['as it is described', { taskDefinition: MY_APP, tags: [] }],
    ['that names no launch type', unlaunched],
  ])('prints the policy of the guide for a definition %s', async (_when, value) => {
    const [definition] = (await documentOf(value)).definitions;
    expect(definition?.executionRole.policy).toEqual(policy);
    expect(definition?.placeholders).toEqual([]);
  });

  test('ties the trust policy to account and Region', async () => {
    const [definition] = (await documentOf(MY_APP)).definitions;
    expect(definition?.executionRole.trust).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:123456789012:*' },
          },
        },
      ],
    });
  });

  test('names the field of every need, with its line', async () => {
    const [definition] = (await documentOf(MY_APP)).definitions;
    expect(definition?.needs.find(({ action }) => action === 'secretsmanager:GetSecretValue')).toEqual({
      role: 'execution',
      action: 'secretsmanager:GetSecretValue',
      resources: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:my-app/db-AbCdEf'],
      field: 'containerDefinitions[0].secrets[0].valueFrom',
      certainty: 'certain',
      line: 20,
      column: 24,
    });
  });

  test.each(['table', 'json', 'terraform', 'cloudformation'])('never prints a plain value, as %s', async (form) => {
    const { out, err, status } = await requires(MY_APP, '--as', form);
    expect(status).toBe(0);
    expect(`${out}${err}`).not.toContain('plain-text-of-a-token');
    expect(out).toContain('secret:my-app/db-AbCdEf');
  });
});

describe('what a file leaves open', () => {
  const containers = MY_APP.containerDefinitions.map(({ name, logConfiguration }) => ({
    name,
    image: 'nginx',
    logConfiguration: { ...logConfiguration, options: { 'awslogs-group': '/ecs/my-app' } },
  }));

  test('is marked, and filled in by options', async () => {
    const [open] = (await documentOf(containers)).definitions;
    expect(open?.placeholders).toEqual(['<ACCOUNT_ID>', '<REGION>']);
    const [filled] = (await documentOf(containers, '--account', '210987654321', '--region', 'eu-west-1')).definitions;
    expect(filled?.placeholders).toEqual([]);
    expect(JSON.stringify(filled?.executionRole)).toContain(
      'arn:aws:logs:eu-west-1:210987654321:log-group:/ecs/my-app:*',
    );
  });

  test('stands for the account of the stack or the provider in code', async () => {
    expect((await requires(containers, '--as', 'cloudformation')).out).toContain(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
      'Fn::Sub: arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/my-app:*',
    );
    expect((await requires(containers, '--as', 'terraform')).out).toContain('data "aws_caller_identity" "current" {}');
  });

  test.each([['us east'], ['Ireland']])('is not filled in by "%s", which is no Region', async (region) => {
    expect((await requires(containers, '--region', region)).status).toBe(2);
  });
});
