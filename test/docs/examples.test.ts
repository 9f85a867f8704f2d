import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDocument, type ScalarTag } from 'yaml';
import { createProgram } from '../../src/cli/program.ts';
import { RULES } from '../../src/findings/rules.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';
import { auditSandbox } from '../support/audit-sandbox.ts';
import { templatePolicies } from '../support/template-policies.ts';

const FOLDER = 'docs/examples';
const ACCOUNT = '418295736412';

/** CloudFormation's short functions; the only parameter that matters here is the account. */
const TAGS = ['!Ref', '!Sub', '!GetAtt'].map(
  (tag) => ({ tag, resolve: (text: string) => (text === 'ProductionAccount' ? ACCOUNT : text) }) satisfies ScalarTag,
);

function example(name: string): unknown {
  const document = parseDocument(readFileSync(`${FOLDER}/${name}`, 'utf8'), { customTags: TAGS, strict: true });
  expect(document.errors).toEqual([]);
  expect(document.warnings).toEqual([]);
  return document.toJS();
}

/** The resources of a template that are of one type, by name. */
function resources(name: string, type: string): readonly Readonly<Record<string, unknown>>[] {
  const { Resources } = example(name) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
  };
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => ({ ...Properties }));
}

describe('the workflow', () => {
  interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }
  const workflow = example('github-actions.yml') as {
    readonly permissions: Readonly<Record<string, string>>;
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const using = (action: string) => steps.find(({ uses }) => uses?.startsWith(`${action}@`));

  test('may do what its steps need, and no more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read', 'id-token': 'write', 'security-events': 'write' });
    expect(using('aws-actions/configure-aws-credentials')?.with).toHaveProperty('role-to-assume');
    expect(using('github/codeql-action/upload-sarif')).toBeDefined();
  });

  test('gives options that exist, with values that they take, and reads the files that are then written', () => {
    const command = steps.flatMap(({ run }) => run ?? []).find((run) => run.includes('dist/cli.js'));
    const words = command?.replaceAll('\\\n', ' ').trim().split(/\s+/) ?? [];
    expect(words.slice(0, 2)).toEqual(['node', 'dist/cli.js']);
    const program = createProgram(fakeTerminal(), { status: 0 }, false);
    const audit = program.commands.find((each) => each.name() === 'audit');
    audit?.action(() => undefined);
    program.parse(words.slice(2), { from: 'user' });
    const options = audit?.opts() as {
      readonly format: readonly string[];
      readonly out: string;
      readonly failOn: string;
    };
    expect(options).toEqual({ format: ['markdown', 'sarif', 'html'], out: 'audit', failOn: 'high' });
    const read = new Set(
      steps.flatMap(({ run, with: given }) => `${run} ${given?.['path']}`.match(/audit\/audit\.\w+/g) ?? []),
    );
    expect([...read].sort()).toEqual(['audit/audit.html', 'audit/audit.md', 'audit/audit.sarif']);
  });
});

type Comparison = string | { readonly prefix: string } | { readonly exists: false };

/** As far as the examples go. EventBridge, "Comparison operators for use in event patterns". */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => matches(pattern, each));
  if (Array.isArray(pattern)) return (pattern as readonly Comparison[]).some((one) => compares(one, value));
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(pattern as object).every(([key, part]) => matches(part, Reflect.get(value, key)));
}

function compares(one: Comparison, value: unknown): boolean {
  if (typeof one === 'string') return one === value;
  return 'exists' in one ? value === undefined : String(value).startsWith(one.prefix);
}

