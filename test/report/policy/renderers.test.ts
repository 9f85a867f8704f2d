import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy } from '../../../src/iam/parse-policy.ts';
import { policyObject } from '../../../src/iam/policy-object.ts';
import { changeRisks, statementRisks } from '../../../src/report/policy/change-risks.ts';
import { hclString } from '../../../src/report/policy/hcl.ts';
import { policyCloudFormation } from '../../../src/report/policy/policy-cloudformation.ts';
import { policyDiff } from '../../../src/report/policy/policy-diff.ts';
import { policyJson } from '../../../src/report/policy/policy-json.ts';
import { policyTerraform } from '../../../src/report/policy/policy-terraform.ts';
import { ACCOUNT } from '../../ledger/seen.ts';
import { changeIn, inputOf, roleIn } from '../../rightsize/recommend/recommended.ts';
import type { World } from '../../rightsize/world.ts';
import { inline } from '../../support/iam.ts';
import { providerVersion, terraformInstalled, terraformValidate } from '../../support/terraform.ts';
import { CHANGE, LARGE_CHANGE, LARGE_ROLE, ROLE, WORLD } from './changes.ts';
import { runOn } from './tools.ts';

const DOCUMENTS = CHANGE.documents.map(({ document }) => policyObject(document));

describe('policyJson()', () => {
  it('writes the policy as IAM takes it', () => {
    const [text = ''] = policyJson(CHANGE);
    expect(JSON.parse(text)).toEqual(DOCUMENTS[0]);
    expect(parsePolicy(text, 'identity')).toMatchObject({ ok: true, value: { notes: [] } });
  });

  it('writes several policies as a document each', () => {
    const texts = policyJson(LARGE_CHANGE);
    expect(texts).toHaveLength(LARGE_CHANGE.documents.length);
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) expect(parsePolicy(text, 'identity').ok).toBe(true);
  });
});

