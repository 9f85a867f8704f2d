import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Given, readTemplate, stackOf, type Template } from './support/cloudformation.ts';
import { canTranslate, translatedTemplate } from './support/translated-template.ts';

const canLint = spawnSync('cfn-lint', ['--version']).status === 0;
if (!canLint) console.log('skipped: cfn-lint is not installed');

/** What cfn-lint says of a template, and its exit status. */
function lintOf(template: Template): readonly [string, number | null] {
  const directory = mkdtempSync(join(tmpdir(), 'auditor-template-'));
  const path = join(directory, 'translated.json');
  writeFileSync(path, JSON.stringify(template));
  const result = spawnSync('cfn-lint', [path], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  return [result.stdout + result.stderr, result.status];
}

describe.skipIf(!canTranslate())('template.yaml, translated as CloudFormation does', () => {
  const source = readTemplate();
  let translated: Template;
  beforeAll(() => {
    translated = translatedTemplate(readFileSync('template.yaml', 'utf8'));
  });

  test('has the resources of its source, the function’s in the words of Lambda, and no other', () => {
    const types = (template: Template) =>
      Object.fromEntries(Object.entries(template.Resources).map(([name, { Type }]) => [name, Type]));
    expect(types(translated)).toEqual({
      ...types(source),
      AuditFunction: 'AWS::Lambda::Function',
      AuditFunctionEventInvokeConfig: 'AWS::Lambda::EventInvokeConfig',
      TaskStoppedFunction: 'AWS::Lambda::Function',
    });
    expect(translated).not.toHaveProperty('Transform');
  });

  test('has a function with the role, log and limits of its source, and no name of its own', () => {
    const stack = stackOf(translated);
    expect(stack.property('AuditFunction')).toMatchObject({
      Role: 'AuditRole.Arn',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 900,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', LogGroup: 'AuditLogGroup' },
      TracingConfig: { Mode: 'Active' },
    });
    expect(stack.property('AuditFunction', 'Environment')).toEqual(
      stackOf(source).property('AuditFunction', 'Environment'),
    );
    for (const name of ['FunctionName', 'ReservedConcurrentExecutions'])
      expect(stack.property('AuditFunction')).not.toHaveProperty(name);
    expect(stack.property('AuditFunctionEventInvokeConfig')).toMatchObject({
      FunctionName: 'AuditFunction',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'DeadLetterQueue.Arn' } },
    });
  });

  test.each<readonly [string, Given]>([
    ['the defaults', {}],
    ['a path and a boundary', { RolePath: '/audit/', PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/b' }],
    ['a trail', { Sources: 'lookup,trail', TrailUri: 's3://logs/a', SecondTrailUri: 's3://data' }],
    ['a trail without its source', { TrailUri: 's3://logs' }],
    ['a table in an existing bucket', { Sources: 'athena', AthenaTrailUri: 's3://logs', BucketName: 'team-audits' }],
    ['a key for the ledger', { MakeLedgerKey: 'true', BreakGlassPrincipalArn: 'arn:aws:iam::123456789012:role/b' }],
    ['no watch over tasks', { WatchTaskStarts: 'false' }],
    ['a weekly schedule', { ScheduleExpression: 'cron(0 3 ? * SUN *)', HoursBetweenRuns: '168' }],
  ])('makes with %s what its source says', (_what, given) => {
    const [meant, made] = [stackOf(source, given), stackOf(translated, given)];
    const { AuditFunction: _meant, TaskStoppedFunction: _meantToo, ...others } = meant.resources;
    const {
      AuditFunction: _made,
      AuditFunctionEventInvokeConfig: _events,
      TaskStoppedFunction: _madeToo,
      ...rest
    } = made.resources;
    expect(rest).toEqual(others);
    expect(made.outputs).toEqual(meant.outputs);
    expect(made.refused).toEqual(meant.refused);
  });

  test.skipIf(!canLint)('is clean for cfn-lint', () => {
    expect(lintOf(translated)).toEqual(['', 0]);
  });
});

describe.skipIf(!canTranslate())('organization/template.yaml, translated as CloudFormation does', () => {
  const source = readTemplate('organization/template.yaml');
  const given: Given = { OrganizationId: 'o-exampleorg1', ExternalId: 'an external id', MakeLedgerKey: 'true' };
  let translated: Template;
  beforeAll(() => {
    translated = translatedTemplate(readFileSync('organization/template.yaml', 'utf8'));
  });

  test('has the resources of its source, and what both functions are given', () => {
    const types = (template: Template) =>
      Object.fromEntries(Object.entries(template.Resources).map(([name, { Type }]) => [name, Type]));
    expect(types(translated)).toEqual({
      ...types(source),
      AuditFunction: 'AWS::Lambda::Function',
      OrganizationFunction: 'AWS::Lambda::Function',
      AuditStateMachine: 'AWS::StepFunctions::StateMachine',
    });
    const stack = stackOf(translated, given);
    const variablesOf = (name: string) => stack.property(name, 'Environment', 'Variables');
    expect(variablesOf('AuditFunction')).toMatchObject({
      AUDITOR_EXTERNAL_ID: 'an external id',
      AUDITOR_LEDGER: 's3://StateBucket/ledger',
      AUDITOR_LEDGER_KEY: 'LedgerKey.Arn',
      AUDITOR_CATALOG_REFRESH: 'none',
    });
    expect(variablesOf('OrganizationFunction')).toMatchObject({
      AUDITOR_EXTERNAL_ID: 'an external id',
      AUDITOR_CATALOG_REFRESH: 'weekly',
    });
    expect(stack.property('AuditStateMachine')).toMatchObject({
      RoleArn: 'StateMachineRole.Arn',
      DefinitionSubstitutions: {
        AuditFunctionArn: 'AuditFunction.Arn',
        OrganizationFunctionArn: 'OrganizationFunction.Arn',
      },
    });
  });

  test.skipIf(!canLint)('is clean for cfn-lint', () => {
    expect(lintOf(translated)).toEqual(['', 0]);
  });
});
