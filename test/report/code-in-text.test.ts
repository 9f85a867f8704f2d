import { describe, expect, test } from 'vitest';
import { codeInText } from '../../src/report/code-in-text.ts';
import { auditMarkdown } from '../../src/report/markdown/markdown.ts';
import { markdownRemedy } from '../../src/report/markdown/markdown-text.ts';
import { auditOf } from './audit-fixture.ts';

describe('codeInText()', () => {
  test.each([
    ['Remove it.', []],
    ['Run ecs-role-auditor policy <b>`x` --as diff to see the change, {"a":"<b>"}.', []],
    ['Run ecs-role-auditor policy app --as diff to see the change.', ['ecs-role-auditor policy app --as diff']],
    [
      'Run ecs-role-auditor policy app --as diff --from s3://b/reports/ to see the change. Add the new policy.',
      ['ecs-role-auditor policy app --as diff --from s3://b/reports/'],
    ],
    ['1 role: ecs-role-auditor evidence plan prints it, with what it costs.', ['ecs-role-auditor evidence plan']],
    ['Run ecs-role-auditor policy app --as diff --used-only.', ['ecs-role-auditor policy app --as diff --used-only']],
    ['Add: [{"Resource":"<ACCOUNT_ID>"},{"a":1}]', ['[{"Resource":"<ACCOUNT_ID>"},{"a":1}]']],
    ['Add: {"Effect":"Allow","Condition":{"A":{"b":"c"}}}', ['{"Effect":"Allow","Condition":{"A":{"b":"c"}}}']],
  ])('of %j is %j', (text, code) => {
    const pieces = codeInText(text);
    expect(pieces.filter((piece) => piece.code).map((piece) => piece.text)).toEqual(code);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});

describe('Markdown', () => {
  test('has commands and statements as code, which can be copied', () => {
    expect(markdownRemedy('Run ecs-role-auditor policy a_b --as diff to see *it*.')).toBe(
      'Run `ecs-role-auditor policy a_b --as diff` to see \\*it\\*.',
    );
    expect(markdownRemedy('Add: {"Action":"a|b"}')).toBe('Add: `{"Action":"a\\|b"}`');
  });

  test('leaves informational findings out before any that is graver', () => {
    const { findings } = auditOf();
    const [sample] = findings;
    if (sample === undefined) throw new Error('the fixture has no finding');
    const many = (severity: 'LOW' | 'INFORMATIONAL', count: number) =>
      Array.from({ length: count }, (_, place) => ({ ...sample, severity, title: `${severity} number ${place}` }));
    const rows = (low: number) => {
      const text = auditMarkdown({ ...auditOf(), findings: [...many('INFORMATIONAL', 400), ...many('LOW', low)] });
      const count = (severity: string) => text.split(`| ${severity} | ${severity} number`).length - 1;
      return [count('LOW'), count('INFORMATIONAL')];
    };
    const [low, informational] = rows(20);
    expect([low, informational]).toEqual([20, expect.any(Number)]);
    expect(informational).toBeLessThan(400);
    expect(rows(400)[1]).toBe(0);
  });
});
