import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { policyObject } from '../../../src/iam/policy-object.ts';
import { policyDiff } from '../../../src/report/policy/policy-diff.ts';
import { CHANGE, ROLE } from './changes.ts';

describe('policyDiff()', () => {
  const statementsToday = ROLE.policies
    .filter(({ source }) => CHANGE.replaces.includes(source))
    .flatMap(({ document }) => (document.ok ? document.value.statements : []));
  const textOf = (statements: typeof statementsToday) =>
    `${JSON.stringify(policyObject({ version: '2012-10-17', statements }), null, 2)}\n`;

  it('sets the policies that go against those that come', () => {
    const text = policyDiff(ROLE, CHANGE);
    expect(text).toMatch(
      /^--- app-task today: inline policy app\n\+\+\+ app-task right-sized: inline policy app-task-right-sized\n@@ /,
    );
    expect(text).toContain('-        "secretsmanager:*",');
    expect(text).toMatch(/^\+.*"secretsmanager:GetSecretValue"/m);
    expect(text).not.toContain('dynamodb');
  });

  it('turns the one document into the other, as patch applies it', () => {
    const then = CHANGE.documents.flatMap(({ document }) => document.statements);
    const patched = applyPatch(textOf(statementsToday), policyDiff(ROLE, CHANGE));
    const written = (text: string) => (JSON.parse(text) as { readonly Statement: readonly unknown[] }).Statement;
    expect(patched).not.toBe(false);
    expect(written(String(patched))).toHaveLength(then.length);
    expect(written(String(patched))).toEqual(expect.arrayContaining([...written(textOf(then))]));
  });

  it('shows three lines around a change', () => {
    const [, header = '', ...lines] = policyDiff(ROLE, CHANGE).split(/^(@@ .*)\n/m);
    expect(header).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/);
    expect(lines[0]?.split('\n').findIndex((line) => !line.startsWith(' '))).toBe(3);
  });

  it('is empty where nothing changes', () => {
    const unchanged = CHANGE.documents.map((document) => ({
      ...document,
      document: { ...document.document, statements: statementsToday },
    }));
    expect(policyDiff(ROLE, { ...CHANGE, documents: unchanged })).toBe('');
  });
});
