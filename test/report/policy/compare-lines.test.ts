import { describe, expect, test } from 'vitest';
import { compareLines } from '../../../src/report/policy/compare-lines.ts';

describe('compareLines()', () => {
  test.each([
    ['a\nb\nc', 'a\nc', ['same a', 'removed b', 'same c']],
    ['a\nc', 'a\nb\nc', ['same a', 'added b', 'same c']],
    ['a\nb', 'a\nb', ['same a,b']],
    ['x\na\ny', 'b\na\nz', ['removed x', 'added b', 'same a', 'removed y', 'added z']],
    ['a\n\nb', 'a\nb', ['same a', 'removed ', 'same b']],
  ])('compares %j with %j', (before, after, runs) => {
    const kindOf = (removed: boolean, added: boolean) => (removed ? 'removed' : added ? 'added' : 'same');
    expect(
      compareLines(before.split('\n'), after.split('\n')).map(
        ({ removed, added, value }) => `${kindOf(removed, added)} ${value.join()}`,
      ),
    ).toEqual(runs);
  });

  test('shows two endless texts whole rather than keep a reader waiting', () => {
    const lines = (letter: string) => Array.from({ length: 3_000 }, (_, place) => `${letter}${place}`);
    const [removed, added, ...rest] = compareLines(['same', ...lines('a')], ['same', ...lines('b')]);
    expect(removed).toMatchObject({ removed: true, value: ['same', ...lines('a')] });
    expect(added).toMatchObject({ added: true, value: ['same', ...lines('b')] });
    expect(rest).toEqual([]);
  });
});
