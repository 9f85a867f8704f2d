import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyDiff } from '../../../src/report/policy/policy-diff.ts';
import { unifiedDiff } from '../../../src/report/policy/unified-diff.ts';
import { CHANGE, ROLE } from './changes.ts';

function diff(a: readonly string[], b: readonly string[]): string {
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  return unifiedDiff({ name: 'a', text: text(a) }, { name: 'b', text: text(b) });
}

/** Applies a diff as `patch` does: each hunk at the line it names, which must hold what it says. */
function patched(lines: readonly string[], text: string): readonly string[] {
  const result: string[] = [];
  let at = 0;
  for (const hunk of text.split(/^(?=@@ )/m).slice(1)) {
    const [header = '', ...body] = hunk.replace(/\n$/, '').split('\n');
    const [, start = '', length = ''] = /^@@ -(\d+),(\d+) \+\d+,\d+ @@$/.exec(header) ?? [];
    const from = Number(start) - (length === '0' ? 0 : 1);
    result.push(...lines.slice(at, from));
    at = from;
    for (const line of body) {
      if (line.startsWith('+')) result.push(line.slice(1));
      else {
        if (lines[at] !== line.slice(1)) throw new Error(`line ${at + 1} is "${lines[at]}", not "${line.slice(1)}"`);
        if (line.startsWith(' ')) result.push(line.slice(1));
        at += 1;
      }
    }
  }
  return [...result, ...lines.slice(at)];
}

describe('unifiedDiff()', () => {
  it('turns the one text into the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '{', '}'), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(patched(a, diff(a, b))).toEqual(b);
      }),
    );
  });

  it('is empty for equal texts', () => {
    expect(diff(['a', 'b'], ['a', 'b'])).toBe('');
  });

  it('shows three lines around a change, and changes far apart as hunks of their own', () => {
    const before = Array.from({ length: 30 }, (_, n) => `line ${n + 1}`);
    const after = before.with(4, 'five').with(24, 'twenty-five');
    expect(diff(before, after)).toBe(
      [
        '--- a',
        '+++ b',
        '@@ -2,7 +2,7 @@',
        ' line 2',
        ' line 3',
        ' line 4',
        '-line 5',
        '+five',
        ' line 6',
        ' line 7',
        ' line 8',
        '@@ -22,7 +22,7 @@',
        ' line 22',
        ' line 23',
        ' line 24',
        '-line 25',
        '+twenty-five',
        ' line 26',
        ' line 27',
        ' line 28',
        '',
      ].join('\n'),
    );
  });
});

describe('policyDiff()', () => {
  it('sets the policies that go against those that come', () => {
    const text = policyDiff(ROLE, CHANGE);
    expect(text).toMatch(
      /^--- app-task today: inline policy app\n\+\+\+ app-task right-sized: inline policy app-task-right-sized\n@@ /,
    );
    expect(text).toContain('-        "secretsmanager:*",');
    expect(text).toMatch(/^\+.*"secretsmanager:GetSecretValue"/m);
    expect(text).not.toContain('dynamodb');
  });
});
