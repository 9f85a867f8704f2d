import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { toAsff } from '../../src/findings/asff/asff.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { auditCsv } from '../../src/report/csv/csv.ts';
import { auditDocumentText } from '../../src/report/json/audit-document.ts';
import { auditMarkdown } from '../../src/report/markdown/markdown.ts';
import { htmlPage } from '../../src/report/page/html-page.ts';
import { explainAction } from '../../src/report/policy/explain-action.ts';
import { POLICY_FORMS, type PolicyForm, renderPolicy } from '../../src/report/policy/render-policy.ts';
import { sarifLog } from '../../src/report/sarif/sarif-log.ts';
import { slackMessage } from '../../src/report/slack/slack-message.ts';
import { auditTable } from '../../src/report/text/audit-table.ts';
import { textMessage } from '../../src/report/text/text-message.ts';
import { NOW } from '../findings/fixtures.ts';
import { changeIn, inputOf, roleIn } from '../rightsize/recommend/recommended.ts';
import { requires, type World } from '../rightsize/world.ts';
import { inline } from '../support/iam.ts';
import { auditOf } from './audit-fixture.ts';
import { HOSTILE_TEXTS, hostileAccount } from './hostile.ts';
import { sarifProblems } from './sarif-rules.ts';

/** What moves a cursor, hides, or turns text round; line breaks are for the form itself to write. */
const TERMINAL = /[^\n\P{Cc}]|[\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/u;

const TARGET = { region: 'us-east-1', now: NOW };

/** IAM and ECS restrict names of roles, policies and families; an id has to stay what it is. */
function withoutNames(key: string, value: unknown): unknown {
  return ['Id', 'RoleName', 'PolicyName', 'Family'].includes(key) ? undefined : value;
}

function pageData(html: string): unknown {
  const [, base64 = ''] = /<script type="text\/plain" id="data">([A-Za-z0-9+/=]*)<\/script>/.exec(html) ?? [];
  return JSON.parse(inflateRawSync(Buffer.from(base64, 'base64')).toString());
}

/** Cells of RFC 4180. */
function cellsOf(csv: string): readonly string[] {
  return [...csv.matchAll(/"((?:[^"]|"")*)"|[^",\r\n]+/g)].map(
    ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole,
  );
}

describe.each(HOSTILE_TEXTS.map((text) => [JSON.stringify(text).slice(0, 60), text] as const))('%s', (_, hostile) => {
  const result: AuditResult = auditOf(hostileAccount(hostile), [], {
    incomplete: [{ what: hostile, why: hostile }],
  });

  test.each<readonly [string, (audit: AuditResult) => string]>([
    ['the table', (audit) => auditTable(audit, { width: 120 })],
    ['Markdown', auditMarkdown],
    ['CSV', (audit) => [...auditCsv(audit)].join('').replaceAll('\r\n', '\n')],
    ['the Slack message', (audit) => JSON.stringify(slackMessage(audit))],
    ['the text message', (audit) => textMessage(audit)],
    [
      'Security Hub',
      (audit) =>
        JSON.stringify(
          audit.findings.map((finding) => toAsff(finding, TARGET)),
          withoutNames,
        ),
    ],
  ])('controls no terminal that shows %s', (_name, output) => {
    expect(output(result)).not.toMatch(TERMINAL);
  });

  test('is no formula in CSV', () => {
    for (const cell of cellsOf([...auditCsv(result)].join(''))) expect(cell).not.toMatch(/^\s*[=+\-@|%]/);
  });

  test('is neither markup, link nor mention in Markdown', () => {
    expect(auditMarkdown(result)).not.toMatch(/<(?:script|img|svg|!|@)|(?<!\\)\]\(http:|http:\/\/evil|@(?!&#8203;)/i);
  });

  test('is neither link nor mention in Slack', () => {
    expect(JSON.stringify(slackMessage(result).blocks)).not.toMatch(/<(?:[!@#]|http:\/\/evil)/);
  });

  test('stays data on the page, in JSON and in SARIF', () => {
    const html = htmlPage(result);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<svg\/onload/);
    expect(pageData(html)).toBeTypeOf('object');
    expect(JSON.parse([...auditDocumentText(result)].join(''))).toMatchObject({ version: 1 });
    expect(sarifProblems(sarifLog(result, { version: '1.2.3' }))).toEqual([]);
  });

  test('explains an action without controlling a terminal', () => {
    const [assessment] = result.assessments;
    const action = assessment?.actions[0]?.action;
    expect(assessment !== undefined && action !== undefined).toBe(true);
    if (assessment === undefined || action === undefined) return;
    expect(explainAction(result, assessment, action).join('\n')).not.toMatch(TERMINAL);
  });

  const world: Partial<World> = {
    policies: [
      inline(
        { Sid: 'Unused', Effect: 'Allow', Action: 'sqs:CreateQueue', Resource: '*' },
        {
          Sid: 'Kept',
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: `arn:aws:secretsmanager:*:*:secret:${hostile}`,
          Condition: { StringLike: { 'aws:PrincipalTag/x': hostile } },
        },
        { Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::b/${hostile}` },
      ),
    ],
    required: [requires('secretsmanager:GetSecretValue', { field: `a.${hostile}` })],
  };
  const change = changeIn(world);
  const input = roleIn(inputOf(world));
  const role = { ...input, name: hostile };
  const shown = (form: PolicyForm): string => renderPolicy(role, change, form).join('');

  test.each(POLICY_FORMS)('controls no terminal that shows a policy as %s', (form) => {
    const text = shown(form);
    expect(text).toContain('secretsmanager:GetSecretValue');
    expect(text).not.toMatch(TERMINAL);
  });

  test('stays a text in JSON and in CloudFormation', () => {
    const [document] = JSON.parse(`[${shown('json')}]`) as [{ readonly Statement: unknown }];
    expect(JSON.stringify(document)).toContain(JSON.stringify(hostile).slice(1, 6));
    const template = parse(shown('cloudformation')) as {
      readonly Resources: Record<string, { readonly Type: string }>;
    };
    expect(Object.values(template.Resources).map(({ Type }) => Type)).toEqual(['AWS::IAM::RolePolicy']);
    expect(JSON.stringify(template)).toContain(JSON.stringify(document.Statement));
  });

  test('stays a text in Terraform: outside of comments and strings there are only our words', () => {
    const outside = shown('terraform')
      .split('\n')
      .filter((line) => !line.startsWith('#') && !line.startsWith('  #'))
      .map((line) =>
        line.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) =>
          /(?<![$%])(?:\$\$|%%)*[$%]\{/.test(quoted) ? 'TEMPLATE' : '""',
        ),
      );
    expect(outside.join('\n')).not.toMatch(/TEMPLATE|provisioner|provider|null_resource|file\(/);
    for (const line of outside) {
      expect(line).toMatch(/^ *(?:data "" "" \{|resource "" "" \{|(?:statement|condition) \{|\}|\]|"",|\w+ += .*|)$/);
    }
  });
});