describe('what Security Hub holds after an audit', () => {
  let sandbox: Sandbox;
  let findings: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    sandbox = await startSandbox({ limits: false });
    await auditSandbox(sandbox);
    findings = [...sandbox.state.findings.values()].flatMap((region) => [...region.values()]);
  });
  afterAll(() => sandbox.close());

  const labelOf = (finding: Readonly<Record<string, unknown>>) =>
    (finding['Severity'] as { readonly Label: string }).Label;
  const event = (finding: object) => ({
    source: 'aws.securityhub',
    'detail-type': 'Security Hub Findings - Imported',
    detail: { findings: [finding] },
  });

  test('reaches the event rule where it is HIGH or worse, and not otherwise', () => {
    const [rule] = resources('security-hub-event-rule.yaml', 'AWS::Events::Rule');
    const pattern = rule?.['EventPattern'];
    const sent = findings.filter((finding) => matches(pattern, event(finding)));
    expect(sent.length).toBeGreaterThan(0);
    expect(new Set(sent)).toEqual(new Set(findings.filter((finding) => /CRITICAL|HIGH/.test(labelOf(finding)))));
    const [first = {}] = sent;
    for (const change of [
      { RecordState: 'ARCHIVED' },
      { Workflow: { Status: 'SUPPRESSED' } },
      { ProductFields: { 'ecs-role-auditor/acceptedBecause': 'The move is under way' } },
      { GeneratorId: 'aws-foundational-security-best-practices/v/1.0.0/ECS.1' },
    ]) {
      expect(matches(pattern, event({ ...first, ...change }))).toBe(false);
    }
    expect(matches(pattern, { ...event(first), 'detail-type': 'Security Hub Insight Results' })).toBe(false);
  });

  test('the message of the event rule is made of fields that every finding has', () => {
    const [rule] = resources('security-hub-event-rule.yaml', 'AWS::Events::Rule');
    const [target] = (rule?.['Targets'] ?? []) as readonly {
      readonly InputTransformer: {
        readonly InputPathsMap: Readonly<Record<string, string>>;
        readonly InputTemplate: string;
      };
    }[];
    const { InputPathsMap: paths = {}, InputTemplate: template = '' } = target?.InputTransformer ?? {};
    for (const [name, path] of Object.entries(paths)) {
      expect(template).toContain(`<${name}>`);
      const fields = path.replace('$.detail.findings[0].', '').split('.');
      for (const finding of findings) {
        const value = fields.reduce<unknown>((part, field) => Reflect.get(part as object, field), finding);
        expect(typeof value).toBe('string');
      }
    }
  });

  /** How the fields of automation rules are called in a finding. */
  const FIELDS: Readonly<Record<string, (finding: Readonly<Record<string, unknown>>) => unknown>> = {
    GeneratorId: (finding) => finding['GeneratorId'],
    RecordState: (finding) => finding['RecordState'],
    AwsAccountId: (finding) => finding['AwsAccountId'],
    WorkflowStatus: (finding) => (finding['Workflow'] as { readonly Status: string }).Status,
  };

  test('meets the automation rules: each of them some findings, of the rule that it names alone', () => {
    const rules = resources('security-hub-automation-rules.yaml', 'AWS::SecurityHub::AutomationRule');
    expect(rules).toHaveLength(2);
    for (const { Criteria } of rules) {
      const criteria = Object.entries(
        Criteria as Readonly<Record<string, readonly { readonly Comparison: string; readonly Value: string }[]>>,
      );
      const met = findings.filter((finding) =>
        criteria.every(([field, filters]) =>
          filters.some(({ Comparison, Value }) => Comparison === 'EQUALS' && FIELDS[field]?.(finding) === Value),
        ),
      );
      const generators = new Set(met.map((finding) => finding['GeneratorId']));
      expect(generators.size).toBe(1);
      expect(RULES.map(({ id }) => `ecs-role-auditor/${id}`)).toContain([...generators][0]);
    }
  });
});

test('the reading policy is what the template grants for an audit by all sources, in any account', () => {
  const statementsOf = (name: string, account: string): readonly unknown[] => {
    const granted = templatePolicies().find(({ PolicyName }) => PolicyName === name)?.PolicyDocument.Statement;
    const inAnyAccount = JSON.stringify(granted)
      .replaceAll(/\$\{AWS::Partition\}/g, 'aws')
      .replaceAll(/\$\{AWS::URLSuffix\}/g, 'amazonaws.com')
      .replaceAll(/\$\{AWS::AccountId\}|AWS::AccountId/g, () => account);
    return JSON.parse(inAnyAccount);
  };
  // Whose log files are read must be said: IAM puts the caller's account in.
  const own = ['$', '{aws:PrincipalAccount}'].join('');
  expect(JSON.parse(readFileSync(`${FOLDER}/reading-policy.json`, 'utf8'))).toEqual({
    Version: '2012-10-17',
    Statement: [
      ...statementsOf('read-inventory', '*'),
      ...statementsOf('read-trail-settings', '*'),
      ...statementsOf('read-found-trails', own),
      // What the function never asks: `evidence plan` and `policy --verify` do.
      {
        Sid: 'CountCalls',
        Effect: 'Allow',
        Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
        Resource: '*',
      },
      {
        Sid: 'VerifyPolicies',
        Effect: 'Allow',
        Action: ['access-analyzer:CheckNoNewAccess', 'access-analyzer:ValidatePolicy', 'iam:SimulatePrincipalPolicy'],
        Resource: '*',
      },
    ],
  });
});

const templates = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const canLint = spawnSync('cfn-lint', ['--version']).status === 0;
if (!canLint) console.log('skipped: cfn-lint is not installed');
test.skipIf(!canLint).each(templates)('%s is clean for cfn-lint', (name) => {
  const result = spawnSync('cfn-lint', [`${FOLDER}/${name}`], { encoding: 'utf8' });
  expect(result.stdout + result.stderr).toBe('');
  expect(result.status).toBe(0);
});
