import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DiffLine, lineDiff } from '../../../src/report/policy/line-diff.ts';

function compare(before: string, after: string): readonly DiffLine[] {
  return lineDiff(before.split('\n'), after.split('\n'));
}

describe('lineDiff()', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

  test('holds both texts, and nothing else', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = compare(before, after);
        const without = (kind: string) => diff.filter((line) => line.kind !== kind).map((line) => line.text);
        expect(without('added').join('\n')).toBe(before);
        expect(without('removed').join('\n')).toBe(after);
      }),
    );
  });

  test.each([
    ['a\nb\nc', 'a\nc', ['same a', 'removed b', 'same c']],
    ['a\nc', 'a\nb\nc', ['same a', 'added b', 'same c']],
    ['a\nb', 'a\nb', ['same a', 'same b']],
    ['x\na\ny', 'b\na\nz', ['removed x', 'added b', 'same a', 'removed y', 'added z']],
  ])('compares %j with %j', (before, after, lines) => {
    expect(compare(before, after).map(({ kind, text: line }) => `${kind} ${line}`)).toEqual(lines);
  });

  test('gives up on the middle of two endless texts rather than keep a reader waiting', () => {
    const lines = (letter: string) => Array.from({ length: 3_000 }, (_, place) => `${letter}${place}`).join('\n');
    const diff = compare(`head\n${lines('a')}`, `head\n${lines('b')}`);
    expect(diff.length).toBe(6_001);
    expect(diff[1]).toEqual({ kind: 'removed', text: 'a0' });
  });
});