/** What `terraform fmt` asks of a text, as far as this output has it. */
function formattingProblems(text: string): readonly string[] {
  const problems: string[] = [];
  let depth = 0;
  let run: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const at = `line ${index + 1} (${line})`;
    if (/\s$/.test(line)) problems.push(`${at} ends in white space`);
    const code = line.trim();
    if (/^[}\]]/.test(code)) depth -= 1;
    if (code !== '' && line.length - code.length !== depth * 2) problems.push(`${at} is not indented by ${depth * 2}`);
    if (!code.startsWith('#') && /[{[]$/.test(code)) depth += 1;
    const attribute = /^\s*\w+ *= (?!\[$)/.exec(line);
    if (attribute !== null) run.push(line.indexOf('='));
    if (attribute === null) run = [];
    if (new Set(run).size > 1) problems.push(`${at} is not aligned with the line above`);
  }
  return problems;
}

describe('policyTerraform()', () => {
  const text = policyTerraform(ROLE, CHANGE);

  it.each([
    ['an inline policy', text],
    ['several managed policies', policyTerraform(LARGE_ROLE, LARGE_CHANGE)],
    ['nothing to create', policyTerraform(ROLE, { ...CHANGE, documents: [] })],
  ])('is formatted as terraform fmt formats: %s', (_, each) => {
    expect(formattingProblems(each)).toEqual([]);
    const run = runOn(each, 'role.tf', ['terraform', 'fmt', '-check', '-diff']);
    if (run !== undefined) expect(run).toEqual({ status: 0, output: '' });
  });

  it.skipIf(!terraformInstalled() || providerVersion === undefined)(
    'is valid for the AWS provider',
    { timeout: 120_000 },
    () => {
      expect(terraformValidate([text, policyTerraform(LARGE_ROLE, LARGE_CHANGE)])).toContain(
        'The configuration is valid',
      );
    },
  );

  it('names policies and attachments to create, and those to remove', () => {
    expect(text).toContain('data "aws_iam_policy_document" "app_task_right_sized" {');
    expect(text).toContain('policy = data.aws_iam_policy_document.app_task_right_sized.json');
    expect(text).toContain('# - the aws_iam_role_policy of app-task named app\n');
    expect(text).toMatch(/# Leaves managed policy Stays \(arn:aws:iam::\d+:policy\/Stays\) as it is\./);
    const large = policyTerraform(LARGE_ROLE, LARGE_CHANGE);
    expect(large.match(/^resource "aws_iam_role_policy_attachment"/gm)).toHaveLength(LARGE_CHANGE.documents.length);
    expect(large.match(/^resource "aws_iam_policy"/gm)).toHaveLength(LARGE_CHANGE.documents.length);
  });

  it('names over each statement the task-definition field that asks for it', () => {
    expect(text).toContain(
      '  # Asked for by containerDefinitions[0].secrets[0].valueFrom of my-app:7.\n  # Granted today by statement "Read" of inline policy app.\n  statement {',
    );
  });

  it('escapes what Terraform would take for a template', () => {
    expect(text).toContain('"arn:aws:sqs:*:*:$${aws:PrincipalTag/team}-*"');
    expect(text).toContain('"arn:aws:sqs:*:*:100%%{}"');
    expect(text).toContain('"team \\"red\\" \\\\ blue"');
  });

  it('writes conditions, NotAction, NotResource and denies', () => {
    expect(text).toContain('    not_actions = [\n      "s3:Get*",\n      "s3:List*",\n    ]');
    expect(text).toContain('    not_resources = ["arn:aws:s3:::open/*"]');
    expect(text).toContain('    effect = "Deny"');
    expect(text).toContain(
      '    condition {\n      test     = "StringLike"\n      variable = "aws:SourceVpc"\n      values   = ["vpc-1", "vpc-2"]\n    }',
    );
  });
});

describe('a change that may break something', () => {
  const world: Partial<World> = {
    ...WORLD,
    policies: [
      inline({
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
        Resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/*`,
      }),
    ],
    required: [],
  };
  const aim = { tight: true, usedOnly: true };
  const change = changeIn(world, aim);
  const role = roleIn(inputOf(world, aim));
  const risk = `Of "arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/*" only what was seen is left: whatever else it matches is refused.`;

  it.each([
    ['terraform', policyTerraform(role, change), `  # May break: ${risk}`],
    ['cloudformation', policyCloudFormation(role, change), `# May break: ${risk}`],
    ['diff', policyDiff(role, change), `# Statement UsedSecretsmanager may break: ${risk}`],
  ])('says so in %s', (_, text, line) => {
    expect(text).toMatch(/^# RISK: only what was used or is required is left\. 0 actions go without proof/m);
    expect(text).toMatch(/^# RISK: resources are cut to those seen/m);
    expect(text).toContain(line);
  });

  it('says so of JSON beside it', () => {
    expect(statementRisks(change)).toEqual([`Statement UsedSecretsmanager may break: ${risk}`]);
    expect(changeRisks(CHANGE)).toEqual([]);
  });
});

describe('hclString()', () => {
  it.each([
    ['a\bb\fc', '"a\\u0008b\\u000cc"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: both are what the test is about
    ['${*} and $${x}', '"$${*} and $$${x}"'],
    ['50% {x}', '"50% {x}"'],
    ['line\nline', '"line\\nline"'],
  ])('of %j is %s', (text, expected) => {
    expect(hclString(text)).toBe(expected);
  });
});

describe('policyCloudFormation()', () => {
  const text = policyCloudFormation(ROLE, CHANGE);

  it('holds the same policy', () => {
    expect(parse(text).Resources.RightSizedPolicy).toEqual({
      Type: 'AWS::IAM::RolePolicy',
      Properties: { RoleName: 'app-task', PolicyName: 'app-task-right-sized', PolicyDocument: DOCUMENTS[0] },
    });
  });

  it('attaches several managed policies', () => {
    const resources = Object.values(parse(policyCloudFormation(LARGE_ROLE, LARGE_CHANGE)).Resources);
    expect(resources).toEqual(
      LARGE_CHANGE.documents.map(({ name, document }) => ({
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: name, Roles: ['app-task'], PolicyDocument: policyObject(document) },
      })),
    );
  });

  it('names over each statement the task-definition field that asks for it', () => {
    expect(text).toMatch(
      /# Asked for by containerDefinitions\[0\]\.secrets\[0\]\.valueFrom of my-app:7\.\n.*\n +- Sid: RequiredSecretsmanager/,
    );
  });

  describe('whatever the texts', () => {
    const misread = [
      'yes',
      'No',
      'on',
      'y',
      'null',
      '~',
      '1',
      '1e3',
      '1_000',
      '0o7',
      '010',
      '0x1f',
      '1:30',
      '.inf',
      '=',
    ];
    const syntax = [
      '2012-10-17',
      '<<',
      'a: b',
      'a:',
      '# x',
      ' #',
      '- x',
      '-',
      '*',
      '&a',
      '!Ref x',
      '|',
      '%',
      '',
      ' ',
      '...',
    ];
    const unprintable = [
      'a\u0085b\u2028c\u007f',
      '\ufeff',
      '\ud800',
      '\0',
      'line\nline'.repeat(20),
      'long '.repeat(60),
    ];
    const anyText = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...misread, ...syntax, ...unprintable),
    );

    function templateWith(texts: readonly string[], key: string): string {
      const [document] = CHANGE.documents;
      const [first] = document?.statements ?? [];
      if (document === undefined || first === undefined) throw new Error('expected a document with a statement');
      const [sid = '', ...values] = texts;
      const statement = { ...first.statement, sid, resource: values, condition: { StringLike: { [key]: values } } };
      const statements = [{ ...first, statement }];
      return policyCloudFormation(ROLE, { ...CHANGE, documents: [{ ...document, name: sid, statements }] });
    }

    it.each(['1.1', '1.2'] as const)('YAML %s reads them back', (version) => {
      fc.assert(
        fc.property(fc.array(anyText, { minLength: 3, maxLength: 4 }), anyText, (texts, key) => {
          fc.pre(key !== '__proto__' && key !== '<<');
          const [sid, ...values] = texts;
          const { PolicyName, PolicyDocument } = parse(templateWith(texts, key), { version }).Resources.RightSizedPolicy
            .Properties;
          expect(PolicyName).toBe(sid);
          expect(PolicyDocument.Version).toBe('2012-10-17');
          const [{ Sid, Resource, Condition }] = PolicyDocument.Statement;
          expect({ Sid, Resource, Condition }).toEqual({
            Sid: sid,
            Resource: values,
            Condition: { StringLike: { [key]: values } },
          });
        }),
      );
    });

    it.each(misread)('%s is quoted', (word) => {
      expect(templateWith([word, word, word], word)).toContain(`\n          - Sid: "${word}"\n`);
    });
  });

  it.each([
    ['an inline policy', text],
    ['several managed policies', policyCloudFormation(LARGE_ROLE, LARGE_CHANGE)],
  ])('passes cfn-lint: %s', (_, each) => {
    expect(parse(each).AWSTemplateFormatVersion).toBe('2010-09-09');
    const run = runOn(each, 'role.yaml', ['cfn-lint']);
    if (run !== undefined) expect(run).toEqual({ status: 0, output: '' });
  });
});
